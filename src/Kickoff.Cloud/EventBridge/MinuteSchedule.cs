using Kickoff.Cloud.Time;
using NodaTime;

namespace Kickoff.Cloud.EventBridge;

/// <summary>
/// A rule of <c>rate(1 minute)</c> (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html): an event for
/// every minute, which says the minute and comes within it. Whether it comes late, twice or never is its world's to decide.
/// </summary>
public static class MinuteSchedule
{
    private static readonly Duration Minute = Duration.FromMinutes(1);

    /// <summary>Tells of each whole minute from <paramref name="from"/> on and before <paramref name="until"/>, when it begins.</summary>
    public static void Run(VirtualTime time, Instant from, Instant until, Action<Instant> tick)
    {
        var first = NextMinute(from);
        if (first < until)
        {
            time.At(first, () =>
            {
                tick(first);
                Run(time, first + Minute, until, tick);
            });
        }
    }

    private static Instant NextMinute(Instant at)
    {
        var begun = Instant.FromUnixTimeSeconds(at.ToUnixTimeSeconds() / 60 * 60);
        return begun == at ? at : begun + Minute;
    }
}
