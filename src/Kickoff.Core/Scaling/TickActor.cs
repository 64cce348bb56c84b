using System.Collections.Immutable;
using Kickoff.Core.Registration;
using Kickoff.Core.Servers;
using Kickoff.Core.Telemetry;
using NodaTime;

namespace Kickoff.Core.Scaling;

/// <summary>
/// Does it: through EC2, the registrar and the ledger. Every step begins with a write under the lease, so that a tick which lost it stops.
/// </summary>
public sealed class TickActor(
    IFleet fleet, IPoolLedger ledger, Registrar registrar, Sweep sweep, IJournal journal, Func<Guid> newId, string stack, string region)
        : ITickActor
{
    private readonly Launcher _launcher = new(fleet, ledger, journal, newId, stack, region);
    private readonly Ender _ender = new(fleet, journal, stack);

    public Task ReplayAsync(
        PoolLease lease, FleetView view, IReadOnlyCollection<Server> observed, int missing, int room, Instant now,
        CancellationToken cancel) =>
        new OpenLaunches(_launcher, ledger).ReplayAsync(lease, view, observed, missing, room, now, cancel);

    public async Task<TickActed> ActAsync(
        PoolLease lease, Pool pool, FleetView view, ImmutableArray<FleetAction> actions, Instant now, CancellationToken cancel)
    {
        if (actions.IsEmpty)
        {
            return new([], 0, 0);
        }

        await ledger.AppendAsync(lease, TickActivity.Of(pool, actions, now, newId), cancel);
        await UndrainAsync(lease, [.. actions.OfType<FleetAction.Undrain>()], now, cancel);
        // Who is replaced is out of the count before its replacement is launched, so that the pool is never above its maximum.
        FleetAction.StartDrain[] starts = [.. actions.OfType<FleetAction.StartDrain>()];
        ImmutableArray<Drain> drains = [.. starts.Select(start => start.Drain)];
        if (starts.Length > 0)
        {
            await ledger.PutDrainsAsync(lease, drains, cancel);
        }

        var launched = new LaunchedServers(0, 0);
        if (actions.OfType<FleetAction.Launch>().SingleOrDefault() is { } launch)
        {
            launched = await _launcher.LaunchAsync(lease, pool, view, launch, now, cancel);
        }

        if (starts.Length > 0)
        {
            await registrar.DrainAsync([.. starts.Select(start => start.Server)], cancel);
        }

        var ended = await _ender.EndAsync(pool, [.. actions.OfType<FleetAction.End>().Select(end => end.Server)], cancel);
        var forgotten = actions.OfType<FleetAction.ForgetDrain>().Select(forget => forget.Instance).ToArray();
        if (forgotten.Length > 0)
        {
            await ledger.RemoveDrainsAsync(lease, forgotten, cancel);
        }

        Count(Metrics.Launched, launched.Launched);
        Count(Metrics.Ended, ended.Count);
        return new(drains, launched.Launched, launched.Unanswered);

        void Count(MetricDefinition metric, int servers)
        {
            if (servers > 0)
            {
                journal.Measure(metric.Of(pool.Name, servers));
            }
        }
    }

    public Task SweepAsync(
        IReadOnlyCollection<Server> observed, IReadOnlyCollection<Drain> drains, Roster roster, Func<Server, bool> leftAlone,
        CancellationToken cancel) =>
        sweep.RunAsync(observed, drains.Select(drain => (drain.Instance, drain.Boot)).ToHashSet(), roster, leftAlone, cancel);

    /// <summary>
    /// The drains end after the servers are back: one that dies in between leaves them out, and the next tick begins again.
    /// </summary>
    private async Task UndrainAsync(
        PoolLease lease, IReadOnlyCollection<FleetAction.Undrain> undrains, Instant now, CancellationToken cancel)
    {
        if (undrains.Count > 0)
        {
            await registrar.UndrainAsync([.. undrains.Select(undrain => undrain.Server.Server)], cancel);
            await ledger.PutDrainsAsync(
                lease, [.. undrains.Select(undrain => undrain.Server.Drain! with { ReturningSince = now })], cancel);
        }
    }
}
