using System.Collections.Immutable;
using Kickoff.Core.Registration;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Core.Scaling;

/// <summary>The dry run: writes the decisions down and does nothing.</summary>
public sealed class PlannedTickActor(IPoolLedger ledger, Func<Guid> newId) : ITickActor
{
    public Task<ImmutableArray<LaunchIntent>> CloseOpenAsync(
        PoolLease lease, ImmutableArray<LaunchIntent> launches, IReadOnlyCollection<Server> observed, int missing, int room, Instant now, CancellationToken cancel) =>
        Task.FromResult(launches);

    public async Task<ImmutableArray<Drain>> ActAsync(
        PoolLease lease, Pool pool, FleetView view, ImmutableArray<FleetAction> actions, Instant now, CancellationToken cancel)
    {
        if (!actions.IsEmpty)
        {
            await ledger.AppendAsync(lease, [.. TickActivity.Of(pool, actions, now, newId).Select(activity => activity with { What = "would " + activity.What })], cancel);
        }

        return [];
    }

    public Task SweepAsync(
        IReadOnlyCollection<Server> observed, IReadOnlyCollection<Drain> drains, Roster roster, Func<Server, bool> leftAlone, CancellationToken cancel) => Task.CompletedTask;
}
