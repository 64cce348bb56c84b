using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using NodaTime;

namespace Kickoff.Fixtures.Calendars;

/// <summary>
/// What a calendar's TZIDs mean: IANA's and Windows' names, or what the file's own VTIMEZONE says (RFC 5545, 3.6.5), which holds for a name
/// that nobody else has.
/// </summary>
internal sealed class CalendarZones(Calendar calendar)
{
    private readonly Dictionary<string, VTimeZone> _own = calendar.TimeZones.Where(zone => zone.TzId is not null)
        .GroupBy(zone => zone.TzId!, StringComparer.Ordinal)
            .ToDictionary(zones => zones.Key, zones => zones.First(), StringComparer.Ordinal);

    /// <summary>The zone's IANA name where it has one.</summary>
    public string? Iana(string name) => ZoneNames.Iana(name)
        ?? (_own.GetValueOrDefault(name.Trim('"'))?.Location is { } place ? ZoneNames.Iana(place) : null);

    /// <summary>A local time of the calendar's own zone, in UTC; null where it has no such zone.</summary>
    public Instant? Resolve(string name, LocalDateTime local)
    {
        if (_own.GetValueOrDefault(name.Trim('"')) is not { } zone)
        {
            return null;
        }

        VTimeZoneInfo? last = null;
        var since = LocalDateTime.FromDateTime(DateTime.MinValue);
        foreach (var observance in zone.TimeZoneInfos)
        {
            if (Onset(observance, local) is { } onset && onset >= since)
            {
                (last, since) = (observance, onset);
            }
        }

        // Before the first onset the standard time holds.
        last ??= zone.TimeZoneInfos.OrderBy(observance => observance.Name == "DAYLIGHT").FirstOrDefault();
        return last?.OffsetTo is { } offset ? local.WithOffset(Offset.FromTimeSpan(offset.Offset)).ToInstant() : null;
    }

    /// <summary>
    /// When this observance last began, at this local time: its rule's onset of this year or the last, else its DTSTART or RDATEs.
    /// </summary>
    private static LocalDateTime? Onset(VTimeZoneInfo observance, LocalDateTime local)
    {
        if (observance.DtStart is not { } start)
        {
            return null;
        }

        var first = LocalDateTime.FromDateTime(start.Value);
        var onsets = new List<LocalDateTime> { first };
        onsets.AddRange(observance.RecurrenceDates.GetAllDates().Select(date => LocalDateTime.FromDateTime(date.Value)));
        if (observance.RecurrenceRule is { ByMonth: [var month, ..], ByDay: [{ DayOfWeek: var day, Offset: var nth }, ..] })
        {
            onsets.AddRange(new[] { local.Year - 1, local.Year }.Where(year => year >= first.Year)
                .Select(year => NthDay(year, month, day, nth ?? 1) + first.TimeOfDay));
        }

        return onsets.Where(onset => onset <= local).Select(onset => (LocalDateTime?)onset).Max();
    }

    /// <summary>The first, second … or, below zero, the last such day of the month.</summary>
    private static LocalDate NthDay(int year, int month, DayOfWeek day, int nth)
    {
        var wanted = day == DayOfWeek.Sunday ? IsoDayOfWeek.Sunday : (IsoDayOfWeek)(int)day;
        if (nth > 0)
        {
            var begin = new LocalDate(year, month, 1);
            return (begin.DayOfWeek == wanted ? begin : begin.Next(wanted)).PlusWeeks(nth - 1);
        }

        var end = new LocalDate(year, month, 1).PlusMonths(1).PlusDays(-1);
        return (end.DayOfWeek == wanted ? end : end.Previous(wanted)).PlusWeeks(nth + 1);
    }
}
