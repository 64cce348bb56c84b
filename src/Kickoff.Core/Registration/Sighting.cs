using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Core.Registration;

/// <summary>
/// One server and one load balancer as the sweep finds them. Named: its groups name the load balancer. Drained: a drain of this boot is in
/// force. Listed: the load balancer lists it, at <paramref name="At"/> (real clock) or a little later.
/// </summary>
internal sealed record Sighting(
    Server Server, LoadBalancer LoadBalancer, bool Named, bool Drained, bool Listed, Membership? Item, Instant At)
{
    /// <summary>How long a load balancer may take to list what it accepted: a younger registration is not repaired.</summary>
    public static readonly Duration Settling = Duration.FromMinutes(1);

    /// <summary>
    /// After this long out in the same boot, with no reason left, a server is put back: longer than any invocation lives, so nothing that
    /// was decided meanwhile can have been missed.
    /// </summary>
    public static readonly Duration Doubt = Duration.FromMinutes(5);

    private bool WantedIn => Server.State == InstanceState.Running && Named && !Drained;

    private Cause WhyOut => Server.State switch
    {
        InstanceState.Terminated => Cause.Ended,
        InstanceState.Running or InstanceState.Pending => Drained ? Cause.Drained : Cause.Unmapped,
        _ => Cause.Stopped,
    };

    /// <summary>What there is to put right; null: nothing.</summary>
    public Wish? Decide()
    {
        // Somebody decided since we looked: what we saw is older, the next tick sees it.
        if (Item?.At > At)
        {
            return null;
        }

        if (Item is null || Item.Boot < Server.LaunchTime)
        {
            return NewBoot();
        }

        // EC2 answered with an older state than the ledger knows, or has not got round to saying that it runs.
        if (Item.Boot > Server.LaunchTime || (Server.State == InstanceState.Pending && !Drained))
        {
            return null;
        }

        return WantedIn ? ShouldBeIn(Item) : ShouldBeOut(Item);
    }

    /// <summary>
    /// A server the ledger does not know is left alone unless it should be in, or is drained: people register servers by hand too.
    /// </summary>
    private Wish? NewBoot()
    {
        if (WantedIn && !(Item is null && Listed))
        {
            return In(Cause.Mapped);
        }

        if (Drained && Named)
        {
            return Out(Cause.Drained);
        }

        return !WantedIn && Item?.Wanted == Wanted.In && Server.State != InstanceState.Pending ? Out(WhyOut) : null;
    }

    private Wish? ShouldBeIn(Membership item)
    {
        if (item.Wanted == Wanted.In)
        {
            var unlisted = item.State == MembershipState.Registered && !Listed && item.At + Settling <= At;
            return unlisted ? In(Cause.Mapped) with { Repair = true } : Abandoned(item) ? In(Cause.Mapped) : null;
        }

        if (item.Because == Cause.Unmapped)
        {
            return In(Cause.Mapped);
        }

        return item.At + Doubt <= At ? In(Cause.Undrained) with { Repair = true } : StillListed(item);
    }

    private Wish? ShouldBeOut(Membership item)
    {
        if (item.Wanted == Wanted.In || WhyOut > item.Because || Abandoned(item))
        {
            return Out(WhyOut);
        }

        return StillListed(item);
    }

    private Wish? StillListed(Membership item) =>
        Listed && item.State == MembershipState.Deregistered ? Out(item.Because) with { Repair = true } : null;

    private bool Abandoned(Membership item) =>
        item.State is MembershipState.Registering or MembershipState.Deregistering && !(item.LeaseUntil > At);

    private Wish In(Cause because) => Wish.In(Server, LoadBalancer, because) with { Known = Item };

    private Wish Out(Cause because) => Wish.Out(Server, LoadBalancer, because) with { Known = Item };
}
