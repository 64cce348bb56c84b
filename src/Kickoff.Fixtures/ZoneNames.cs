using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.TimeZones;

namespace Kickoff.Fixtures;

/// <summary>
/// Names of time zones as files have them: IANA's, Windows' (CLDR's windowsZones), IANA's behind a path of a program's own, what Windows
/// shows for a zone, and offsets.
/// </summary>
internal static partial class ZoneNames
{
    private static readonly Instant Midwinter = Instant.FromUtc(2026, 1, 1, 0, 0);

    /// <summary>"GMTStandardTime": a Windows name as it stands in the names of files.</summary>
    public static string? WindowsWithoutSpaces(string name)
    {
        foreach (var (windows, iana) in TzdbDateTimeZoneSource.Default.WindowsMapping.PrimaryMapping)
        {
            if (windows.Replace(" ", "", StringComparison.Ordinal).Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return iana;
            }
        }

        return null;
    }

    /// <summary>The IANA zone; null for none.</summary>
    public static string? Iana(string name)
    {
        var trimmed = name.Trim().Trim('"');
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(trimmed) is not null)
        {
            return trimmed;
        }

        if (TzdbDateTimeZoneSource.Default.WindowsMapping.PrimaryMapping.TryGetValue(trimmed, out var windows))
        {
            return windows;
        }

        if (Shown().Match(trimmed) is { Success: true } shown)
        {
            return OfCities(shown.Groups["cities"].Value, OffsetOf(shown));
        }

        if (Offsets().Match(trimmed) is { Success: true } offset)
        {
            return DateTimeZone.ForOffset(OffsetOf(offset)).Id;
        }

        // tzone://Microsoft/Utc, /freeassociation.sourceforge.net/Europe/London and the like.
        if (trimmed.EndsWith("/utc", StringComparison.OrdinalIgnoreCase))
        {
            return "Etc/UTC";
        }

        for (var at = trimmed.IndexOf('/', StringComparison.Ordinal); at >= 0; at = trimmed.IndexOf('/', at + 1))
        {
            if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(trimmed[(at + 1)..]) is { } zone)
            {
                return zone.Id;
            }
        }

        return null;
    }

    /// <summary>
    /// "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", as Outlook writes for a TZID: the IANA zone of one of its cities, if
    /// that has this standard time.
    /// </summary>
    private static string? OfCities(string cities, Offset standard)
    {
        foreach (var city in cities.Split(','))
        {
            var name = "/" + city.Trim().Replace(' ', '_');
            foreach (var id in DateTimeZoneProviders.Tzdb.Ids.Where(id => id.EndsWith(name, StringComparison.OrdinalIgnoreCase)))
            {
                if (DateTimeZoneProviders.Tzdb[id].GetZoneInterval(Midwinter).StandardOffset == standard)
                {
                    return id;
                }
            }
        }

        return null;
    }

    private static Offset OffsetOf(Match match)
    {
        var minutes = match.Groups["hours"].Success
            ? (int.Parse(match.Groups["hours"].ValueSpan, CultureInfo.InvariantCulture) * 60)
                + (match.Groups["minutes"].Success ? int.Parse(match.Groups["minutes"].ValueSpan, CultureInfo.InvariantCulture) : 0)
            : 0;
        return Offset.FromSeconds(60 * (match.Groups["sign"].ValueSpan is "-" ? -minutes : minutes));
    }

    [GeneratedRegex(
        @"\A\((UTC|GMT)((?<sign>[+-])(?<hours>[01]\d)[:.](?<minutes>[0-5]\d))?\) (?<cities>.+)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Shown();

    [GeneratedRegex(
        @"\A(UTC|GMT)(?<sign>[+-])(?<hours>0?\d|1[0-4])(:?(?<minutes>[0-5]\d))?\z",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex Offsets();
}
