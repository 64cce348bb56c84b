using System.Collections.Immutable;
using Kickoff.Core.Fixtures;
using NodaTime;

namespace Kickoff.Core.Scaling;

/// <summary>One pool's plan of some time: its windows, server-hours, and most servers at once.</summary>
public sealed record PoolOutlook(ImmutableDictionary<FixtureKey, DemandWindow> Windows, double ServerHours, int Peak)
{
    public static PoolOutlook Nothing { get; } = new(ImmutableDictionary<FixtureKey, DemandWindow>.Empty, 0, 0);

    public static PoolOutlook Of(IReadOnlyCollection<Fixture> fixtures, Hold? hold, Pool pool, Instant from, Instant until)
    {
        var steps = CapacityTimeline.Of(fixtures, hold, pool, from, until);
        return new PoolOutlook(
            fixtures.Select(fixture => DemandWindow.Of(fixture, pool.Capacity)).OfType<DemandWindow>()
                .Where(window => window.Start < until && window.End > from && window.Start < window.End)
                .ToImmutableDictionary(window => window.Fixture.Key),
            steps.Select((step, index) =>
                step.Desired * ((index + 1 < steps.Length ? steps[index + 1].At : until) - step.At).TotalHours).Sum(),
            steps.Max(step => step.Desired));
    }
}

/// <summary>A fixture's window that one of two plans has and the other has not, or has otherwise; not both are null.</summary>
public sealed record WindowChange(DemandWindow? Was, DemandWindow? Is)
{
    public Fixture Fixture => (Is ?? Was)!.Fixture;
}

/// <summary>A pool under two configurations; one of them may not have it.</summary>
public sealed record PoolChange(string Pool, PoolOutlook? Was, PoolOutlook? Is)
{
    /// <summary>In the order of time.</summary>
    public ImmutableArray<WindowChange> Windows { get; } = Compared(Was ?? PoolOutlook.Nothing, Is ?? PoolOutlook.Nothing);

    public bool IsChange => Was is null || Is is null || !Windows.IsEmpty || Was.Peak != Is.Peak
        || Math.Abs(Was.ServerHours - Is.ServerHours) > 0.005;

    private static ImmutableArray<WindowChange> Compared(PoolOutlook was, PoolOutlook @is) =>
    [
        .. was.Windows.Keys.Union(@is.Windows.Keys)
            .Select(key => new WindowChange(was.Windows.GetValueOrDefault(key), @is.Windows.GetValueOrDefault(key)))
            .Where(change => change.Was is null || change.Is is null || change.Was with { Fixture = change.Is.Fixture } != change.Is)
            .OrderBy(change => Instant.Min(change.Was?.Start ?? Instant.MaxValue, change.Is?.Start ?? Instant.MaxValue))
            .ThenBy(change => change.Fixture.Key.Id, StringComparer.Ordinal),
    ];
}
