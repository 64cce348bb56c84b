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

    /// <summary>Full time, extra time, penalties.</summary>
    private static readonly string[] Results = ["ft", "et", "p", "pen"];

    public static void Read(JsonElement root, JsonElement matches, JsonLines lines, Rows rows)
    {
        rows.FileSays(root.Text("name"), root.Text("timezone"));
        matches.EachMatch(lines, rows, (match, line) => Read(match, null, line, rows));
    }

    /// <summary>Its files until 2020: matches in a list of rounds. A line is the round's.</summary>
    public static void ReadRounds(JsonElement root, JsonElement rounds, JsonLines lines, Rows rows)
    {
        rows.FileSays(root.Text("name"), root.Text("timezone"));
        rounds.EachMatch(lines, rows, (round, line) =>
        {
            if (round.Member("matches") is not { ValueKind: JsonValueKind.Array } matches)
            {
                rows.Reject(line, "a round has a list of matches");
                return;
            }

            foreach (var match in matches.EnumerateArray())
            {
                Read(match, round.Text("name"), line, rows);
            }
        });
    }

    private static void Read(JsonElement match, string? nameOfRound, int line, Rows rows)
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

        var round = match.Text("round") ?? nameOfRound ?? "";
        if (Kickoff(match.Text("time"), day, $"{home} v {away}", rows, out var kickoff, out var fault))
        {
            var (status, known) = Status(match, kickoff);
            if (!known)
            {
                rows.Doubt(line, $"{home} v {away}: the status '{match.Text("status")}' is not understood");
            }

            var id = match.Text("num") is { } number ? $"match-{number}" : null;
            var row = new Row(Source, round, home, away, kickoff, day, rows.Zone ?? "UTC")
            {
                Status = status,
                StatusKnown = known,
                // A group's matches are numbered by matchday only.
                Stage = match.Text("group") is { Length: > 0 } && StageText.Read(round) is null or Stage.League ? Stage.Group : null,
                Id = rows.Zone is null ? id : null,
                ProviderId = id,
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

        if (match.Groups["name"].Success)
        {
            // Of the winter's name in summer nobody means the winter's time.
            if (Named(match.Groups["name"].Value) is not { } zone)
            {
                fault = $"{what}: '{match.Groups["name"].Value}' is no time zone that is known here; write UTC+1";
                return false;
            }

            kickoff = rows.Resolve(day.At(local), DateTimeZoneProviders.Tzdb[zone], what);
        }
        else if (match.Groups["offset"].Success)
        {
            var text = match.Groups["offset"].Value;
            if (!OffsetOf(text, out var offset) || offset < FurthestWest || offset > FurthestEast)
            {
                fault = $"{what}: no place is at UTC{text}; offsets are -12:00 to +14:00";
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

    private static bool OffsetOf(string text, out Offset offset)
    {
        offset = Offset.Zero;
        return text is "" or "±0" || OffsetPattern.CreateWithInvariantCulture("+H:mm").Parse(Full(text)).TryGetValue(default, out offset);
    }

    private static string? Named(string name) => name switch
    {
        "CET" or "CEST" or "MEZ" or "MESZ" => "Europe/Paris",
        "EET" or "EEST" => "Europe/Athens",
        "WET" or "WEST" => "Europe/Lisbon",
        "BST" => "Europe/London",
        "EST" or "EDT" => "America/New_York",
        "CST" or "CDT" => "America/Chicago",
        "MST" or "MDT" => "America/Denver",
        "PST" or "PDT" => "America/Los_Angeles",
        _ => null,
    };

    private static string Full(string offset) => offset.Contains(':', StringComparison.Ordinal) ? offset : offset + ":00";

    private static (FixtureStatus Status, bool Known) Status(JsonElement match, Instant? kickoff)
    {
        var planned = kickoff is null ? FixtureStatus.Scheduled : FixtureStatus.Timed;
        var word = match.Text("status");
        return string.IsNullOrWhiteSpace(word) ? (HasResult(match) ? FixtureStatus.Finished : planned, true)
            : StatusWord.Read(word) is { } status ? (status is FixtureStatus.Scheduled or FixtureStatus.Timed && HasResult(match)
                ? FixtureStatus.Finished : status, true)
            : (planned, false);
    }

    /// <summary>
    /// A score with the goals at full time, after extra time or penalties. Before the match there may be one that is empty or of nulls, and
    /// with no more than the half's goals it is still on.
    /// </summary>
    private static bool HasResult(JsonElement match) => match.Member("score") switch
    {
        { ValueKind: JsonValueKind.Array } goals => IsNumbers(goals),
        { ValueKind: JsonValueKind.Object } score =>
            Results.Any(part => score.Member(part) is { } goals && IsNumbers(goals)),
        _ => match.Text("score1") is { Length: > 0 } && match.Text("score2") is { Length: > 0 },
    };

    private static bool IsNumbers(JsonElement goals) => goals.ValueKind == JsonValueKind.Array && goals.GetArrayLength() == 2
        && goals.EnumerateArray().All(goal => goal.ValueKind == JsonValueKind.Number);

    /// <summary>"13:00", "13:00 UTC-6", "15:00 UTC±0", "15:00 UTC", "20:45 CET".</summary>
    [GeneratedRegex(
        @"\A\s*(?<time>\d{1,2}:\d{2})(?:\s*(?:(?:UTC|GMT)\s*(?<offset>[+-]\d{1,2}(?::\d{2})?|±\d|)|(?<name>[A-Z]{3,4})))?\s*\z")]
    private static partial Regex Form();
}
