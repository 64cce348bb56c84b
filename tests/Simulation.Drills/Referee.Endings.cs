using System.Globalization;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;
using Kickoff.Simulation.Ec2;
using Kickoff.Simulation.Time;
using NodaTime;

namespace Kickoff.Simulation.Drills;

public sealed partial class Referee
{
    public void Ending(Invocation by, Ec2Instance server)
    {
        if (server.Now.State is InstanceState.ShuttingDown or InstanceState.Terminated)
        {
            return;
        }

        if (PoolOf(server.Now) is not { } pool)
        {
            Break("nothing but its own pools' servers is ended", server.Id.Value, "its tags say otherwise");
            return;
        }

        Acts(by, pool.Name);
        if (_protected.TryGetValue(server.Id, out var since) && since < Saw(by))
        {
            Break("no protected server is ended", server.Id.Value, $"protected since {since}");
        }

        // A server started again by hand after EC2 was asked is a risk nobody can take away.
        if (_bootedByHand.TryGetValue(server.Id, out var booted) && booted > Saw(by))
        {
            return;
        }

        // One that was stopped since it was decided serves nobody, and its drain is forgotten.
        var forgotten = server.Now.State is InstanceState.Stopping or InstanceState.Stopped && WasDrainedSince(server, by.Started);
        if (!IsDrained(server) && !forgotten)
        {
            Break("no server is ended before it is drained", server.Id.Value, "the ledger has no drain of it");
        }
        else if (Cloud.Pools.DrainOf(pool.Name, server.Id) is { } drain && drain.Deadline > Now)
        {
            Break("no server is ended before it is drained", server.Id.Value, $"its drain lasts until {drain.Deadline}");
        }

        var listed = Cloud.Balancing.All.FirstOrDefault(balancer => balancer.Exists
            && balancer.ListedAt(Now).Any(member => member.Server == server.Id && member.Since < by.Started - Weather.MostBehindAtElb));
        if (listed is not null)
        {
            Break("no server is ended while a load balancer lists it", server.Id.Value, listed.Which.Key);
        }
    }

    public void DrainsWritten(Invocation by, string pool, IReadOnlyCollection<Drain> drains)
    {
        Acts(by, pool);
        var of = scene.Pools.Single(each => each.Name == pool);
        foreach (var drain in drains.Where(drain => drain.ReturningSince is null))
        {
            if (Cloud.Ec2.Find(drain.Instance) is { } server)
            {
                MayDrain(by, of, drain, server);
            }
            else
            {
                Break("only servers are drained", drain.Instance.Value, "there is no such server");
            }
        }

        KeepsThePace(of, drains);
    }

    /// <summary>No more leave in each period than the pool's share of those there, rounded up.</summary>
    private void KeepsThePace(Pool pool, IReadOnlyCollection<Drain> drains)
    {
        var begun = drains.Where(drain => drain is { Cause: DrainCause.Surplus, ReturningSince: null }).ToArray();
        if (begun.Length == 0 || faults.TroubleUntil > Now - Duration.FromMinutes(3))
        {
            return;
        }

        var policy = pool.Capacity.ScaleIn;
        var leaving = Cloud.Pools.Read(pool.Name).Drains.Count(drain =>
            drain is { Cause: DrainCause.Surplus, ReturningSince: null } && drain.Since + policy.Every > begun[0].Since);
        var allowed = Math.Max(1, (((Active(pool).Count() + leaving) * policy.Percent) + 99) / 100);
        if (leaving > allowed)
        {
            Break("scaling in keeps its pace", pool.Name, string.Create(CultureInfo.InvariantCulture, $"{leaving} leave within {policy.Every.TotalMinutes:0} minutes, and {allowed} may"));
        }
    }

    public void DrainsRemoved(Invocation by, string pool, IReadOnlyCollection<InstanceId> servers) => Acts(by, pool);

    private void MayDrain(Invocation by, Pool pool, Drain drain, Ec2Instance server)
    {
        if (PoolOf(server.Now) != pool && server.Now.State is InstanceState.Pending or InstanceState.Running)
        {
            Break("nothing but its own pools' servers is drained", server.Id.Value, "its tags say otherwise");
        }

        if (_protected.TryGetValue(server.Id, out var since) && since < Saw(by))
        {
            Break("no protected server is drained", server.Id.Value, $"protected since {since}");
        }

        var booting = server.Now.LaunchTime == drain.Boot && server.Now.State is InstanceState.Pending or InstanceState.Running
            && !(server.ReadyAt <= Now) && Now < server.Now.LaunchTime + pool.Capacity.BootDeadline;
        if (booting)
        {
            Break("no booting server is drained", server.Id.Value, $"launched at {server.Now.LaunchTime}");
        }

        if (drain.Cause == DrainCause.Surplus && drain.Deadline < drain.Since + pool.Drain)
        {
            Break("a drain leaves time to finish", server.Id.Value, $"from {drain.Since} to {drain.Deadline}");
        }

        // What is there without it must be what was planned, at some moment since the tick it belongs to.
        var left = Active(pool).Count();
        var planned = LeastPlanned(pool, TickOf(by));
        if (drain.Cause == DrainCause.Surplus && left < planned && faults.TroubleUntil < Now - Duration.FromMinutes(2))
        {
            Break("no drain below the plan", pool.Name, string.Create(CultureInfo.InvariantCulture, $"{left} left of {planned} planned, without {server.Id}"));
        }
    }
}
