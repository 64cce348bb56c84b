using System.Text.Json;
using Kickoff.Core.Fixtures;
using NodaTime;
using NodaTime.Text;

namespace Kickoff.Fixtures;

/// <summary>
/// TheSportsDB (https://www.thesportsdb.com/documentation): times in UTC; rounds are numbers, of which some stand for stages.
/// </summary>
internal static class TheSportsDb
{
    public const string Source = "thesportsdb";

    /// <summary>What its answers call their list.</summary>
    public static readonly string[] Lists = ["events", "schedule", "event", "results", "livescore"];

    private static readonly LocalTimePattern Time = LocalTimePattern.CreateWithInvariantCulture("HH:mm:ss");

    public static void Read(JsonElement events, JsonLines lines, Rows rows)
    {
        rows.FileSays(null, "Etc/UTC");
        events.EachMatch(lines, rows, (match, line) =>
        {
            var name = match.Text("strEvent") ?? "";
            var home = match.Text("strHomeTeam") is { Length: > 0 } one ? one : name;
            var away = match.Text("strAwayTeam") ?? "";
            var what = away.Length > 0 ? $"{home} v {away}" : home;
            if (home.Length == 0)
            {
                rows.Reject(line, "strHomeTeam and strAwayTeam, or strEvent, are expected");
                return;
            }

            if (!LocalDatePattern.Iso.Parse(match.Text("dateEvent") ?? "").TryGetValue(default, out var day))
            {
                rows.Reject(line, $"{what}: dateEvent is year-month-day, not '{match.Text("dateEvent")}'");
                return;
            }

            if (!rows.CanBePlayed(day, line, what))
            {
                return;
            }

            var word = match.Text("strPostponed") is "yes" or "Yes" ? "POSTPONED" : match.Text("strStatus") ?? "";
            var status = StatusWord.Read(word);
            if (status is null && word.Length > 0)
            {
                rows.Doubt(line, $"{what}: the status '{word}' is not one of TheSportsDB's");
            }

            var kickoff = Kickoff(match, day);
            var id = match.Text("idEvent") is { Length: > 0 } number ? $"thesportsdb-{number}" : null;
            var planned = kickoff is null ? FixtureStatus.Scheduled : FixtureStatus.Timed;
            var row = new Row(Source, Round(match.Text("intRound")), home, away, kickoff, day, "Etc/UTC")
            {
                Id = id,
                ProviderId = id,
                Competition = match.Text("strLeague"),
                Stage = StageOf(match.Text("intRound")),
                Status = status is null or FixtureStatus.Scheduled or FixtureStatus.Timed ? planned : status.Value,
                StatusKnown = status is not null || word.Length == 0,
            };
            rows.Add(row, line);
        });
    }

    /// <summary>Midnight here and there, or nothing, is a time that is not known yet.</summary>
    private static Instant? Kickoff(JsonElement match, LocalDate day)
    {
        if (match.Text("strTime") is not { Length: >= 8 } text || !Time.Parse(text[..8]).TryGetValue(default, out var time)
            || (time == LocalTime.Midnight && match.Text("strTimeLocal") is null or "" or "00:00:00"
                && match.Text("strTimestamp") is null or ""))
        {
            return null;
        }

        return day.At(time).InUtc().ToInstant();
    }

    private static string Round(string? number) => number is null or "0" ? ""
        : StageOf(number) is { } stage and not Stage.League ? stage.Name().Replace('_', ' ')
        : $"Round {number}";

    /// <summary>https://www.thesportsdb.com/documentation, "Special Round IDs".</summary>
    private static Stage? StageOf(string? number) => number switch
    {
        "125" => Stage.QuarterFinal,
        "150" or "170" => Stage.SemiFinal,
        "160" => Stage.PlayOff,
        "180" or "200" => Stage.Final,
        "400" => Stage.Qualifying,
        _ => null,
    };
}
