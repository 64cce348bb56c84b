using NodaTime;
using NodaTime.Text;

namespace Kickoff.MatchDay;

/// <summary>Times as people read them.</summary>
internal static class Clock
{
    private static readonly InstantPattern Minute = InstantPattern.CreateWithInvariantCulture("HH:mm'Z'");

    private static readonly LocalTimePattern Local = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    public static string Utc(Instant at) => Minute.Format(at);

    public static string In(Instant at, string zone) => Local.Format(at.InZone(DateTimeZoneProviders.Tzdb[zone]).TimeOfDay);
}
