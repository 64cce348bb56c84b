using System.Globalization;
using System.Text.RegularExpressions;
using CsvHelper;
using CsvHelper.Configuration;
using NodaTime;
using NodaTime.Text;

namespace Kickoff.Fixtures;

/// <summary>
/// fixturedownload.com's CSV: local times of the zone its download was asked for, which stands in the file's name
/// (epl-2026-GMTStandardTime.csv, and "(1)" behind it where a browser had one already); otherwise it is asked for.
/// </summary>
internal static partial class FixtureDownloadCsv
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

    public static void Read(string name, string text, Rows rows)
    {
        var (competition, zoneOfName) = OfName(Path.GetFileNameWithoutExtension(name));
        rows.FileSays(competition, zoneOfName);
        var zone = rows.LocalZone();
        using var reader = new StringReader(text.TrimStart('\uFEFF'));
        using var csv = new CsvReader(reader, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            BadDataFound = null,
            MissingFieldFound = null,
            PrepareHeaderForMatch = header => header.Header.Trim().ToUpperInvariant(),
            // A quote that is not closed makes one field of the rest of the file.
            MaxFieldSize = 10_000,
        });
        var matches = new List<DownloadedMatch>();
        try
        {
            csv.Read();
            csv.ReadHeader();
            while (csv.Read())
            {
                if (Match(csv, zone, rows) is { } match)
                {
                    matches.Add(match);
                }
            }
        }
        catch (CsvHelperException error)
        {
            throw new FixtureFileException($"{name}:{csv.Parser.RawRow}: not CSV: {error.Message.Split('\n')[0].Trim()}");
        }

        DownloadedMatch.Add(matches, zone.Id, rows);
    }

    private static DownloadedMatch? Match(CsvReader csv, DateTimeZone zone, Rows rows)
    {
        var line = csv.Parser.RawRow;
        var (home, away, date) = (
            csv.GetField("HOME TEAM")?.Trim(), csv.GetField("AWAY TEAM")?.Trim(), csv.GetField("DATE")?.Trim() ?? "");
        if (string.IsNullOrEmpty(home) || string.IsNullOrEmpty(away))
        {
            rows.Reject(line, "Home Team and Away Team are expected");
            return null;
        }

        LocalDate day = default;
        var timed = Date.Parse(date).TryGetValue(default, out var local);
        if (!timed
            && (!DayOnly.Parse(date.Split(' ')[0]).TryGetValue(default, out day) || date.Contains(':', StringComparison.Ordinal)))
        {
            rows.Reject(line, $"{home} v {away}: Date is dd/MM/yyyy HH:mm, not '{date}'");
            return null;
        }

        local = timed ? local : day.AtMidnight();
        return !rows.CanBePlayed(local.Date, line, $"{home} v {away}") ? null : new DownloadedMatch(
            line, home, away, timed ? rows.Resolve(local, zone, $"{home} v {away}") : null, local.Date)
        {
            Number = csv.GetField("MATCH NUMBER")?.Trim(),
            Round = csv.GetField("ROUND NUMBER")?.Trim(),
            Group = csv.GetField("GROUP")?.Trim(),
            HasResult = !string.IsNullOrWhiteSpace(csv.GetField("RESULT")),
        };
    }

    /// <summary>Competition and zone of "epl-2026-GMTStandardTime (1)"; the name itself and null where no zone is in it.</summary>
    private static (string Competition, string? Zone) OfName(string name)
    {
        var plain = CopyNumber().Replace(name, "");
        var dash = plain.LastIndexOf('-');
        if (dash <= 0)
        {
            return (plain, null);
        }

        var last = plain[(dash + 1)..];
        var zone = last == "UTC" ? "Etc/UTC" : ZoneNames.WindowsWithoutSpaces(last);
        return zone is null ? (plain, null) : (plain[..dash], zone);
    }

    [GeneratedRegex(@"\s*\(\d+\)\z")]
    private static partial Regex CopyNumber();
}
