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
        foreach (var (window, others) in Sharing(open).OrderBy(one => one.Window.Start)
            .ThenBy(one => one.Window.Fixture.Key.Competition, StringComparer.Ordinal)
            .ThenBy(one => one.Window.Fixture.Key.Id, StringComparer.Ordinal))
        {
            demand = pool.Capacity.Overlap == Overlap.Sum ? demand + window.Servers : Math.Max(demand, window.Servers);
            reasons.Add(new Reason(window.Servers, Describe(window, others)));
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

    /// <summary>
    /// Matches of one competition and day whose time nobody knows yet will not all be at once: the largest stands for them, with how many
    /// others it stands for. What two sources say of one match is one demand.
    /// </summary>
    private static IEnumerable<(DemandWindow Window, int Others)> Sharing(IEnumerable<DemandWindow> open)
    {
        var shared = new Dictionary<(string, LocalDate), (DemandWindow Window, int Others)>();
        var matches = new Dictionary<FixtureKey, DemandWindow>();
        foreach (var window in open)
        {
            var of = (window.Fixture.Competition, window.Fixture.Day);
            if (!window.IsShared)
            {
                var match = window.Fixture.SameAs ?? window.Fixture.Key;
                matches[match] = !matches.TryGetValue(match, out var same) || StandsFor(window, same) ? window : same;
            }
            else if (shared.TryGetValue(of, out var there))
            {
                shared[of] = (IsLarger(window, there.Window) ? window : there.Window, there.Others + 1);
            }
            else
            {
                shared[of] = (window, 0);
            }
        }

        foreach (var window in matches.Values)
        {
            yield return (window, 0);
        }

        foreach (var one in shared.Values)
        {
            yield return one;
        }
    }

    /// <summary>Of one match the larger demand; of equal ones the owner's.</summary>
    private static bool StandsFor(DemandWindow window, DemandWindow same) => window.Servers != same.Servers
        ? window.Servers > same.Servers
        : (window.Fixture.SameAs is null) != (same.Fixture.SameAs is null)
        ? window.Fixture.SameAs is null
        : IsLarger(window, same);

    private static bool IsLarger(DemandWindow window, DemandWindow other) =>
        window.Servers != other.Servers
            ? window.Servers > other.Servers
            : string.CompareOrdinal(window.Fixture.Key.Id, other.Fixture.Key.Id) < 0;

    private static string Describe(DemandWindow window, int others)
    {
        var fixture = window.Fixture;
        var when = fixture.Kickoff is { } kickoff ? $"kickoff {kickoff}"
            : window.IsShared
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"no kickoff time yet, so {fixture.Day:uuuu-MM-dd} in {fixture.Zone}"
                    + $"{(others > 0 ? $", for {others} others like it too" : "")}")
            : $"all of {fixture.Day:uuuu-MM-dd} in {fixture.Zone}";
        var status = fixture.Status is FixtureStatus.Scheduled or FixtureStatus.Timed ? "" : $", {fixture.Status}";
        var whose = fixture.SameAs is null ? "" : $", as {fixture.Source} has it";
        return $"{fixture.Name}, {fixture.Competition}, {fixture.Round}, {when}{status}{whose}";
    }
}
