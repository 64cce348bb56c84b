using System.Collections.Immutable;
using System.Globalization;
using Kickoff.Core.Servers;
using Kickoff.Core.Telemetry;
using NodaTime;

namespace Kickoff.Core.Scaling;

/// <summary>
/// The plan against the fleet: what to put back, launch, drain and end. Pure. A server counts while it is in service, still booting, or
/// waiting to be replaced; a draining one does not.
/// </summary>
public static class FleetReconciler
{
    /// <summary>By then a load balancer that was told shows a server as leaving.</summary>
    private static readonly Duration TakenOutWithin = Duration.FromMinutes(2);

    private static readonly Duration Minute = Duration.FromMinutes(1);

    /// <summary>Longer than any invocation lives.</summary>
    private static readonly Duration Overtaken = Duration.FromMinutes(5);

    public static ImmutableArray<FleetAction> Decide(CapacityPlan plan, FleetView fleet, Pool pool, Instant now)
    {
        var actions = ImmutableArray.CreateBuilder<FleetAction>();
        var working = fleet.Servers.Where(
            server => !server.IsLeftAlone && server.Server.State is InstanceState.Pending or InstanceState.Running).ToArray();
        var active = working.Where(server => !server.IsDraining && !server.IsIdleStranger).ToList();
        var draining = working.Where(server => server is { IsDraining: true, IsStranger: false }).ToList();
        var idle = working.Count(server => server.IsIdleStranger || server is { IsDraining: true, IsStranger: true });

        PutStrangersBack(working, now, actions);
        var waiting = idle + Replacement.Decide(active, plan.Desired, fleet, pool, now, actions);
        var short_ = plan.Desired - active.Count - fleet.Unseen;
        if (short_ > 0)
        {
            ScaleOut(short_, plan, active, waiting, draining, fleet, pool, now, actions);
        }
        else if (active.Count > plan.Desired)
        {
            // What may be on its way is no reason to let a server go that is there.
            ScaleIn(active.Count - plan.Desired, plan, active, fleet, pool, now, actions);
        }

        BeginAgain(draining, pool, now, actions);
        EndDrained(draining, pool, now, actions);
        ForgetDrains(fleet, pool, now, actions);
        return actions.ToImmutable();
    }

    /// <summary>Booting, or coming back from a drain: not in service yet, and not to be blamed for it.</summary>
    public static bool IsBooting(PoolServer server, Pool pool, Instant now) =>
        server.InService != true && (now < server.Server.LaunchTime + pool.Capacity.BootDeadline
            || (server.Drain?.ReturningSince is { } since && now < since + pool.Capacity.BootDeadline));

    /// <summary>Somebody is served by it, or nobody will ever know better.</summary>
    internal static bool Serves(PoolServer server) => server.InService == true || server.IsPartlyInService || server.IsUnbalanced;

    internal static bool IsProtected(PoolServer server, Pool pool) => server.Server.Tags.ContainsKey(pool.ProtectTag);

    /// <summary>
    /// Who was not launched by Kickoff is not taken out by it either: a version that did not look drained it. One past its deadline waits
    /// until nobody can be about to end it.
    /// </summary>
    private static void PutStrangersBack(PoolServer[] working, Instant now, ImmutableArray<FleetAction>.Builder actions)
    {
        foreach (var server in working.Where(server => server is { IsDraining: true, IsStranger: true, Server.State: InstanceState.Running }
            && (server.Drain!.Deadline > now || server.Drain.Deadline + Overtaken <= now)))
        {
            actions.Add(new FleetAction.Undrain(server, "Kickoff did not launch it"));
        }
    }

    private static void ScaleOut(
        int missing, CapacityPlan plan, List<PoolServer> active, int waiting, List<PoolServer> draining, FleetView fleet, Pool pool,
        Instant now, ImmutableArray<FleetAction>.Builder actions)
    {
        var why = string.Create(
            CultureInfo.InvariantCulture, $"{plan.Desired} planned, {active.Count} there and {fleet.Unseen} on their way");
        // The longest to go has the most life in it; one that never came up is no help. One past its deadline stays out: a tick that was
        // overtaken while it stood still may be about to end it, and EC2's calls know no fence.
        var back = draining.Where(server => server.Server.State == InstanceState.Running
            && (IsContradicted(server, now) || (server.Drain!.Cause == DrainCause.Surplus && server.Drain.Deadline > now)))
            .OrderByDescending(server => server.Drain!.Deadline).ThenBy(server => server.Server.Id).Take(missing).ToArray();
        foreach (var server in back)
        {
            draining.Remove(server);
            actions.Add(new FleetAction.Undrain(server, why));
        }

        var room = pool.Capacity.Maximum - active.Count - waiting - fleet.Unseen - fleet.Unanswered - back.Length;
        var count = Math.Min(missing - back.Length, room);
        if (count <= 0)
        {
            return;
        }

        var wanted = plan.Desired > pool.Capacity.Minimum;
        if (LaunchBackoff.Of(null, fleet.Failures, fleet.Launches, wanted, now) is var (until, after))
        {
            actions.Add(after.Last == LaunchFailure.Died
                ? new FleetAction.Alarm(Metrics.LaunchesDying, string.Create(
                    CultureInfo.InvariantCulture,
                    $"the last {after.Count} launches died before they were in service; nothing is launched until {until}; "
                    + $"the last was {after.Outcome}"))
                : new FleetAction.Alarm(Metrics.LaunchRefused, string.Create(
                    CultureInfo.InvariantCulture, $"EC2 refuses what fleet.yml asks for: {after.Outcome}; it is asked again at {until}")));
            actions.Add(new FleetAction.Alarm(Metrics.NotLaunched, why) { Value = count });
            return;
        }

        var waits = LaunchBackoff.OfCandidates(pool.Launch, fleet, wanted, now);
        if (LaunchCandidates.Of(pool.Launch).All(waits.ContainsKey))
        {
            var (candidate, first) = waits.MinBy(wait => (wait.Value.Until, wait.Key.ToString()));
            actions.Add(new FleetAction.Alarm(
                first.After.Last switch
                {
                    LaunchFailure.NoCapacity => Metrics.NoCapacity,
                    LaunchFailure.Refused => Metrics.LaunchRefused,
                    LaunchFailure.Unanswered => Metrics.LaunchUnanswered,
                    _ => Metrics.LaunchesDying,
                },
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{count} servers cannot be launched: every type in every subnet failed; the next is {candidate} at {first.Until}, "
                    + $"after {first.After.Outcome}")));
            actions.Add(new FleetAction.Alarm(Metrics.NotLaunched, why) { Value = count });
            return;
        }

        actions.Add(new FleetAction.Launch(count, room, wanted, why));
    }

    private static void ScaleIn(
        int surplus, CapacityPlan plan, List<PoolServer> active, FleetView fleet, Pool pool, Instant now,
        ImmutableArray<FleetAction>.Builder actions)
    {
        var policy = pool.Capacity.ScaleIn;
        var recent = fleet.Drains.Count(
            drain => drain is { Cause: DrainCause.Surplus, ReturningSince: null } && drain.Since + policy.Every > now);
        var step = Math.Max(1, ((((active.Count + recent) * policy.Percent) + 99) / 100)) - recent;
        var leaving = Math.Min(surplus, step);
        var candidates = active.Where(
            server => !server.IsStranger && !IsProtected(server, pool) && !IsBooting(server, pool, now)).ToList();
        var bySubnet = active.GroupBy(server => server.Server.SubnetId ?? "").ToDictionary(group => group.Key, group => group.Count());
        var why = string.Create(CultureInfo.InvariantCulture, $"{plan.Desired} planned, {active.Count} there");
        // One that still boots serves nobody yet: who serves may go when the plan is served without it.
        var serving = active.Count(Serves);
        for (; leaving > 0 && candidates.Count > 0; leaving--)
        {
            var first = candidates
                .OrderBy(server => server.InService != false || server.IsPartlyInService)
                .ThenByDescending(server => bySubnet[server.Server.SubnetId ?? ""])
                .ThenBy(server => server.Server.LaunchTime)
                .ThenBy(server => server.Server.Id)
                .First();
            candidates.Remove(first);
            if ((first.InService != false || first.IsPartlyInService) && --serving < plan.Desired)
            {
                return;
            }

            bySubnet[first.Server.SubnetId ?? ""]--;
            actions.Add(Drain(first, now, now + pool.Drain, DrainCause.Surplus, why));
        }
    }

    internal static FleetAction.StartDrain Drain(PoolServer server, Instant now, Instant deadline, DrainCause cause, string reason) =>
        new(server.Server, new Drain(server.Server.Id, server.Server.LaunchTime, now, deadline, cause), reason);

    /// <summary>
    /// A load balancer has it in service, long after its drain began: it was not taken out, or the drain is an old one that a restored
    /// ledger has again. Whatever was written, it serves.
    /// </summary>
    private static bool IsContradicted(PoolServer server, Instant now) =>
        server.ServesSomewhere && server.Drain is { ReturningSince: null } drain && drain.Since + TakenOutWithin <= now;

    /// <summary>Who serves is not ended for a drain that has passed meanwhile: it has a whole one from when it is taken out.</summary>
    private static void BeginAgain(List<PoolServer> draining, Pool pool, Instant now, ImmutableArray<FleetAction>.Builder actions)
    {
        foreach (var server in draining.Where(server => IsContradicted(server, now) && server.Drain!.Deadline < now + pool.Drain - Minute))
        {
            actions.Add(new FleetAction.StartDrain(
                server.Server, server.Drain! with { Deadline = now + pool.Drain },
                $"drained since {server.Drain!.Since}, and a load balancer has it in service: its drain begins again"));
        }
    }

    private static void EndDrained(List<PoolServer> draining, Pool pool, Instant now, ImmutableArray<FleetAction>.Builder actions)
    {
        foreach (var server in draining.Where(server => server.Drain!.Deadline <= now && !server.Listed && !IsProtected(server, pool)))
        {
            actions.Add(new FleetAction.End(server.Server, $"drained since {server.Drain!.Since} and no load balancer lists it"));
        }
    }

    private static void ForgetDrains(FleetView fleet, Pool pool, Instant now, ImmutableArray<FleetAction>.Builder actions)
    {
        var shown = fleet.Servers.Where(server => server.Drain is not null).ToDictionary(server => server.Drain!);
        // A drain outlives its server for as long as it counts against the pace of scaling in.
        var counted = Duration.Max(pool.Capacity.ScaleIn.Every, Replacement.Every);
        // One that came back in vain and is drained again has the new drain in the old one's place.
        var begun = actions.OfType<FleetAction.StartDrain>().Select(start => start.Server.Id).ToHashSet();
        foreach (var drain in fleet.Drains.Where(drain => !begun.Contains(drain.Instance)))
        {
            if (!shown.TryGetValue(drain, out var server))
            {
                if (drain.Since + counted <= now && drain.Deadline <= now)
                {
                    actions.Add(new FleetAction.ForgetDrain(drain.Instance, "its server, or that boot of it, is gone"));
                }
            }
            else if (drain.ReturningSince is { } since && (server.InService == true || since + pool.Capacity.BootDeadline <= now))
            {
                actions.Add(new FleetAction.ForgetDrain(drain.Instance, "it is back"));
            }
        }
    }
}
