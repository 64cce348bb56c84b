using System.Globalization;
using System.Text.Json;

namespace Kickoff.Fixtures;

internal static class JsonText
{
    /// <summary>A member as text, a number too; null when it is missing, null or something else.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => value.TryGetInt64(out var number) ? number.ToString(CultureInfo.InvariantCulture) : null,
                _ => null,
            }
            : null;

    /// <summary>A team: its name, or an object with a name (football-data.org, older openfootball files).</summary>
    public static string? Team(this JsonElement element, string name) =>
        element.Text(name) ?? (element.TryGetProperty(name, out var team) ? team.Text("name") ?? team.Text("shortName") : null);
}
