using System.Collections.Immutable;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Core.Scaling;

/// <summary>
/// One server of a pool as a tick sees it. InService: at every load balancer its groups name; null when one of them could not answer, and
/// nothing is concluded from that. Listed: some load balancer still lists it, or may.
/// </summary>
public sealed record PoolServer(Server Server, bool? InService, bool Listed, Drain? Drain)
{
    /// <summary>It has been in service in this boot, or nobody can say that it was not.</summary>
    public bool HasServed { get; init; }

    /// <summary>In service at some load balancer its groups name, whatever the others say.</summary>
    public bool ServesSomewhere { get; init; }

    /// <summary>In service at some load balancer and not at another: capacity, though InService is false.</summary>
    public bool IsPartlyInService => InService == false && ServesSomewhere;

    /// <summary>What load balancers say of one that is not in service; null where it is, or nobody knows.</summary>
    public string? WhyNotInService { get; init; }

    /// <summary>Since when one that has served is not in service, without having been taken out.</summary>
    public Instant? UnhealthySince { get; init; }

    /// <summary>The launch that brought it; null of a stranger with the pool's tags, whom Kickoff did not launch and never ends.</summary>
    public string? Launch { get; init; }

    public bool IsStranger => Launch is null;

    /// <summary>A stranger that serves nobody: it is no capacity, and counts against the maximum.</summary>
    public bool IsIdleStranger => IsStranger && InService == false && !ServesSomewhere;

    /// <summary>Every load balancer its groups name is gone: InService is null, and nobody will ever know better.</summary>
    public bool IsUnbalanced { get; init; }

    /// <summary>The ledger has a drain of it that this version cannot read: it is no capacity, and nothing is done with it.</summary>
    public bool IsLeftAlone { get; init; }

    /// <summary>Taken out, and not wanted back.</summary>
    public bool IsDraining => Drain is { ReturningSince: null };
}

/// <summary>
/// One pool as a tick sees it: the servers EC2 shows, and the ledger's launches, drains and failures. Unseen: servers that EC2 said it
/// launched and does not show yet. Unanswered: those that launches without an answer may have brought besides; they count against the
/// maximum, and not as capacity.
/// </summary>
public sealed record FleetView(
    ImmutableArray<PoolServer> Servers, ImmutableArray<LaunchIntent> Launches, ImmutableArray<Drain> Drains, int Unseen, int Unanswered)
{
    public ImmutableArray<LaunchFailures> Failures { get; init; } = [];
}
