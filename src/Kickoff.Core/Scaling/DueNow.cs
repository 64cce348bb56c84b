using Kickoff.Core.Fixtures;
using NodaTime;

namespace Kickoff.Core.Scaling;

/// <summary>
/// What should be in service by now: the plan without lead times. A fixture counts from ready_before its kickoff on (one without a time
/// from a boot time after its day began) until the end of its demand; a hold that asks for more, a boot time after it was ordered. Servers
/// in service are compared with this, never with the plan, which also asks for servers that are still to boot.
/// </summary>
/// <param name="Servers">Due by now.</param>
/// <param name="Overdue">Of those, the ones that are due even if each took its whole boot_deadline; at kickoff, all.</param>
/// <param name="FixtureNear">Some fixture's servers are due.</param>
public sealed record DueNow(int Servers, int Overdue, bool FixtureNear)
{
    public static DueNow At(IEnumerable<Fixture> fixtures, Hold? hold, Pool pool, Instant now)
    {
        DemandWindow[] asked = [.. fixtures.Select(fixture => DemandWindow.Of(fixture, pool.Capacity)).OfType<DemandWindow>()];
        var due = After(pool.Capacity.BootTime);
        return new(
            Servers(due, pool.Capacity.BootTime), Servers(After(pool.Capacity.BootDeadline), pool.Capacity.BootDeadline), due.Length > 0);

        DemandWindow[] After(Duration boot) =>
            [.. asked.Select(window => window with { Start = Start(window, boot) }).Where(window => window.Contains(now))];

        int Servers(DemandWindow[] open, Duration boot)
        {
            var ordered = CapacityPlanner.Combine(open, hold, pool, now).Desired;
            // Servers that were ordered a minute ago are not missing yet; fewer are enough at once.
            return hold is null
                || hold.From + boot <= now ? ordered : Math.Min(ordered, CapacityPlanner.Combine(open, null, pool, now).Desired);
        }
    }

    /// <summary>A window opens when its servers are launched.</summary>
    private static Instant Start(DemandWindow window, Duration boot) =>
        window.Fixture.Kickoff is { } kickoff ? Instant.Min(window.Start + boot, kickoff) : window.Start + boot;
}
