using System.Text.Json;
using Kickoff.Core.Fixtures;
using NodaTime;
using NodaTime.Text;

namespace Kickoff.Fixtures;

/// <summary>
/// OpenLigaDB (https://api.openligadb.de, Match): kickoffs in UTC, German names of rounds; it says of a match that it is finished, not that
/// it is on. Names of members began with capitals once, and do again in some answers.
/// </summary>
internal static class OpenLigaDb
{
    public const string Source = "openligadb";

    /// <summary>lastUpdateDateTime has no zone; the service is German.</summary>
    private const string Home = "Europe/Berlin";

    public static void Read(JsonElement matches, JsonLines lines, Rows rows)
    {
        rows.FileSays(null, "Etc/UTC");
        matches.EachMatch(lines, rows, (match, line) =>
        {
            var home = Team(match, "team1", "Team1") ?? "to be decided";
            var away = Team(match, "team2", "Team2") ?? "to be decided";
            var utc = match.TextOfEither("matchDateTimeUTC", "MatchDateTimeUTC");
            if (!InstantPattern.ExtendedIso.Parse(utc ?? "").TryGetValue(default, out var kickoff))
            {
                rows.Reject(line, $"{home} v {away}: matchDateTimeUTC is a time such as 2026-06-11T19:00:00Z, not '{utc}'");
                return;
            }

            if (!rows.CanBePlayed(kickoff.InUtc().Date, line, $"{home} v {away}"))
            {
                return;
            }

            var zone = match.TextOfEither("timeZoneID", "TimeZoneID") is { } named ? ZoneNames.Iana(named) ?? "Etc/UTC" : "Etc/UTC";
            var round = match.Either("group", "Group")?.TextOfEither("groupName", "GroupName") ?? "";
            var id = match.TextOfEither("matchID", "MatchID") is { } number ? $"openligadb-{number}" : null;
            var finished = match.Either("matchIsFinished", "MatchIsFinished") is { ValueKind: JsonValueKind.True };
            var row = new Row(Source, round, home, away, kickoff, kickoff.InZone(DateTimeZoneProviders.Tzdb[zone]).Date, zone)
            {
                Id = id,
                ProviderId = id,
                Competition = match.TextOfEither("leagueName", "LeagueName"),
                Status = finished ? FixtureStatus.Finished : FixtureStatus.Timed,
                Revision = Updated(match.TextOfEither("lastUpdateDateTime", "LastUpdateDateTime")),
            };
            rows.Add(row, line);
        });
    }

    private static string? Team(JsonElement match, string name, string other) =>
        match.Either(name, other)?.TextOfEither("teamName", "TeamName") is { Length: > 0 } team ? team : null;

    private static Revision? Updated(string? text) =>
        text is not null && LocalDateTimePattern.ExtendedIso.Parse(text).TryGetValue(default, out var local)
        && local.Year is > 2000 and < 2200
            ? new Revision(0, local.InZoneLeniently(DateTimeZoneProviders.Tzdb[Home]).ToInstant())
            : null;
}
