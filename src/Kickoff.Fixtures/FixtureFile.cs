using System.Text;
using System.Text.Json;
using Kickoff.Core.Fixtures;
using NodaTime;

namespace Kickoff.Fixtures;

/// <summary>Reads a file of fixtures, whatever its format: it is told by the content.</summary>
public static class FixtureFile
{
    /// <summary>A season with every goal in it is less than one.</summary>
    public const int MostCharacters = 20_000_000;

    /// <summary>The formats, as messages and <c>format:</c> in config/fixtures.yml call them.</summary>
    public const string Formats =
        "openfootball JSON, fixturedownload JSON or CSV, iCalendar, football-data.org v4 JSON, OpenLigaDB, TheSportsDB or API-Football";

    /// <param name="name">What messages call the file; its last part names the competition where the format does not.</param>
    /// <param name="text">The content.</param>
    /// <param name="zone">IANA zone of local times; needed where the file does not say.</param>
    /// <param name="competition">Instead of what the file says.</param>
    /// <param name="importedAt">When its statuses were true.</param>
    public static ImportResult Read(string name, string text, string? zone, string? competition, Instant importedAt) =>
        Read(text, new FixtureReading(name, importedAt) { Zone = zone, Competition = competition });

    /// <summary>Throws <see cref="FixtureFileException"/> where the file as a whole cannot be read.</summary>
    public static ImportResult Read(string text, FixtureReading reading)
    {
        if (reading.Zone is { } zone && DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null)
        {
            throw new FixtureFileException($"'{zone}' is not an IANA time zone; Europe/Berlin is one");
        }

        if (text.Length > MostCharacters)
        {
            throw new FixtureFileException(
                $"{reading.Name} is larger than any file of fixtures ({MostCharacters / 1_000_000} million characters)");
        }

        if (HalfCharacter(text) is { } half)
        {
            throw new FixtureFileException($"{reading.Name}:{half}: half of a character (a lone surrogate); the file is not Unicode text");
        }

        var rows = new Rows(reading);
        var start = text.AsSpan().TrimStart("\uFEFF \t\r\n");
        if (start.StartsWith("BEGIN:VCALENDAR", StringComparison.OrdinalIgnoreCase))
        {
            return Calendars.ICalendar.Read(text, rows);
        }

        if (start.Length > 0 && start[0] is '{' or '[')
        {
            return ReadJson(reading.Name, text, rows);
        }

        if (FixtureDownloadCsv.Recognizes(text))
        {
            FixtureDownloadCsv.Read(reading.Name, text, rows);
            return rows.Result("fixturedownload CSV");
        }

        throw new FixtureFileException(start.StartsWith("<", StringComparison.Ordinal)
            ? $"{reading.Name} is a page (HTML or XML), not a file of fixtures"
            : $"{reading.Name} is none of the formats Kickoff reads: {Formats}");
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
                return JsonFormats.Read(document.RootElement, bytes, rows) ?? throw new FixtureFileException(
                    $"{name} is JSON, but neither openfootball's, fixturedownload's, football-data.org's, OpenLigaDB's, TheSportsDB's nor "
                        + $"API-Football's: it has no list of matches");
            }
            catch (HalfCharacterException half)
            {
                throw new FixtureFileException($"{name}: {half.Message}");
            }
        }
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
