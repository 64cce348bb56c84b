using System.Text;
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

        if (HalfCharacter(text) is { } half)
        {
            throw new FixtureFileException($"{name}:{half}: half of a character (a lone surrogate); the file is not Unicode text");
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
            $"{name} is none of the formats Kickoff reads: openfootball JSON, fixturedownload JSON or CSV, iCalendar, football-data.org v4 "
                + $"JSON");
    }

    private static ImportResult ReadJson(string name, string text, Rows rows)
    {
        JsonDocument document;
        var bytes = Encoding.UTF8.GetBytes(text.TrimStart('\uFEFF'));
        try
        {
            document = JsonDocument.Parse(bytes);
        }
        catch (JsonException error)
        {
            throw new FixtureFileException($"{name}:{(error.LineNumber ?? 0) + 1}: not JSON: {error.Message.Split(" LineNumber")[0]}");
        }

        using (document)
        {
            try
            {
                return ReadJson(document.RootElement, new JsonLines(bytes), rows) ?? throw new FixtureFileException(
                    $"{name} is JSON, but neither openfootball's, fixturedownload's nor football-data.org's: it has no list of matches");
            }
            catch (HalfCharacterException half)
            {
                throw new FixtureFileException($"{name}: {half.Message}");
            }
        }
    }

    private static ImportResult? ReadJson(JsonElement root, JsonLines lines, Rows rows)
    {
        if (root.ValueKind == JsonValueKind.Array)
        {
            FixtureDownloadJson.Read(root, lines, rows);
            return rows.Result("fixturedownload JSON");
        }

        if (root.Member("matches") is not { ValueKind: JsonValueKind.Array } matches)
        {
            return null;
        }

        if (matches.EnumerateArray().FirstOrDefault(match => match.ValueKind == JsonValueKind.Object).Member("utcDate") is not null)
        {
            FootballData.Read(root, matches, lines, rows);
            return rows.Result("football-data.org v4");
        }

        OpenFootball.Read(root, matches, lines, rows);
        return rows.Result("openfootball JSON");
    }

    /// <summary>The line of the first half of a character, which no file in UTF-8 has; null for none.</summary>
    private static int? HalfCharacter(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
            {
                at++;
            }
            else if (char.IsSurrogate(text[at]))
            {
                return text.AsSpan(0, at).Count('\n') + 1;
            }
        }

        return null;
    }
}
