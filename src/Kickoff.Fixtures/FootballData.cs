using System.Globalization;
using System.Text.Json;
using Kickoff.Core.Fixtures;
using NodaTime;
using NodaTime.Text;

namespace Kickoff.Fixtures;

/// <summary>football-data.org v4 (https://docs.football-data.org/general/v4/match.html), a source with a live status.</summary>
internal static class FootballData
{
    public const string Source = "football-data";

    public static void Read(JsonElement root, JsonElement matches, JsonLines lines, Rows rows)
    {
        rows.FileSays(root.Member("competition")?.Text("name"), "Etc/UTC");
        var type = root.Member("competition")?.Text("type");
        matches.EachMatch(lines, rows, (match, line) => ReadRow(match, type, line, rows));
    }

    /// <summary>The answer for /v4/matches/ID: one match, nothing around it.</summary>
    public static void ReadOne(JsonElement match, Rows rows)
    {
        rows.FileSays(match.Member("competition")?.Text("name"), "Etc/UTC");
        ReadRow(match, null, 1, rows);
    }

    private static void ReadRow(JsonElement match, string? type, int line, Rows rows)
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

        var word = match.Text("status") ?? "SCHEDULED";
        var status = StatusWord.Read(word);
        if (status is null)
        {
            rows.Doubt(line, $"{home} v {away}: the status '{word}' is not one of football-data.org's");
        }

        // SCHEDULED: the day is fixed, the hour is not; football-data.org writes midnight then.
        var timed = status != FixtureStatus.Scheduled || kickoff.InUtc().TimeOfDay != LocalTime.Midnight;
        var stage = StageText.Read(match.Text("stage"));
        Instant? updated = InstantPattern.ExtendedIso.Parse(match.Text("lastUpdated") ?? "").TryGetValue(default, out var at) ? at : null;
        var id = match.Text("id") is { } number ? $"football-data-{number}" : null;
        var row = new Row(Source, Round(match, stage), home, away, timed ? kickoff : null, kickoff.InUtc().Date, "Etc/UTC")
        {
            Id = id,
            ProviderId = id,
            Competition = match.Member("competition")?.Text("name"),
            Status = status ?? FixtureStatus.Timed,
            StatusKnown = status is not null,
            Stage = stage,
            IsCup = (match.Member("competition")?.Text("type") ?? type) == "CUP",
            Revision = updated is { } revision ? new Revision(0, revision) : null,
            ImportedAt = updated,
        };
        rows.Add(row, line);
    }

    /// <summary>Of a knockout the stage, which has a matchday too: "Matchday 5" would be a quarter-final.</summary>
    private static string Round(JsonElement match, Stage? stage)
    {
        var words = (match.Text("stage") ?? "").Replace('_', ' ').ToLower(CultureInfo.InvariantCulture);
        return match.Text("matchday") is { } matchday && stage is null or Stage.Group or Stage.League
            && !words.StartsWith("round ", StringComparison.Ordinal)
            ? $"Matchday {matchday}"
            : words.Length == 0 ? "" : char.ToUpperInvariant(words[0]) + words[1..];
    }
}
