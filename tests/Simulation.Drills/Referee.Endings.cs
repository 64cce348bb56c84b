using System.Globalization;
using Kickoff.Cloud.Ec2;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;
using Kickoff.Simulation.Time;
using NodaTime;

namespace Kickoff.Simulation.Drills;

public sealed partial class Referee
{
    public void Ending(Ec2Instance server)
    {
        var by = Network.Caller;
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
        else if (Ledger.Drain(pool.Name, server.Id) is { } drain && drain.Deadline > Now)
        {
            Break("no server is ended before it is drained", server.Id.Value, $"its drain lasts until {drain.Deadline}");
        }

        var listed = Account.Balancing.All.FirstOrDefault(balancer => balancer.Exists
            && balancer.ListedAt(Now)
                .Any(member => member.Member.Server == server.Id && member.Since < by.Started - Weather.MostBehindAtElb));
        if (listed is not null)
        {
            Break("no server is ended while a load balancer lists it", server.Id.Value, listed.Which.Key);
        }
    }

    public void DrainWritten(string pool, Drain drain)
    {
        var by = Network.Caller;
        Acts(by, pool);
        var of = scene.Pools.Single(each => each.Name == pool);
        if (drain.ReturningSince is not null)
        {
            return;
        }

        if (Account.Ec2.Find(drain.Instance) is { } server)
        {
            MayDrain(by, of, drain, server);
        }
        else
        {
            Break("only servers are drained", drain.Instance.Value, "there is no such server");
        }

        KeepsThePace(of, drain);
    }

    /// <summary>No more leave in each period than the pool's share of those there, rounded up.</summary>
    private void KeepsThePace(Pool pool, Drain begun)
    {
        if (begun.Cause != DrainCause.Surplus || faults.TroubleUntil > Now - Duration.FromMinutes(3))
        {
            return;
        }

        var policy = pool.Capacity.ScaleIn;
        var leaving = Ledger.Drains(pool.Name).Count(drain =>
            drain is { Cause: DrainCause.Surplus, ReturningSince: null } && drain.Since + policy.Every > begun.Since);
        var allowed = Math.Max(1, (((Active(pool).Count() + leaving) * policy.Percent) + 99) / 100);
        if (leaving > allowed)
        {
            Break("scaling in keeps its pace", pool.Name, string.Create(
                CultureInfo.InvariantCulture, $"{leaving} leave within {policy.Every.TotalMinutes:0} minutes, and {allowed} may"));
        }
    }

    public void DrainRemoved(string pool, Drain drain) => Acts(Network.Caller, pool);

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
            Break("no drain below the plan", pool.Name, string.Create(
                CultureInfo.InvariantCulture, $"{left} left of {planned} planned, without {server.Id}"));
        }
    }
}
