using System.Collections.Immutable;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Core.Scaling;

/// <summary>What has become of one launch, as far as that is certain.</summary>
/// <param name="Launch">As it is to be kept.</param>
/// <param name="Keep">False: nothing more is to be learnt from it.</param>
/// <param name="Failures">What is to be remembered of its candidate and its pool.</param>
public sealed record LaunchFate(LaunchIntent Launch, bool Keep, ImmutableArray<LaunchFailures> Failures);

/// <summary>
/// Which launches were good: one of their servers was in service. Those of which all servers are gone, or past their boot deadline, before
/// that were not, and count for their candidate and their pool. Pure.
/// </summary>
internal static class LaunchFates
{
    /// <param name="launches">As the ledger has them; the oldest are judged first.</param>
    /// <param name="servers">Of the pool, as EC2 and the load balancers show them.</param>
    /// <param name="gone">Of the launches' servers, those that EC2 shows ending, ended or stopped.</param>
    /// <param name="drains">Who was taken out as surplus did not die.</param>
    /// <param name="failures">As the ledger has them.</param>
    /// <param name="pool">Theirs.</param>
    /// <param name="now">The tick.</param>
    /// <returns>Those that were judged.</returns>
    public static ImmutableArray<LaunchFate> Of(
        IEnumerable<LaunchIntent> launches, IEnumerable<PoolServer> servers, IEnumerable<Server> gone, IEnumerable<Drain> drains,
        ImmutableArray<LaunchFailures> failures, Pool pool, Instant now)
    {
        var shown = servers.ToDictionary(server => server.Server.Id);
        var ended = gone.Select(server => server.Id).ToHashSet();
        var surplus = drains.Where(drain => drain.Cause == DrainCause.Surplus).Select(drain => drain.Instance).ToHashSet();
        var fates = ImmutableArray.CreateBuilder<LaunchFate>();
        foreach (var launch in launches.Where(launch => launch is { State: LaunchState.Launched, Served: false }).OrderBy(one => one.At))
        {
            LaunchFate? fate = null;
            if (launch.Instances.Any(id => shown.TryGetValue(id, out var server) && CameUp(server)))
            {
                fate = new(launch with { Served = true }, true, [.. failures.Where(IsDeathOf).Select(one => one with { Count = 0 })]);
            }
            else if (launch.Instances.All(id => IsDead(launch, id) || surplus.Contains(id)))
            {
                fate = new(
                    launch, false,
                    launch.Instances.Any(surplus.Contains) ? [] : [Died(launch, LaunchCandidate.Of(launch)), Died(launch, null)]);
            }

            if (fate is not null)
            {
                fates.Add(fate);
                failures = Merge(failures, fate.Failures);
            }

            bool IsDeathOf(LaunchFailures one) =>
                one.Last == LaunchFailure.Died && (one.Candidate is null || one.Candidate == LaunchCandidate.Of(launch));
        }

        return fates.ToImmutable();

        // One that a load balancer is slow to take came up all the same.
        bool CameUp(PoolServer server) =>
            server.InService == true || (server.IsPartlyInService && !FleetReconciler.IsBooting(server, pool, now));

        bool IsDead(LaunchIntent launch, InstanceId id) => ended.Contains(id) || (shown.TryGetValue(id, out var server)
            // One that no load balancer lists is the registrar's to put right.
            ? server is { InService: false, Listed: true, IsPartlyInService: false }
                && server.Server.LaunchTime + pool.Capacity.BootDeadline <= now
            : launch.At + OpenLaunches.Shown <= now);

        LaunchFailures Died(LaunchIntent launch, LaunchCandidate? candidate) => LaunchFailures.After(
            failures, candidate, LaunchFailure.Died, launch.At,
            launch.Deaths.IsEmpty ? "its servers were gone, or not in service by their boot deadline"
                : $"{launch.Deaths.First().Key}, {launch.Deaths.First().Value}");
    }

    /// <summary>The failures after these; those with a count of 0 are forgotten.</summary>
    public static ImmutableArray<LaunchFailures> Merge(ImmutableArray<LaunchFailures> before, ImmutableArray<LaunchFailures> changed) =>
        [.. before.Where(one => changed.All(change => change.Candidate != one.Candidate)), .. changed.Where(change => change.Count > 0)];
}
