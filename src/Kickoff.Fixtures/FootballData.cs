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
        rows.FileSays(root.TryGetProperty("competition", out var competition) ? competition.Text("name") : null, "Etc/UTC");
        foreach (var (match, index) in matches.EnumerateArray().Select((match, index) => (match, index)))
        {
            var home = match.Team("homeTeam") ?? "to be decided";
            var away = match.Team("awayTeam") ?? "to be decided";
            if (!InstantPattern.ExtendedIso.Parse(match.Text("utcDate") ?? "").TryGetValue(default, out var kickoff))
            {
                rows.Reject(lines.Of(index), $"{home} v {away}: utcDate is a time such as 2026-06-11T19:00:00Z, not '{match.Text("utcDate")}'");
                continue;
            }

            if (!Enum.TryParse<FixtureStatus>((match.Text("status") ?? "SCHEDULED").Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var status))
            {
                rows.Reject(lines.Of(index), $"{home} v {away}: the status '{match.Text("status")}' is not one of football-data.org's");
                continue;
            }

            var stage = match.Text("stage") ?? "";
            // SCHEDULED: the day is fixed, the hour is not; football-data.org writes midnight then.
            var timed = status != FixtureStatus.Scheduled || kickoff.InUtc().TimeOfDay != LocalTime.Midnight;
            rows.Add(new Row(Source, Round(match, stage), home, away, timed ? kickoff : null, kickoff.InUtc().Date, "Etc/UTC")
            {
                SourceId = match.Text("id") is { } id ? $"football-data-{id}" : null,
                Competition = match.TryGetProperty("competition", out var own) ? own.Text("name") : null,
                Status = status,
                Knockout = stage is not ("" or "REGULAR_SEASON" or "GROUP_STAGE" or "LEAGUE_STAGE"),
                ImportedAt = InstantPattern.ExtendedIso.Parse(match.Text("lastUpdated") ?? "").TryGetValue(rows.ImportedAt, out var updated) ? updated : rows.ImportedAt,
            });
        }
    }

    private static string Round(JsonElement match, string stage) =>
        match.Text("matchday") is { } matchday ? $"Matchday {matchday}" : stage.Replace('_', ' ');
}
