using System.Collections.Immutable;
using Kickoff.Core.Registration;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Core.Scaling;

/// <summary>The dry run: writes down what would be done where that changes, and does nothing.</summary>
public sealed class PlannedTickActor(IPoolLedger ledger, Func<Guid> newId) : ITickActor
{
    /// <summary>Of one tick; what goes beyond is written again each minute.</summary>
    private const int MostDecided = 200;

    public Task ReplayAsync(
        PoolLease lease, FleetView view, IReadOnlyCollection<Server> observed, int missing, int room, Instant now,
        CancellationToken cancel) => Task.CompletedTask;

    public async Task<TickActed> ActAsync(
        PoolLease lease, Pool pool, FleetView view, ImmutableArray<FleetAction> actions, Instant now, CancellationToken cancel)
    {
        ImmutableArray<Activity> would = [.. TickActivity.Of(pool, actions, now, newId).Select(TickActivity.Would)];
        if (would.IsEmpty)
        {
            would = [new Activity(newId(), pool.Name, now, TickActivity.WouldDoNothing, "it is a dry run, and the fleet is as planned")];
        }

        var before = await ledger.HistoryAsync(lease.Pool, MostDecided, cancel);
        var decided = before.TakeWhile(activity => activity.At == before[0].At).Select(activity => activity.What);
        if (!decided.Order(StringComparer.Ordinal).SequenceEqual(would.Select(activity => activity.What).Order(StringComparer.Ordinal)))
        {
            await ledger.AppendAsync(lease, would, cancel);
        }

        return new([], 0, 0);
    }

    public Task SweepAsync(
        IReadOnlyCollection<Server> observed, IReadOnlyCollection<Drain> drains, Roster roster, Func<Server, bool> leftAlone,
        CancellationToken cancel) => Task.CompletedTask;
}
