using System.Globalization;
using Kickoff.Core.Classification;

namespace Kickoff.Core.Tests.Configuration;

/// <summary>A value in one line that shows its type: 10 is an integer, 10.0 a float, "10" text.</summary>
internal static class Typed
{
    public static string Show(Value value) => value switch
    {
        Value.Null => "null",
        Value.Boolean boolean => boolean.Is ? "true" : "false",
        Value.Integer integer => integer.Number.ToString(CultureInfo.InvariantCulture),
        Value.Float number => number.Number % 1 == 0
            ? number.Number.ToString("F1", CultureInfo.InvariantCulture)
            : number.Number.ToString("R", CultureInfo.InvariantCulture),
        Value.Text text => $"\"{text.Characters}\"",
        Value.List list => $"[{string.Join(", ", list.Items.Select(Show))}]",
        Value.Map map => $"{{{string.Join(", ", map.Entries.Select(entry => $"{entry.Key}: {Show(entry.Value)}"))}}}",
        _ => throw new ArgumentOutOfRangeException(nameof(value)),
    };
}
