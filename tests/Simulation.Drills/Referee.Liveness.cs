using System.Globalization;
using Kickoff.Cloud.Ec2;
using Kickoff.Cloud.LoadBalancing;
using Kickoff.Core.Registration;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Simulation.Drills;

public sealed partial class Referee
{
    /// <summary>Five minutes of doubt (docs/registration.md), and two ticks that one may just have missed.</summary>
    private static readonly Duration PutRight = Duration.FromMinutes(8);

    /// <summary>A tick to see it, one to close what was left open, one that was missed, and health checks.</summary>
    private static readonly Duration Noticed = Duration.FromMinutes(4);

    private readonly Dictionary<(string Promise, string Subject, Balancer? Of), Instant> _wrongSince = [];
    private readonly Dictionary<InstanceId, Instant> _drainedUntil = [];

    /// <summary>What must come right in time.</summary>
    public void LookAround()
    {
        NotePlan();
        foreach (var server in Account.Ec2.Instances)
        {
            if (server.Answers(Now))
            {
                _cameUp.Add(server.Id);
            }

            if (IsDrained(server))
            {
                _drainedUntil[server.Id] = Now;
            }

            foreach (var balancer in Account.Balancing.All.Where(balancer => balancer.Exists))
            {
                LookAt(server, balancer);
            }
        }

        foreach (var pool in scene.Pools)
        {
            LookAtAlarm(pool);
            var allowed = pool.Capacity.BootTime + Noticed;
            var inService = Active(pool).Count(InService);
            var planned = LeastPlanned(pool, Now - allowed);
            if (inService < planned && Scene.Start + allowed < Now && faults.TroubleUntil + allowed < Now)
            {
                Break("never below the plan for longer than faults explain", pool.Name, string.Create(
                    CultureInfo.InvariantCulture,
                    $"{inService} in service, {planned} planned for {allowed.TotalMinutes:0} minutes, "
                    + $"and nothing went wrong after {faults.TroubleUntil}"));
            }
        }
    }

    /// <summary>What must be so when everything has come to rest.</summary>
    public void WhenItIsOver()
    {
        foreach (var item in Ledger.Memberships.Values.Where(
            item => item.Owner is not null || item.State is MembershipState.Registering or MembershipState.Deregistering))
        {
            // That of a stopped server which no load balancer lists may wait for its next boot.
            if (Account.Ec2.Find(item.Key.Instance)?.Now.State is InstanceState.Running or InstanceState.Pending)
            {
                Break("every membership comes to rest", item.Key.Instance.Value,
                    $"{item.State} by {item.Owner} at {item.Key.LoadBalancer}");
            }
        }

        foreach (var pool in scene.Pools)
        {
            Rests(pool);
        }

        foreach (var server in Account.Ec2.Instances.Where(server => server.Terminated < Now - Duration.FromMinutes(5)))
        {
            if (!Ledger.IsNoted(server.Id) && Ledger.Memberships.Keys.Any(key => key.Instance == server.Id))
            {
                Break("every server that ended is noted", server.Id.Value, $"terminated at {server.Terminated}");
            }
        }
    }

    private void Rests(Pool pool)
    {
        var active = Active(pool).ToArray();
        var planned = PlannedNow(pool);
        var mayStay = active.Count(server => server.Now.Tags.ContainsKey(pool.ProtectTag));
        if (active.Length < planned || active.Length > Math.Max(planned, mayStay))
        {
            Break("in the end the fleet is as planned", pool.Name, string.Create(
                CultureInfo.InvariantCulture, $"{active.Length} servers, {planned} planned, {mayStay} protected"));
        }

        foreach (var open in Ledger.Launches(pool.Name).Where(launch => launch.State == LaunchState.Open))
        {
            Break("every launch is closed", pool.Name, $"token {open.Id} of {open.At}");
        }

        foreach (var drain in Ledger.Drains(pool.Name).Where(drain => drain.Deadline < Now - Duration.FromMinutes(10)))
        {
            var server = Account.Ec2.Find(drain.Instance);
            if (server is null || !(server.MayNotBeEnded || server.Now.Tags.ContainsKey(pool.ProtectTag)))
            {
                Break("every drain comes to its end", drain.Instance.Value, $"its deadline was {drain.Deadline}");
            }
        }
    }

    private void LookAt(Ec2Instance server, Balancer balancer)
    {
        var listed = balancer.Has(server.Id);
        if (server.Now.State == InstanceState.Running && Desired.NamedFor(server.Now).Contains(balancer.Which) && !IsDrained(server))
        {
            Within(PutRight, !listed, "every live wanted server is registered", server.Id.Value, () => $"not at {balancer.Which}",
                balancer);
        }
        else if (!_registeredByHand.Contains((server.Id, balancer.Which.Key)))
        {
            var gone = IsDrained(server)
                || server.Now.State is InstanceState.Stopping or InstanceState.Stopped
                    or InstanceState.ShuttingDown or InstanceState.Terminated;
            Within(PutRight, gone && listed, "no draining, stopped or ended server stays registered", server.Id.Value,
                () => $"at {balancer.Which}", balancer);
        }
        else
        {
            Within(PutRight, !listed && server.Now.State == InstanceState.Running, "what somebody registered by hand stays",
                server.Id.Value, () => $"not at {balancer.Which}");
        }
    }

    private void Within(Duration allowed, bool wrong, string promise, string subject, Func<string> what, Balancer? of = null)
    {
        var key = (promise, subject, of);
        if (!wrong)
        {
            _wrongSince.Remove(key);
            return;
        }

        if (!_wrongSince.TryGetValue(key, out var since))
        {
            _wrongSince[key] = since = Now;
        }

        if (Now - Instant.Max(since, faults.TroubleUntil) > allowed)
        {
            Break(promise, subject, $"{what()} since {since}, and nothing went wrong after {faults.TroubleUntil}");
        }
    }

    private bool InService(Ec2Instance server) => Account.Balancing.InService(server, Desired.NamedFor(server.Now));
}
