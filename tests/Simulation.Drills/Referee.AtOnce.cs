using System.Globalization;
using Kickoff.Cloud.Ec2;
using Kickoff.Core.Registration;
using Kickoff.Core.Servers;
using Kickoff.Simulation.Time;
using NodaTime;

namespace Kickoff.Simulation.Drills;

public sealed partial class Referee
{
    /// <summary>Three seconds for the event, two for the batch, and what the calls take.</summary>
    private static readonly Duration AtOnce = Duration.FromSeconds(20);

    /// <summary>An invocation this young has all its time before it.</summary>
    private static readonly Duration Fresh = Duration.FromSeconds(5);

    /// <summary>An invocation this old has not the time left for calls that take the longest.</summary>
    private static readonly Duration Undoing = Duration.FromSeconds(20);

    /// <summary>
    /// A breakdown this long ago has left nothing behind in the queue: a record that failed comes back after three minutes.
    /// </summary>
    private static readonly Duration Over = Duration.FromMinutes(4);

    /// <summary>
    /// What an event tells is done at once unless something keeps the functions from it; the next tick would be too late.
    /// </summary>
    public void Became(Ec2Instance server, InstanceState state)
    {
        if (state is InstanceState.Running or InstanceState.Stopping)
        {
            var boot = server.Now.LaunchTime;
            time.After(AtOnce, () =>
            {
                if (server.Now.State == state && server.Now.LaunchTime == boot && faults.BreakdownUntil + Over < Now)
                {
                    WasDoneAtOnce(server, state);
                }
            });
        }
    }

    /// <summary>
    /// Whoever is refused, the others of the call come in by the same invocation, unless something else befalls it meanwhile.
    /// </summary>
    public void Refused(LoadBalancer loadBalancer, IReadOnlyCollection<InstanceId> others)
    {
        var by = Network.Caller;
        if (Now - by.Started > Fresh || by.StoodStill > Duration.Zero || Now - Network.Begun > InFlight)
        {
            return;
        }

        var faultsSoFar = faults.Count;
        time.After(AtOnce, () =>
        {
            if (faults.Count != faultsSoFar || by.IsDead || by.StoodStill > Duration.Zero
                || Account.Balancing.Find(loadBalancer) is not { } balancer)
            {
                return;
            }

            foreach (var server in others.Select(Account.Ec2.Find).OfType<Ec2Instance>())
            {
                if (server.Now.State == InstanceState.Running && !IsDrained(server) && !balancer.Has(server.Id))
                {
                    Break("one server's refusal costs no other its registration", server.Id.Value,
                        $"refused with others by {loadBalancer}, still out after {AtOnce.TotalSeconds} seconds");
                }
            }
        });
    }

    /// <summary>A call that comes after a decision to the contrary: whoever made it takes it back, unless something befalls it.</summary>
    private void IsUndone(Invocation by, MembershipKey key, Wanted decided)
    {
        var epoch = Ledger.Memberships[key].Epoch;
        if (Ledger.Memberships[key].Wanted != decided || !by.IsRunning || by.StoodStill > Duration.Zero || Now - by.Started > Undoing
            || Now - Network.Begun > InFlight)
        {
            return;
        }

        var faultsSoFar = faults.Count;
        time.After(AtOnce, () =>
        {
            if (faults.Count == faultsSoFar && Ledger.Memberships[key].Epoch == epoch
                && Account.Ec2.Find(key.Instance)?.Now.State is InstanceState.Running or InstanceState.Stopping or InstanceState.Stopped
                && Account.Balancing.Find(key.LoadBalancer) is { } balancer && balancer.Has(key.Instance) == (decided == Wanted.Out))
            {
                Break("what was done against a later decision is taken back at once", key.Instance.Value,
                    $"{by.Name} at {key.LoadBalancer}, decided {decided}");
            }
        });
    }

    /// <summary>At a kickoff of a drill without any fault.</summary>
    public void KickedOff()
    {
        foreach (var pool in scene.Pools.Where(_ => faults.Injected.Count == 0))
        {
            var inService = Active(pool).Count(InService);
            var planned = LeastPlanned(pool, Now - pool.Capacity.ReadyBefore - pool.Capacity.BootTime);
            if (inService < planned)
            {
                Break("every server is in service before kickoff when nothing failed", pool.Name, string.Create(
                    CultureInfo.InvariantCulture, $"{inService} in service of {planned} planned"));
            }
        }
    }

    private void WasDoneAtOnce(Ec2Instance server, InstanceState state)
    {
        foreach (var balancer in Account.Balancing.All.Where(
            balancer => balancer.Exists && Desired.NamedFor(server.Now).Contains(balancer.Which)))
        {
            if (state == InstanceState.Running && !IsDrained(server) && !balancer.Has(server.Id))
            {
                Break("a server that runs is registered at once", server.Id.Value,
                    $"not at {balancer.Which} after {AtOnce.TotalSeconds} seconds");
            }
            else if (state == InstanceState.Stopping && balancer.Has(server.Id))
            {
                Break("a server that stops is taken out at once", server.Id.Value,
                    $"at {balancer.Which} after {AtOnce.TotalSeconds} seconds");
            }
        }
    }
}
