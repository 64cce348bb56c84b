using System.Text.Json;
using Kickoff.Core.Fixtures;
using NodaTime;

namespace Kickoff.Fixtures;

/// <summary>Reads a file of fixtures, whatever its format: it is told by the content.</summary>
public static class FixtureFile
{
    /// <param name="name">What messages call the file; its last part names the competition where the format does not.</param>
    /// <param name="text">The content.</param>
    /// <param name="zone">IANA zone of local times; needed where the file does not say.</param>
    /// <param name="competition">Instead of what the file says.</param>
    /// <param name="importedAt">When its statuses were true.</param>
    public static ImportResult Read(string name, string text, string? zone, string? competition, Instant importedAt)
    {
        if (zone is not null && DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null)
        {
            throw new FixtureFileException($"'{zone}' is not an IANA time zone; Europe/Berlin is one");
        }

        var rows = new Rows(competition ?? Path.GetFileNameWithoutExtension(name), competition is not null, zone, importedAt);
        var start = text.AsSpan().TrimStart("\uFEFF \t\r\n");
        if (start.StartsWith("BEGIN:VCALENDAR", StringComparison.OrdinalIgnoreCase))
        {
            ICalendar.Read(text, rows);
            return rows.Result("iCalendar");
        }

        if (start.Length > 0 && start[0] is '{' or '[')
        {
            return ReadJson(name, text, rows);
        }

        if (FixtureDownloadCsv.Recognizes(text))
        {
            FixtureDownloadCsv.Read(text, rows);
            return rows.Result("fixturedownload CSV");
        }

        throw new FixtureFileException(
            $"{name} is none of the formats Kickoff reads: openfootball JSON, fixturedownload JSON or CSV, iCalendar, football-data.org v4 JSON");
    }

    private static ImportResult ReadJson(string name, string text, Rows rows)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(text);
        }
        catch (JsonException error)
        {
            throw new FixtureFileException($"{name}:{(error.LineNumber ?? 0) + 1}: not JSON: {error.Message.Split(" LineNumber")[0]}");
        }

        using (document)
        {
            var lines = new JsonLines(text);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Array)
            {
                FixtureDownloadJson.Read(root, lines, rows);
                return rows.Result("fixturedownload JSON");
            }

            if (root.TryGetProperty("matches", out var matches) && matches.ValueKind == JsonValueKind.Array)
            {
                var first = matches.EnumerateArray().FirstOrDefault();
                if (first.ValueKind == JsonValueKind.Object && first.TryGetProperty("utcDate", out _))
                {
                    FootballData.Read(root, matches, lines, rows);
                    return rows.Result("football-data.org v4");
                }

                OpenFootball.Read(root, matches, lines, rows);
                return rows.Result("openfootball JSON");
            }
        }

        throw new FixtureFileException($"{name} is JSON, but neither openfootball's, fixturedownload's nor football-data.org's: it has no list of matches");
    }
}
