using System.Collections.Immutable;
using System.Globalization;
using Kickoff.Core.Fixtures;
using NodaTime;

namespace Kickoff.Core.Scaling;

/// <summary>Fixtures and holds in, servers and the reasons out. Pure: the same arguments give the same plan, in whatever order.</summary>
public static class CapacityPlanner
{
    public static CapacityPlan Plan(IEnumerable<Fixture> fixtures, Hold? hold, Pool pool, Instant now) =>
        Combine(
            fixtures.Select(fixture => DemandWindow.Of(fixture, pool.Capacity)).OfType<DemandWindow>().Where(
                window => window.Contains(now)),
            hold, pool, now);

    /// <summary>The plan where exactly these windows are open.</summary>
    internal static CapacityPlan Combine(IEnumerable<DemandWindow> open, Hold? hold, Pool pool, Instant now)
    {
        var reasons = ImmutableArray.CreateBuilder<Reason>();
        var demand = 0;
        foreach (var window in open.OrderBy(window => window.Start).ThenBy(window => window.Fixture.Key.Competition, StringComparer.Ordinal)
            .ThenBy(window => window.Fixture.Key.Id, StringComparer.Ordinal))
        {
            demand = pool.Capacity.Overlap == Overlap.Sum ? demand + window.Servers : Math.Max(demand, window.Servers);
            reasons.Add(new Reason(window.Servers, Describe(window)));
        }

        var desired = demand;
        Bound(demand);
        if (hold is not null && hold.From <= now && now < hold.Until && (hold.Kind == HoldKind.Exactly || hold.Servers > desired))
        {
            desired = hold.Servers;
            reasons.Add(new Reason(hold.Servers, string.Create(
                CultureInfo.InvariantCulture,
                $"hold: {(hold.Kind == HoldKind.Exactly ? "exactly" : "at least")} {hold.Servers} until {hold.Until}, by {hold.By}: "
                    + $"{hold.Reason}")));
            Bound(hold.Servers);
        }

        return new CapacityPlan(pool.Name, now, desired, reasons.ToImmutable());

        void Bound(int asked)
        {
            desired = Math.Clamp(asked, pool.Capacity.Minimum, pool.Capacity.Maximum);
            if (desired != asked)
            {
                reasons.Add(
                    new Reason(
                        desired,
                        string.Create(
                            CultureInfo.InvariantCulture, $"{(desired > asked ? "minimum" : "maximum")} {desired} instead of {asked}")));
            }
        }
    }

    private static string Describe(DemandWindow window)
    {
        var fixture = window.Fixture;
        var when = fixture.Kickoff is { } kickoff
            ? $"kickoff {kickoff}"
            : $"no kickoff time yet, so all of {fixture.Day:uuuu-MM-dd} in {fixture.Zone}";
        var status = fixture.Status is FixtureStatus.Scheduled or FixtureStatus.Timed ? "" : $", {fixture.Status}";
        return $"{fixture.Home} v {fixture.Away}, {fixture.Competition}, {fixture.Round}, {when}{status}";
    }
}
