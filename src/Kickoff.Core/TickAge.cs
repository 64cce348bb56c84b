using Kickoff.Core.Telemetry;
using NodaTime;

namespace Kickoff.Core;

/// <summary>
/// How far a tick of the schedule may be from the real clock, behind it or ahead of it: one from the future would make the tables drop all
/// that follow.
/// </summary>
public static class TickAge
{
    /// <summary>It is too far, and that is said.</summary>
    public static bool IsRefused(Instant tick, Instant real, Duration most, IJournal journal)
    {
        if (tick + most >= real && real + most >= tick)
        {
            return false;
        }

        journal.Record(new(JournalLevel.Warning, "tick refused", tick.ToString(), $"it is too far from the clock, {real}"));
        return true;
    }
}
