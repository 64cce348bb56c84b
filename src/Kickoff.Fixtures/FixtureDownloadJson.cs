using System.Text.Json;
using NodaTime.Text;

namespace Kickoff.Fixtures;

/// <summary>fixturedownload.com's JSON: <c>DateUtc</c> in UTC.</summary>
internal static class FixtureDownloadJson
{
    private static readonly InstantPattern DateUtc = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss'Z'");

    public static void Read(JsonElement list, JsonLines lines, Rows rows)
    {
        rows.FileSays(null, "Etc/UTC");
        var matches = new List<DownloadedMatch>();
        list.EachMatch(lines, rows, (match, line) =>
        {
            if (match.Text("HomeTeam") is not { Length: > 0 } home || match.Text("AwayTeam") is not { Length: > 0 } away)
            {
                rows.Reject(line, "HomeTeam and AwayTeam are expected");
            }
            else if (!DateUtc.Parse(match.Text("DateUtc") ?? "").TryGetValue(default, out var kickoff))
            {
                rows.Reject(line, $"{home} v {away}: DateUtc is such as '2025-02-01 15:00:00Z', not '{match.Text("DateUtc")}'");
            }
            else if (rows.CanBePlayed(kickoff.InUtc().Date, line, $"{home} v {away}"))
            {
                matches.Add(new DownloadedMatch(line, home, away, kickoff, kickoff.InUtc().Date)
                {
                    Number = match.Text("MatchNumber"),
                    Round = match.Text("RoundNumber"),
                    Group = match.Text("Group"),
                    HasResult = match.Text("HomeTeamScore") is not null,
                });
            }
        });
        DownloadedMatch.Add(matches, "Etc/UTC", rows);
    }
}
