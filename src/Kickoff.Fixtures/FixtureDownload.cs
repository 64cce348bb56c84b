using System.Globalization;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;
using Kickoff.Core.Fixtures;
using NodaTime;
using NodaTime.Text;

namespace Kickoff.Fixtures;

/// <summary>fixturedownload.com's JSON: <c>DateUtc</c> in UTC.</summary>
internal static class FixtureDownloadJson
{
    public const string Source = "fixturedownload";

    private static readonly InstantPattern DateUtc = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss'Z'");

    public static void Read(JsonElement list, JsonLines lines, Rows rows)
    {
        rows.FileSays(null, "Etc/UTC");
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
                var row = new Row(Source, FixtureDownloadRound.Of(match.Text("RoundNumber")), home, away, kickoff, null, "Etc/UTC")
                {
                    SourceId = match.Text("MatchNumber") is { } number ? $"match-{number}" : null,
                    Status = match.Text("HomeTeamScore") is null ? FixtureStatus.Timed : FixtureStatus.Finished,
                };
                rows.Add(row, line);
            }
        });
    }
}

/// <summary>fixturedownload.com's CSV: local times; the zone is only in the file's name, so it is asked for.</summary>
internal static class FixtureDownloadCsv
{
    private static readonly LocalDateTimePattern Date = LocalDateTimePattern.CreateWithInvariantCulture("dd/MM/uuuu HH:mm");

    private static readonly LocalDatePattern DayOnly = LocalDatePattern.CreateWithInvariantCulture("dd/MM/uuuu");

    public static bool Recognizes(string text)
    {
        var header = text.AsSpan().TrimStart('\uFEFF').TrimStart();
        header = header[..Math.Max(0, header.IndexOf('\n') < 0 ? header.Length : header.IndexOf('\n'))];
        return header.Contains("Home Team", StringComparison.OrdinalIgnoreCase)
            && header.Contains("Date", StringComparison.OrdinalIgnoreCase);
    }

    public static void Read(string text, Rows rows)
    {
        var zone = rows.LocalZone();
        using var reader = new StringReader(text.TrimStart('\uFEFF'));
        using var csv = new CsvReader(reader, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            BadDataFound = null,
            MissingFieldFound = null,
            PrepareHeaderForMatch = header => header.Header.Trim().ToUpperInvariant(),
        });
        csv.Read();
        csv.ReadHeader();
        while (csv.Read())
        {
            var line = csv.Parser.RawRow;
            var (home, away, date) = (
                csv.GetField("HOME TEAM")?.Trim(), csv.GetField("AWAY TEAM")?.Trim(), csv.GetField("DATE")?.Trim() ?? "");
            if (string.IsNullOrEmpty(home) || string.IsNullOrEmpty(away))
            {
                rows.Reject(line, "Home Team and Away Team are expected");
                continue;
            }

            LocalDate day = default;
            var timed = Date.Parse(date).TryGetValue(default, out var local);
            if (!timed
                && (!DayOnly.Parse(date.Split(' ')[0]).TryGetValue(default, out day) || date.Contains(':', StringComparison.Ordinal)))
            {
                rows.Reject(line, $"{home} v {away}: Date is dd/MM/yyyy HH:mm, not '{date}'");
                continue;
            }

            local = timed ? local : day.AtMidnight();
            if (!rows.CanBePlayed(local.Date, line, $"{home} v {away}"))
            {
                continue;
            }

            Instant? kickoff = timed ? rows.Resolve(local, $"{home} v {away}") : null;
            var row = new Row(
                FixtureDownloadJson.Source, FixtureDownloadRound.Of(csv.GetField("ROUND NUMBER")), home, away, kickoff, local.Date, zone.Id)
            {
                SourceId = csv.GetField("MATCH NUMBER") is { Length: > 0 } number ? $"match-{number.Trim()}" : null,
                Status = string.IsNullOrWhiteSpace(csv.GetField("RESULT"))
                    ? kickoff is null
                    ? FixtureStatus.Scheduled
                    : FixtureStatus.Timed
                    : FixtureStatus.Finished,
            };
            rows.Add(row, line);
        }
    }
}

internal static class FixtureDownloadRound
{
    public static string Of(string? round) => int.TryParse(round, out _) ? $"Matchday {round}" : round?.Trim() ?? "";
}
