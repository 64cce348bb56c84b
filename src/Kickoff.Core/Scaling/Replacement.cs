using System.Collections.Immutable;
using System.Globalization;
using Kickoff.Core.Telemetry;
using NodaTime;

namespace Kickoff.Core.Scaling;

/// <summary>
/// Which servers give way to new ones: those that never served and are past their boot deadline, and those that have served and are in bad
/// health for long. Pure. One that is in service at some load balancer and not at another is told, and stays.
/// </summary>
internal static class Replacement
{
    /// <summary>At most this share, or one, is replaced in each period.</summary>
    private const int Percent = 10;

    /// <summary>
    /// More servers than one and than this share in bad health at once have a common cause that no replacement mends, and a load balancer
    /// all of whose targets are unhealthy sends to all of them.
    /// </summary>
    private const int SickPercent = 20;

    public static readonly Duration Every = Duration.FromMinutes(5);

    /// <summary>
    /// Takes out of <paramref name="active"/> who is replaced. One that has served is drained when those that serve are as many as
    /// <paramref name="desired"/> without it, or when there is no room for another one besides it. Answers how many wait for that.
    /// </summary>
    public static int Decide(
        List<PoolServer> active, int desired, FleetView fleet, Pool pool, Instant now, ImmutableArray<FleetAction>.Builder actions)
    {
        Tell(actions, Metrics.PartlyInService, [.. active.Where(server => server.IsPartlyInService && !IsBooting(server, pool, now))],
            "servers are in service at some load balancers and not at others; they stay");
        var sick = active.Count(IsSick);
        if (sick > 1 && sick * 100 > active.Count * SickPercent)
        {
            actions.Add(new FleetAction.Alarm(Metrics.FleetUnhealthy, string.Create(
                CultureInfo.InvariantCulture,
                $"{sick} of {active.Count} servers that have served are not in service, which has one cause: "
                + $"nobody is replaced{Why(active.Where(IsSick))}")));
            return 0;
        }

        // One that no load balancer lists is the registrar's to put right, and no fault of its own. Who never served waits for nobody.
        var late = active.Where(server => server is { IsStranger: false, InService: false, Listed: true, IsPartlyInService: false }
                && !IsBooting(server, pool, now)
                && (!server.HasServed || server.UnhealthySince + pool.Capacity.UnhealthyAfter <= now))
            .OrderBy(server => server.HasServed).ThenBy(server => server.Server.LaunchTime).ThenBy(server => server.Server.Id).ToArray();
        var recent = fleet.Drains.Count(
            drain => drain is { Cause: DrainCause.Replacement, ReturningSince: null } && drain.Since + Every > now);
        var allowed = Math.Max(1, active.Count * Percent / 100) - recent;
        // Somebody keeps it to look at it: it stays, but it is no capacity.
        active.RemoveAll(server => late.Contains(server) && FleetReconciler.IsProtected(server, pool));
        var waiting = Replace(
            [.. late.Where(server => !FleetReconciler.IsProtected(server, pool)).Take(Math.Max(0, allowed))], active, desired, fleet, pool,
            now, actions);
        Tell(actions, Metrics.ServersNotComingUp, [.. late.Where(server => !server.HasServed)],
            "servers are not in service past their boot deadline");
        Tell(actions, Metrics.ServersUnhealthy, [.. late.Where(server => server.HasServed)], "servers that have served are in bad health");
        return waiting;
    }

    private static int Replace(
        PoolServer[] leaving, List<PoolServer> active, int desired, FleetView fleet, Pool pool, Instant now,
        ImmutableArray<FleetAction>.Builder actions)
    {
        active.RemoveAll(leaving.Contains);
        // Nobody's connection is on a server that never was in service: it need not wait.
        foreach (var server in leaving.Where(server => !server.HasServed))
        {
            actions.Add(FleetReconciler.Drain(server, now, now, DrainCause.Replacement,
                $"not in service {pool.Capacity.BootDeadline.TotalMinutes:0} minutes after its launch; replaced{Why([server])}"));
        }

        PoolServer[] sick = [.. leaving.Where(server => server.HasServed)];
        var covered = active.Count(FleetReconciler.Serves) - desired;
        // How many there may be besides those that serve or come up, and those in bad health that have to leave for want of it.
        var room = pool.Capacity.Maximum - active.Count - fleet.Unseen - fleet.Unanswered;
        var missing = Math.Max(0, desired - active.Count - fleet.Unseen);
        var first = covered >= 0 ? sick.Length : Math.Clamp(missing + sick.Length - room, 0, sick.Length);
        foreach (var server in sick.Take(first))
        {
            actions.Add(FleetReconciler.Drain(server, now, now + pool.Drain, DrainCause.Replacement,
                $"it has served, and is not in service since {server.UnhealthySince}; replaced{Why([server])}"));
        }

        return sick.Length - first;
    }

    private static bool IsSick(PoolServer server) =>
        server is { IsStranger: false, HasServed: true, InService: false, IsPartlyInService: false, Drain: null };

    private static bool IsBooting(PoolServer server, Pool pool, Instant now) => FleetReconciler.IsBooting(server, pool, now);

    private static void Tell(
        ImmutableArray<FleetAction>.Builder actions, MetricDefinition metric, PoolServer[] servers, string what)
    {
        if (servers.Length > 0)
        {
            actions.Add(
                new FleetAction.Alarm(metric, string.Create(CultureInfo.InvariantCulture, $"{servers.Length} {what}{Why(servers)}")));
        }
    }

    /// <summary>What load balancers say of these, after a colon; nothing where they say nothing.</summary>
    private static string Why(IEnumerable<PoolServer> servers) =>
        ReasonText.After(servers.Select(server => server.WhyNotInService));
}
