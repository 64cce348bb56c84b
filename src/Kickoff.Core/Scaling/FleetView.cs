using System.Collections.Immutable;
using Kickoff.Core.Servers;

namespace Kickoff.Core.Scaling;

/// <summary>
/// One server of a pool as a tick sees it. InService: at every load balancer its groups name; null when one of them could not answer, and
/// nothing is concluded from that. Listed: some load balancer still lists it, or may.
/// </summary>
public sealed record PoolServer(Server Server, bool? InService, bool Listed, Drain? Drain)
{
    /// <summary>Taken out, and not wanted back.</summary>
    public bool IsDraining => Drain is { ReturningSince: null };
}

/// <summary>
/// One pool as a tick sees it: the servers EC2 shows, the launches and drains of the ledger, and how many servers the launches may still
/// bring that EC2 does not show yet.
/// </summary>
public sealed record FleetView(
    ImmutableArray<PoolServer> Servers, ImmutableArray<LaunchIntent> Launches, ImmutableArray<Drain> Drains, int Unseen);
