using System.Globalization;
using System.Text.Json;

namespace Kickoff.Fixtures;

/// <summary>A name or text of a JSON file that is no Unicode: <c>\ud83d</c> without its other half.</summary>
internal sealed class HalfCharacterException(string member)
    : FixtureFileException($"'{member}' has half of a character in it (a lone surrogate, \\ud…)");

internal static class JsonText
{
    /// <summary>A member; null when there is none, or it is no object's.</summary>
    public static JsonElement? Member(this JsonElement element, string name)
    {
        try
        {
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;
        }
        catch (InvalidOperationException)
        {
            throw new HalfCharacterException(name);
        }
    }

    /// <summary>A member of the first name, else of the second: some sources have changed the case of theirs.</summary>
    public static JsonElement? Either(this JsonElement element, string name, string other) => element.Member(name) ?? element.Member(other);

    public static string? TextOfEither(this JsonElement element, string name, string other) => element.Text(name) ?? element.Text(other);

    /// <summary>A member as text, a number too; null when it is missing, null or something else.</summary>
    public static string? Text(this JsonElement element, string name)
    {
        if (element.Member(name) is not { } value)
        {
            return null;
        }

        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => value.TryGetInt64(out var number) ? number.ToString(CultureInfo.InvariantCulture) : null,
                _ => null,
            };
        }
        catch (InvalidOperationException)
        {
            throw new HalfCharacterException(name);
        }
    }

    /// <summary>A team: its name, or an object with a name (football-data.org, older openfootball files).</summary>
    public static string? Team(this JsonElement element, string name) =>
        element.Text(name) ?? (element.Member(name) is { } team ? team.Text("name") ?? team.Text("shortName") : null);

    /// <summary>Each object of a list of matches with its line; what is no object, or no text, is rejected.</summary>
    public static void EachMatch(this JsonElement matches, JsonLines lines, Rows rows, Action<JsonElement, int> read)
    {
        foreach (var (match, index) in matches.EnumerateArray().Select((match, index) => (match, index)))
        {
            var line = lines.Of(index);
            if (match.ValueKind != JsonValueKind.Object)
            {
                rows.Reject(line, $"a match is an object ({{…}}), and this is none: {match.ValueKind}");
                continue;
            }

            try
            {
                read(match, line);
            }
            catch (HalfCharacterException half)
            {
                rows.Reject(line, half.Message);
            }
        }
    }
}
