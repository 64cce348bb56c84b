using NodaTime;
using NodaTime.TimeZones;

namespace Kickoff.Fixtures;

/// <summary>
/// Names of time zones as files have them: IANA's, Windows' (CLDR's windowsZones), and IANA's behind a path of a program's own.
/// </summary>
internal static class ZoneNames
{
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

        // /freeassociation.sourceforge.net/Europe/London and the like.
        for (var at = trimmed.IndexOf('/', StringComparison.Ordinal); at >= 0; at = trimmed.IndexOf('/', at + 1))
        {
            if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(trimmed[(at + 1)..]) is { } zone)
            {
                return zone.Id;
            }
        }

        return null;
    }
}
