using System.Text.Json;
using Kickoff.Core.Fixtures;
using NodaTime;
using NodaTime.Text;

namespace Kickoff.Fixtures;

/// <summary>API-Football v3 (https://www.api-football.com/documentation-v3, Fixtures), a source with a live status.</summary>
internal static class ApiFootball
{
    public const string Source = "api-football";

    public static void Read(JsonElement root, JsonElement response, JsonLines lines, Rows rows)
    {
        if (root.Member("errors") is { ValueKind: JsonValueKind.Object } errors && errors.EnumerateObject().Any())
        {
            var first = errors.EnumerateObject().First();
            throw new FixtureFileException($"it is no list of matches but an error: {CleanText.Of($"{first.Name}: {first.Value}")}");
        }

        rows.FileSays(null, "Etc/UTC");
        response.EachMatch(lines, rows, (match, line) => ReadRow(match, line, rows));
    }

    private static void ReadRow(JsonElement match, int line, Rows rows)
    {
        var teams = match.Member("teams") ?? default;
        var home = teams.Member("home")?.Text("name") ?? "to be decided";
        var away = teams.Member("away")?.Text("name") ?? "to be decided";
        var fixture = match.Member("fixture") ?? default;
        if (!OffsetDateTimePattern.ExtendedIso.Parse(fixture.Text("date") ?? "").TryGetValue(default, out var date))
        {
            rows.Reject(line, $"{home} v {away}: fixture.date is a time such as 2026-06-11T19:00:00+00:00, not '{fixture.Text("date")}'");
            return;
        }

        if (!rows.CanBePlayed(date.Date, line, $"{home} v {away}"))
        {
            return;
        }

        var word = fixture.Member("status")?.Text("short") ?? "NS";
        var status = StatusWord.Read(word);
        if (status is null)
        {
            rows.Doubt(line, $"{home} v {away}: the status '{word}' is not one of API-Football's");
        }

        var zone = fixture.Text("timezone") is { } named ? ZoneNames.Iana(named) ?? "Etc/UTC" : "Etc/UTC";
        var id = fixture.Text("id") is { } number ? $"api-football-{number}" : null;
        Instant kickoff = date.ToInstant();
        var row = new Row(
            Source, match.Member("league")?.Text("round") ?? "", home, away, status == FixtureStatus.Scheduled ? null : kickoff,
            kickoff.InZone(DateTimeZoneProviders.Tzdb[zone]).Date, zone)
        {
            Id = id,
            ProviderId = id,
            Competition = match.Member("league")?.Text("name"),
            Status = status ?? FixtureStatus.Timed,
            StatusKnown = status is not null,
        };
        rows.Add(row, line);
    }
}
