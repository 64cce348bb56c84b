using Ical.Net;
using Ical.Net.CalendarComponents;

namespace Kickoff.Fixtures.Calendars;

/// <summary>iCalendar (RFC 5545): VEVENTs whose summary names two teams, and other events.</summary>
internal static class ICalendar
{
    public const string Source = "icalendar";

    public static ImportResult Read(string text, Rows rows)
    {
        Calendar calendar;
        try
        {
            calendar = Calendar.Load(text) ?? throw new FixtureFileException("the calendar is empty");
        }
        catch (Exception error) when (error is not (FixtureFileException or OutOfMemoryException))
        {
            // The library throws whatever its parsers throw.
            throw new FixtureFileException($"the calendar cannot be read: {CleanText.Of(error.Message)}");
        }

        rows.FileSays(Property(calendar, "X-WR-CALNAME"), null);
        var lines = EventLines(text);
        var cancels = string.Equals(calendar.Method, "CANCEL", StringComparison.OrdinalIgnoreCase);
        var events = new EventRows(calendar, Property(calendar, "X-WR-TIMEZONE"), cancels, rows);
        foreach (var (one, index) in calendar.Events.Select((one, index) => (one, index)))
        {
            events.Read(one, index < lines.Count ? lines[index] : 1);
        }

        // A cancellation names what is cancelled, and nothing of the rest (RFC 5546, 3.2.5).
        return rows.Result("iCalendar", isPart: cancels);
    }

    private static string? Property(Calendar calendar, string name) =>
        calendar.Properties.FirstOrDefault(property => property.Name == name)?.Value?.ToString();

    private static List<int> EventLines(string text) =>
        [
            .. text.Split('\n').Select((content, index) => (content, index)).Where(
                line => line.content.Trim().Equals("BEGIN:VEVENT", StringComparison.OrdinalIgnoreCase)).Select(line => line.index + 1)];
}
