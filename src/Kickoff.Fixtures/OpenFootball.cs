using System.Text.Json;
using System.Text.RegularExpressions;
using Kickoff.Core.Fixtures;
using NodaTime;
using NodaTime.Text;

namespace Kickoff.Fixtures;

/// <summary>
/// openfootball's football.json (https://github.com/openfootball/football.json): local dates and times; a time may carry its own offset
/// ("13:00 UTC-6") or be missing; a score says that the match is over.
/// </summary>
internal static partial class OpenFootball
{
    public const string Source = "openfootball";

    /// <summary>Baker Island, and Kiribati's Line Islands (IANA time zone database).</summary>
    private static readonly Offset FurthestWest = Offset.FromHours(-12);

    private static readonly Offset FurthestEast = Offset.FromHours(14);

    public static void Read(JsonElement root, JsonElement matches, JsonLines lines, Rows rows)
    {
        rows.FileSays(root.Text("name"), root.Text("timezone"));
        matches.EachMatch(lines, rows, (match, line) => Read(match, line, rows));
    }

    private static void Read(JsonElement match, int line, Rows rows)
    {
        if (match.Team("team1") is not { Length: > 0 } home || match.Team("team2") is not { Length: > 0 } away)
        {
            rows.Reject(line, "team1 and team2 are expected");
            return;
        }

        if (match.Text("date") is not { } date || !LocalDatePattern.Iso.Parse(date).TryGetValue(default, out var day))
        {
            rows.Reject(line, $"{home} v {away}: date is year-month-day, not '{match.Text("date")}'");
            return;
        }

        if (!rows.CanBePlayed(day, line, $"{home} v {away}"))
        {
            return;
        }

        var round = match.Text("round") ?? "";
        if (Kickoff(match.Text("time"), day, $"{home} v {away}", rows, out var kickoff, out var fault))
        {
            var row = new Row(Source, round, home, away, kickoff, day, rows.Zone ?? "UTC")
            {
                Status = Status(match, kickoff),
                SourceId = match.Text("num") is { } number && rows.Zone is null ? $"match-{number}" : null,
            };
            rows.Add(row, line);
        }
        else
        {
            rows.Reject(line, fault);
        }
    }

    private static bool Kickoff(string? time, LocalDate day, string what, Rows rows, out Instant? kickoff, out string fault)
    {
        (kickoff, fault) = (null, "");
        if (string.IsNullOrWhiteSpace(time))
        {
            // Its day is in the zone, so one must be known all the same.
            rows.LocalZone();
            return true;
        }

        var match = Form().Match(time);
        if (!match.Success
            || !LocalTimePattern.CreateWithInvariantCulture("H':'mm").Parse(match.Groups["time"].Value).TryGetValue(default, out var local))
        {
            fault = $"{what}: time is hours:minutes, perhaps with UTC-6 behind it, not '{time}'";
            return false;
        }

        if (match.Groups["offset"].Success)
        {
            if (
                !OffsetPattern.CreateWithInvariantCulture("+H:mm").Parse(Full(match.Groups["offset"].Value)).TryGetValue(
                    default, out var offset)
                || offset < FurthestWest || offset > FurthestEast)
            {
                fault = $"{what}: no place is at UTC{match.Groups["offset"].Value}; offsets are -12:00 to +14:00";
                return false;
            }

            kickoff = day.At(local).WithOffset(offset).ToInstant();
        }
        else
        {
            kickoff = rows.Resolve(day.At(local), what);
        }

        return true;
    }

    private static string Full(string offset) => offset.Contains(':', StringComparison.Ordinal) ? offset : offset + ":00";

    private static FixtureStatus Status(JsonElement match, Instant? kickoff)
    {
        var over = match.Member("score") is { ValueKind: JsonValueKind.Object or JsonValueKind.Array };
        return match.Text("status")?.ToUpperInvariant() switch
        {
            "POSTPONED" => FixtureStatus.Postponed,
            "CANCELLED" or "CANCELED" or "ANNULLED" => FixtureStatus.Cancelled,
            "AWARDED" => FixtureStatus.Awarded,
            "SUSPENDED" or "ABANDONED" => FixtureStatus.Suspended,
            _ => over ? FixtureStatus.Finished : kickoff is null ? FixtureStatus.Scheduled : FixtureStatus.Timed,
        };
    }

    [GeneratedRegex(@"\A\s*(?<time>\d{1,2}:\d{2})(?:\s*UTC\s*(?<offset>[+-]\d{1,2}(?::\d{2})?))?\s*\z")]
    private static partial Regex Form();
}
