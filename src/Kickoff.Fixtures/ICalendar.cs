using Ical.Net;
using Ical.Net.CalendarComponents;
using Kickoff.Core.Fixtures;
using NodaTime;

namespace Kickoff.Fixtures;

/// <summary>iCalendar (RFC 5545): a VEVENT whose summary names the teams ("A v B", "A - B"), or an event without any.</summary>
internal static class ICalendar
{
    public const string Source = "icalendar";

    private static readonly string[] Versus = [" v ", " vs ", " vs. ", " - ", " – "];

    public static void Read(string text, Rows rows)
    {
        Calendar calendar;
        try
        {
            calendar = Calendar.Load(text) ?? throw new FixtureFileException("the calendar is empty");
        }
        catch (Exception error) when (error is not FixtureFileException)
        {
            throw new FixtureFileException($"the calendar cannot be read: {error.Message}");
        }

        rows.FileSays(calendar.Properties.FirstOrDefault(property => property.Name == "X-WR-CALNAME")?.Value?.ToString(), null);
        var lines = EventLines(text);
        foreach (var (one, index) in calendar.Events.Select((one, index) => (one, index)))
        {
            Read(one, index < lines.Count ? lines[index] : 1, rows);
        }
    }

    private static void Read(CalendarEvent one, int line, Rows rows)
    {
        var summary = one.Summary?.Trim() ?? "";
        if (summary.Length == 0 || one.Start is not { } start)
        {
            rows.Reject(line, "an event needs SUMMARY and DTSTART");
            return;
        }

        if (one.RecurrenceRule is not null || one.RecurrenceDates.GetAllDates().Any())
        {
            rows.Reject(line, $"{summary}: recurring events (RRULE, RDATE) are not read; export the single events");
            return;
        }

        var (home, away) = Teams(summary);
        var local = LocalDateTime.FromDateTime(DateTime.SpecifyKind(start.Value, DateTimeKind.Unspecified));
        if (!rows.CanBePlayed(local.Date, line, summary))
        {
            return;
        }

        Instant? kickoff = null;
        var zone = start.IsUtc ? "Etc/UTC" : start.TzId is { Length: > 0 } named
            && DateTimeZoneProviders.Tzdb.GetZoneOrNull(named) is not null ? named : rows.LocalZone().Id;
        if (start.HasTime)
        {
            kickoff = start.IsUtc ? local.InUtc().ToInstant() : local.InZoneLeniently(DateTimeZoneProviders.Tzdb[zone]).ToInstant();
        }

        var row = new Row(Source, one.Categories?.FirstOrDefault() ?? "", home, away, kickoff, local.Date, zone)
        {
            SourceId = string.IsNullOrEmpty(one.Uid) ? null : one.Uid,
            Status = string.Equals(one.Status, "CANCELLED", StringComparison.OrdinalIgnoreCase) ? FixtureStatus.Cancelled
                : kickoff is null ? FixtureStatus.Scheduled : FixtureStatus.Timed,
        };
        rows.Add(row, line);
    }

    private static (string Home, string Away) Teams(string summary)
    {
        foreach (var between in Versus)
        {
            var at = summary.IndexOf(between, StringComparison.OrdinalIgnoreCase);
            if (at > 0 && at + between.Length < summary.Length)
            {
                return (summary[..at].Trim(), summary[(at + between.Length)..].Trim());
            }
        }

        return (summary, "");
    }

    private static List<int> EventLines(string text) =>
        [
            .. text.Split('\n').Select((content, index) => (content, index)).Where(
                line => line.content.Trim().Equals("BEGIN:VEVENT", StringComparison.OrdinalIgnoreCase)).Select(line => line.index + 1)];
}
