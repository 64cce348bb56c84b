using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Core.Registration;

/// <summary>What somebody wants of one boot of one server at one load balancer, and why.</summary>
public sealed record Wish(MembershipKey Key, Instant Boot, Wanted Wanted, Cause Because)
{
    /// <summary>What the ledger was seen to have; without it the first write assumes that there is no item.</summary>
    public Membership? Known { get; init; }

    /// <summary>
    /// The load balancer itself contradicts <see cref="Known"/>: it is done again though the ledger says it is done. It speaks of
    /// exactly that item; when the ledger has another by now, the wish is an ordinary one.
    /// </summary>
    public bool Repair { get; init; }

    public static Wish In(Server server, LoadBalancer loadBalancer, Cause because = Cause.Mapped) =>
        new(new MembershipKey(server.Id, loadBalancer), server.LaunchTime, Wanted.In, because);

    public static Wish Out(Server server, LoadBalancer loadBalancer, Cause because) =>
        new(new MembershipKey(server.Id, loadBalancer), server.LaunchTime, Wanted.Out, because);
}
