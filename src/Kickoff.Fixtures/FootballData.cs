using System.Text.Json;
using Kickoff.Core.Fixtures;
using NodaTime;
using NodaTime.Text;

namespace Kickoff.Fixtures;

/// <summary>football-data.org v4 (https://docs.football-data.org/general/v4/match.html), the source with a live status.</summary>
internal static class FootballData
{
    public const string Source = "football-data";

    public static void Read(JsonElement root, JsonElement matches, JsonLines lines, Rows rows)
    {
        rows.FileSays(root.Member("competition")?.Text("name"), "Etc/UTC");
        matches.EachMatch(lines, rows, (match, line) =>
        {
            var home = match.Team("homeTeam") ?? "to be decided";
            var away = match.Team("awayTeam") ?? "to be decided";
            if (!InstantPattern.ExtendedIso.Parse(match.Text("utcDate") ?? "").TryGetValue(default, out var kickoff))
            {
                rows.Reject(line, $"{home} v {away}: utcDate is a time such as 2026-06-11T19:00:00Z, not '{match.Text("utcDate")}'");
                return;
            }

            if (!rows.CanBePlayed(kickoff.InUtc().Date, line, $"{home} v {away}"))
            {
                return;
            }

            // Enum.TryParse takes numbers and lists for names.
            var word = (match.Text("status") ?? "SCHEDULED").Replace("_", "", StringComparison.Ordinal);
            if (!word.All(char.IsAsciiLetter) || !Enum.TryParse<FixtureStatus>(word, ignoreCase: true, out var status))
            {
                rows.Reject(line, $"{home} v {away}: the status '{match.Text("status")}' is not one of football-data.org's");
                return;
            }

            var stage = match.Text("stage") ?? "";
            // SCHEDULED: the day is fixed, the hour is not; football-data.org writes midnight then.
            var timed = status != FixtureStatus.Scheduled || kickoff.InUtc().TimeOfDay != LocalTime.Midnight;
            var row = new Row(Source, Round(match, stage), home, away, timed ? kickoff : null, kickoff.InUtc().Date, "Etc/UTC")
            {
                SourceId = match.Text("id") is { } id ? $"football-data-{id}" : null,
                Competition = match.Member("competition")?.Text("name"),
                Status = status,
                Knockout = stage is not ("" or "REGULAR_SEASON" or "GROUP_STAGE" or "LEAGUE_STAGE"),
                ImportedAt = InstantPattern.ExtendedIso.Parse(match.Text("lastUpdated") ?? "")
                    .TryGetValue(rows.ImportedAt, out var updated) ? updated : rows.ImportedAt,
            };
            rows.Add(row, line);
        });
    }

    private static string Round(JsonElement match, string stage) =>
        match.Text("matchday") is { } matchday ? $"Matchday {matchday}" : stage.Replace('_', ' ');
}
