using System.Globalization;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Kickoff.Core.Fixtures;
using NodaTime;
using Calendar = Ical.Net.Calendar;
using Duration = NodaTime.Duration;
using Period = NodaTime.Period;

namespace Kickoff.Fixtures.Calendars;

/// <summary>A calendar's events as rows: one for each time an event takes place, and for each day of one that takes whole days.</summary>
internal sealed class EventRows(Calendar calendar, string? zoneOfCalendar, bool cancels, Rows rows)
{
    private static readonly Duration OneDay = Duration.FromDays(1);

    private const int MostDays = 400;

    private readonly CalendarZones _zones = new(calendar);

    private bool _zoneNoted;

    public void Read(CalendarEvent one, int line)
    {
        var summary = CleanText.Of(one.Summary ?? "");
        if (summary.Length == 0 || one.Start is null)
        {
            rows.Reject(line, "an event needs SUMMARY and DTSTART");
            return;
        }

        try
        {
            foreach (var happening in Expansion.Of(one, [.. calendar.Events], rows.ImportedAt))
            {
                Add(happening, summary, line);
            }
        }
        catch (Exception error) when (error is not (FixtureFileException or OutOfMemoryException))
        {
            // A rule that names no day, or one before the calendar began: the library throws what its evaluation throws.
            rows.Reject(line, $"{summary}: its times cannot be told: {error.Message.Split('\n')[0]}");
        }
    }

    private void Add(Happening happening, string summary, int line)
    {
        var one = happening.Event;
        var local = LocalDateTime.FromDateTime(happening.Start.Value);
        if (!rows.CanBePlayed(local.Date, line, summary))
        {
            return;
        }

        var said = MatchSummary.Read(summary, one.Location);
        var length = Length(one);
        if (length < Duration.Zero)
        {
            rows.Doubt(line, $"{summary}: it ends before it begins; its end is left out");
            length = null;
        }

        var id = string.IsNullOrEmpty(one.Uid) ? null : happening.Id is null ? one.Uid : $"{one.Uid}#{happening.Id}";
        var row = new Row(ICalendar.Source, one.Categories?.FirstOrDefault() ?? "", said.Home, said.Away, null, local.Date, "Etc/UTC")
        {
            Id = id,
            ProviderId = id,
            Status = cancels || string.Equals(one.Status, "CANCELLED", StringComparison.OrdinalIgnoreCase) ? FixtureStatus.Cancelled
                : said.Status ?? (happening.Start.HasTime ? FixtureStatus.Timed : FixtureStatus.Scheduled),
            Revision = RevisionOf(one),
        };
        if (!happening.Start.HasTime)
        {
            AddDays(row with { Zone = ZoneOfDays(summary) }, local.Date, (int)Math.Ceiling((length ?? OneDay).TotalDays), line);
        }
        else if (length > Fixture.MostLength)
        {
            rows.Note($"{summary}: of more than two days whole days are taken");
            AddDays(
                row with { Zone = Kickoff(happening.Start, local, summary, line)?.Zone ?? "Etc/UTC" }, local.Date,
                Period.DaysBetween(local.Date, local.PlusSeconds((long)length.Value.TotalSeconds).Date) + 1, line);
        }
        else if (Kickoff(happening.Start, local, summary, line) is { } at)
        {
            rows.Add(row with { Kickoff = at.Kickoff, Zone = at.Zone, Length = length > Duration.Zero ? length : null }, line);
        }
    }

    /// <summary>A match of one day is a match whose time is not known; what takes whole days takes each of them.</summary>
    private void AddDays(Row row, LocalDate first, int days, int line)
    {
        if (days <= 1)
        {
            rows.Add(row with { Length = row.Away.Length == 0 ? OneDay : null }, line);
            return;
        }

        for (var day = 0; day < Math.Min(days, MostDays); day++)
        {
            var id = row.Id is null || day == 0 ? row.Id : string.Create(CultureInfo.InvariantCulture, $"{row.Id}+{day}");
            rows.Add(row with { Id = id, ProviderId = id, Day = first.PlusDays(day), Length = OneDay }, line);
        }
    }

    private (Instant Kickoff, string Zone)? Kickoff(CalDateTime start, LocalDateTime local, string what, int line)
    {
        if (start.IsUtc)
        {
            return (local.InUtc().ToInstant(), "Etc/UTC");
        }

        if (start.TzId is not { Length: > 0 } name)
        {
            return rows.Zone is null && zoneOfCalendar is not null && ZoneNames.Iana(zoneOfCalendar) is { } own
                ? throw new FixtureFileException(
                    $"the calendar has local times without a time zone; it is called one of {own} (X-WR-TIMEZONE): pass --zone {own} "
                        + $"where that is meant")
                : (rows.Resolve(local, what), rows.LocalZone().Id);
        }

        if (_zones.Iana(name) is { } zone)
        {
            return (rows.Resolve(local, DateTimeZoneProviders.Tzdb[zone], what), zone);
        }

        if (_zones.Resolve(name, local) is { } instant)
        {
            return (instant, "Etc/UTC");
        }

        rows.Reject(line, $"{what}: the time zone '{CleanText.Of(name)}' is not known, and the calendar has no VTIMEZONE for it");
        return null;
    }

    private string ZoneOfDays(string what)
    {
        if ((rows.Zone ?? (zoneOfCalendar is null ? null : ZoneNames.Iana(zoneOfCalendar))) is { } zone)
        {
            return zone;
        }

        if (!_zoneNoted)
        {
            _zoneNoted = true;
            rows.Note($"{what}: whole days are taken in UTC, as nothing says where; --zone Europe/Berlin says so");
        }

        return "Etc/UTC";
    }

    private static Duration? Length(CalendarEvent one)
    {
        if (one.Start is { } start && one.End is { } end)
        {
            return start.HasTime && end.HasTime && start.TzId != end.TzId
                ? Duration.FromTimeSpan(end.AsUtc - start.AsUtc)
                : Duration.FromTimeSpan(end.Value - start.Value);
        }

        if (one.Duration is not { } said)
        {
            return null;
        }

        var days = ((said.Weeks ?? 0) * 7L) + (said.Days ?? 0);
        var seconds = ((said.Hours ?? 0) * 3600L) + ((said.Minutes ?? 0) * 60L) + (said.Seconds ?? 0);
        return Duration.FromDays(Math.Clamp(days, -10_000, 10_000))
            + Duration.FromSeconds(Math.Clamp(seconds, -1_000_000_000, 1_000_000_000));
    }

    private static Revision? RevisionOf(CalendarEvent one)
    {
        Instant? modified = one.LastModified is { HasTime: true } at
            ? LocalDateTime.FromDateTime(at.Value).InUtc().ToInstant()
            : null;
        return one.Sequence > 0 || modified is not null ? new Revision(one.Sequence, modified ?? Instant.FromUnixTimeSeconds(0)) : null;
    }
}
