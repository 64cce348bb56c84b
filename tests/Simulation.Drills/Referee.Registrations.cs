using System.Globalization;
using Kickoff.Cloud.Ec2;
using Kickoff.Core.Registration;
using Kickoff.Core.Servers;
using Kickoff.Simulation.Time;
using NodaTime;

namespace Kickoff.Simulation.Drills;

public sealed partial class Referee
{
    /// <summary>How far two machines' clocks may be apart.</summary>
    private static readonly Duration Skew = Duration.FromSeconds(2);

    private readonly Dictionary<(int Invocation, MembershipKey Key), Membership> _claims = [];
    private readonly Dictionary<(MembershipKey Key, long Epoch), Instant> _registered = [];

    public void Registered(LoadBalancer loadBalancer, InstanceId server, bool already)
    {
        var by = Network.Caller;
        var key = new MembershipKey(server, loadBalancer);
        if (!_claims.TryGetValue((by.Number, key), out var claim))
        {
            Break("who registers has claimed", server.Value, $"{by.Name} at {loadBalancer}");
            return;
        }

        if (Account.Ec2.Find(server) is { } found && !Desired.NamedFor(found.Now)
            .Contains(loadBalancer) && found.Now.State == InstanceState.Running)
        {
            Break("only servers whose groups name a load balancer are registered there", server.Value, loadBalancer.Key);
        }

        // A call that was on its way for long is nobody's fault; what it spoils is put right, which is judged elsewhere.
        if (Now - Network.Begun > InFlight)
        {
            return;
        }

        IsUndone(by, key, Wanted.Out);
        var item = Ledger.Memberships[key];
        if (item.Owner != claim.Owner && !(claim.LeaseUntil < Clocks + Skew) && item.Wanted == claim.Wanted && item.Epoch == claim.Epoch)
        {
            Break("who registers holds the claim", server.Value, $"{by.Name} at {loadBalancer}, and the ledger has {item.Owner}");
        }

        if (!_registered.TryAdd((key, claim.Epoch), Now) && already)
        {
            var earlier = _registered[(key, claim.Epoch)];
            var visible = earlier + faults.ListsBehind.GetValueOrDefault(by.Number, Duration.Zero) + Duration.FromSeconds(1);
            if (visible < Now)
            {
                Break("registered once per epoch", server.Value, string.Create(
                    CultureInfo.InvariantCulture, $"epoch {claim.Epoch} at {loadBalancer}: at {earlier} and again by {by.Name}"));
            }
        }
    }

    public void Deregistered(LoadBalancer loadBalancer, InstanceId server, bool listed)
    {
        var by = Network.Caller;
        if (!listed)
        {
            return;
        }

        if (!Ledger.Memberships.ContainsKey(new(server, loadBalancer)))
        {
            Break("what somebody registered by hand stays", server.Value, loadBalancer.Key);
            return;
        }

        IsUndone(by, new(server, loadBalancer), Wanted.In);
        var found = Account.Ec2.Find(server);
        var since = Now - Duration.FromMinutes(4);
        if (found is { Now.State: InstanceState.Running } && found.Now.LaunchTime < since && Desired.NamedFor(found.Now)
            .Contains(loadBalancer)
            && by.StoodStill == Duration.Zero && Now - Network.Begun <= InFlight && !WasDrainedSince(found, since)
                && faults.TroubleUntil < since)
        {
            Break("no server is taken out without a reason", server.Value, $"{by.Name} at {loadBalancer}");
        }
    }

    public void TerminationNoted(Termination termination)
    {
        if (Account.Ec2.Find(termination.Id) is { Terminated: null })
        {
            Break("only terminated servers are noted as terminated", termination.Id.Value, Network.Caller.Name);
        }
    }

    public void MembershipWritten(Membership? before, Membership membership)
    {
        var by = Network.Caller;
        if (membership.Owner is not null)
        {
            _claims[(by.Number, membership.Key)] = membership;
        }

        if (before is null)
        {
            return;
        }

        void Wrong(string promise) => Break(promise, membership.Key.Instance.Value, string.Create(
            CultureInfo.InvariantCulture,
            $"{by.Name} at {membership.Key.LoadBalancer}: {before.Wanted} {before.State} epoch {before.Epoch} of {before.Owner} "
            + $"became {membership.Wanted} {membership.State} epoch {membership.Epoch} of {membership.Owner}"));

        if (membership.Boot < before.Boot)
        {
            Wrong("an earlier boot changes nothing");
        }

        if (membership.Epoch < before.Epoch
            || (membership.Epoch == before.Epoch && (membership.Wanted != before.Wanted || membership.Boot != before.Boot)))
        {
            Wrong("every change of what is wanted is a new epoch");
        }

        if (membership.Epoch != before.Epoch || before.Owner is null)
        {
            return;
        }

        if (membership.Owner is null && !IsOf(by, before.Owner))
        {
            Wrong("only who holds a claim completes it");
        }

        if (membership.Owner is not null && membership.Owner != before.Owner && before.LeaseUntil > Clocks + Skew)
        {
            Wrong("nobody takes a claim over before its lease has run out");
        }
    }

    /// <summary>Whether this invocation made that owner's token.</summary>
    public static bool IsOf(Invocation by, string owner) => owner.StartsWith(by.Name + "#", StringComparison.Ordinal);

    private bool WasDrainedSince(Ec2Instance server, Instant since) =>
        IsDrained(server) || (_drainedUntil.TryGetValue(server.Id, out var until) && until > since);
}
