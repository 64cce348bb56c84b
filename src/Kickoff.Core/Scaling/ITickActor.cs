using System.Collections.Immutable;
using Kickoff.Core.Registration;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Core.Scaling;

/// <summary>What a tick did.</summary>
/// <param name="Drains">Those begun.</param>
/// <param name="Launched">Servers that EC2 named.</param>
/// <param name="Unanswered">Servers that new launches may have brought besides.</param>
public sealed record TickActed(ImmutableArray<Drain> Drains, int Launched, int Unanswered);

/// <summary>Carries out what a tick decides. A dry run is another implementation of it.</summary>
public interface ITickActor
{
    Task<TickActed> ActAsync(
        PoolLease lease, Pool pool, FleetView view, ImmutableArray<FleetAction> actions, Instant now, CancellationToken cancel);

    /// <summary>Sends launches again that an earlier tick had no answer about and that are still missing.</summary>
    Task ReplayAsync(
        PoolLease lease, FleetView view, IReadOnlyCollection<Server> observed, int missing, int room, Instant now,
        CancellationToken cancel);

    /// <param name="observed">Every live server EC2 shows.</param>
    /// <param name="drains">Those in force.</param>
    /// <param name="roster">What load balancers list.</param>
    /// <param name="leftAlone">Servers whose drains are not known.</param>
    /// <param name="cancel">Stops it.</param>
    Task SweepAsync(
        IReadOnlyCollection<Server> observed, IReadOnlyCollection<Drain> drains, Roster roster, Func<Server, bool> leftAlone,
        CancellationToken cancel);
}
