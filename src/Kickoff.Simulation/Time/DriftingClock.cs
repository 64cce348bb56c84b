using Kickoff.Cloud.Time;
using NodaTime;

namespace Kickoff.Simulation.Time;

/// <summary>A machine's clock: off from true time (which events carry) by <paramref name="drift"/>, whatever that is just now.</summary>
public sealed class DriftingClock(VirtualTime time, Func<Duration> drift) : IClock
{
    public Instant GetCurrentInstant() => time.Now + drift();
}
