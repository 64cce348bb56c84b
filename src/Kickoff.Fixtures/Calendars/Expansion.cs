using System.Globalization;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using NodaTime;
using Duration = NodaTime.Duration;

namespace Kickoff.Fixtures.Calendars;

/// <summary>One time at which an event takes place. Id names it among those of its event; null where there is only one.</summary>
internal sealed record Happening(CalendarEvent Event, CalDateTime Start, string? Id);

/// <summary>
/// Recurring events as the single ones they stand for (RFC 5545, 3.8.5): RRULE and RDATE without EXDATE, and in place of those that have a
/// RECURRENCE-ID of their own what that says.
/// </summary>
internal static class Expansion
{
    /// <summary>Of one event: a year of every day.</summary>
    private const int Most = 400;

    private static readonly Duration Before = Duration.FromDays(60);

    private static readonly Duration After = Duration.FromDays(366);

    public static IEnumerable<Happening> Of(CalendarEvent one, IReadOnlyCollection<CalendarEvent> all, Instant now)
    {
        if (one.Start is not { } start)
        {
            yield break;
        }

        if (one.RecurrenceIdentifier is { } own)
        {
            yield return new Happening(one, start, IdOf(own.StartTime));
            yield break;
        }

        if (one.RecurrenceRule is null && !one.RecurrenceDates.GetAllPeriods().Any() && !one.RecurrenceDates.GetAllDates().Any())
        {
            yield return new Happening(one, start, null);
            yield break;
        }

        var overridden = all.Where(other => other.Uid == one.Uid).Select(other => other.RecurrenceIdentifier?.StartTime)
            .OfType<CalDateTime>().Select(at => at.Value).ToHashSet();
        var (from, until) = (now.Minus(Before).ToDateTimeUtc(), now.Plus(After).ToDateTimeUtc());
        foreach (var occurrence in one.GetOccurrences(new CalDateTime(from.Date, start.TzId, start.HasTime))
            .TakeWhile(occurrence => occurrence.Period.StartTime.Value < until).Take(Most))
        {
            var at = occurrence.Period.StartTime;
            if (!overridden.Contains(at.Value))
            {
                yield return new Happening(one, at, IdOf(at));
            }
        }
    }

    private static string IdOf(CalDateTime at) => at.Value.ToString("yyyyMMdd'T'HHmm", CultureInfo.InvariantCulture);
}
