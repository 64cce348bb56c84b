using System.Globalization;
using Kickoff.Core.Configuration;
using NodaTime;
using NodaTime.Text;

namespace Kickoff.Cli;

/// <summary>Times as people type and read them, in UTC.</summary>
internal static class Times
{
    private static readonly InstantPattern Shown = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm");

    private static readonly Instant Earliest = Instant.FromUtc(1850, 1, 1, 0, 0);

    private static readonly Instant Latest = Instant.FromUtc(2201, 1, 1, 0, 0);

    public static string Show(Instant instant) => Shown.Format(instant);

    /// <summary>2026-06-11, 2026-06-11T19:00, 2026-06-11T19:00Z, 19:00 (the next), or +2h.</summary>
    public static Instant Parse(string text, string option, Instant now)
    {
        var parsed = Read(text, option, now);
        return Earliest <= parsed && parsed < Latest
            ? parsed
            : throw new CommandException(ExitCodes.Faulty, $"{option} takes a time from 1850 to 2200, not '{text}'.");
    }

    private static Instant Read(string text, string option, Instant now)
    {
        if (text.StartsWith('+') && DurationText.TryParse(text[1..], out var duration))
        {
            return now + duration;
        }

        if (LocalTimePattern.CreateWithInvariantCulture("H':'mm").Parse(text).TryGetValue(default, out var time))
        {
            var today = now.InUtc().Date.At(time).InUtc().ToInstant();
            return today > now ? today : today + Duration.FromDays(1);
        }

        if (LocalDatePattern.Iso.Parse(text).TryGetValue(default, out var date))
        {
            return date.AtMidnight().InUtc().ToInstant();
        }

        foreach (var pattern in new[] { "uuuu-MM-dd'T'HH:mm:ss'Z'", "uuuu-MM-dd'T'HH:mm'Z'", "uuuu-MM-dd'T'HH:mm", "uuuu-MM-dd HH:mm" })
        {
            if (InstantPattern.CreateWithInvariantCulture(pattern).Parse(text).TryGetValue(default, out var instant))
            {
                return instant;
            }
        }

        throw new CommandException(ExitCodes.Faulty, string.Create(
            CultureInfo.InvariantCulture,
            $"{option} takes a time in UTC such as 2026-06-11, 2026-06-11T19:00, 19:00 or +2h, not '{text}'."));
    }
}
