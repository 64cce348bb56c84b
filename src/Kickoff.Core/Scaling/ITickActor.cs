using System.Collections.Immutable;
using Kickoff.Core.Registration;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Core.Scaling;

/// <summary>Carries out what a tick decides. A dry run is another implementation of it.</summary>
public interface ITickActor
{
    /// <summary>Closes launches an earlier tick left open; answers the launches as the ledger has them then.</summary>
    Task<ImmutableArray<LaunchIntent>> CloseOpenAsync(
        PoolLease lease, ImmutableArray<LaunchIntent> launches, IReadOnlyCollection<Server> observed, int missing, int room, Instant now,
        CancellationToken cancel);

    /// <summary>Answers the drains begun.</summary>
    Task<ImmutableArray<Drain>> ActAsync(
        PoolLease lease, Pool pool, FleetView view, ImmutableArray<FleetAction> actions, Instant now, CancellationToken cancel);

    /// <param name="observed">Every live server EC2 shows.</param>
    /// <param name="drains">Those in force.</param>
    /// <param name="roster">What load balancers list.</param>
    /// <param name="leftAlone">Servers whose drains are not known.</param>
    /// <param name="cancel">Stops it.</param>
    Task SweepAsync(
        IReadOnlyCollection<Server> observed, IReadOnlyCollection<Drain> drains, Roster roster, Func<Server, bool> leftAlone,
        CancellationToken cancel);
}
