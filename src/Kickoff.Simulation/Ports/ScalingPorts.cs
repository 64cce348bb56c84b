using System.Collections.Immutable;
using System.Globalization;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;
using Kickoff.Simulation.Calls;
using Kickoff.Simulation.Tables;
using Kickoff.Simulation.Time;
using NodaTime;

namespace Kickoff.Simulation.Ports;

/// <summary>The pools' part of the ledger as one invocation reads and writes it.</summary>
public sealed class SimulatedPoolLedger(PoolTable table, Network network, Invocation caller) : IPoolLedger
{
    public Task<LeaseAnswer> AcquireAsync(string pool, string owner, Instant tick, Instant now, Duration lease, CancellationToken cancel) =>
        network.CallAsync(caller, CallSite.AcquireLease, answer => $"{pool}, tick {tick}: {answer.GetType().Name}", _ => table.Acquire(pool, owner, tick, now, lease), cancel);

    public Task ReleaseAsync(PoolLease lease, CancellationToken cancel) =>
        WriteAsync(CallSite.ReleaseLease, () => lease.Pool, () => table.Release(lease), cancel);

    public Task<PoolRecord> ReadAsync(string pool, CancellationToken cancel) => network.CallAsync(
        caller,
        CallSite.ReadPool,
        record => string.Create(CultureInfo.InvariantCulture, $"{pool}: {record.Launches.Length} launches, drains of {string.Join(' ', record.Drains.Select(Words))}, hold {record.Hold?.Servers}"),
        _ => table.Read(pool),
        cancel);

    public Task PutLaunchAsync(PoolLease lease, LaunchIntent intent, CancellationToken cancel) => WriteAsync(
        CallSite.WritePool,
        () => string.Create(CultureInfo.InvariantCulture, $"{lease.Pool}: launch {intent.Id.ToString()[^6..]} of {intent.Request.Count} {intent.State} {string.Join(' ', intent.Instances)} {intent.Outcome}"),
        () => table.PutLaunch(caller, lease, intent),
        cancel);

    public Task PutDrainsAsync(PoolLease lease, IReadOnlyCollection<Drain> drains, CancellationToken cancel) => WriteAsync(
        CallSite.WritePool, () => $"{lease.Pool}: drains {string.Join(' ', drains.Select(Words))}", () => table.PutDrains(caller, lease, drains), cancel);

    public Task RemoveDrainsAsync(PoolLease lease, IReadOnlyCollection<InstanceId> instances, CancellationToken cancel) => WriteAsync(
        CallSite.WritePool, () => $"{lease.Pool}: no more drains of {string.Join(' ', instances)}", () => table.RemoveDrains(caller, lease, instances), cancel);

    public Task PutServersAsync(PoolLease lease, IReadOnlyCollection<ServerRecord> servers, CancellationToken cancel) => WriteAsync(
        CallSite.WritePool,
        () => $"{lease.Pool}: remembers {string.Join("; ", servers.Select(server => $"{server.Instance} serving since {server.ServingSince}, unhealthy since {server.UnhealthySince}"))}",
        () => table.PutServers(lease, servers),
        cancel);

    public Task AppendAsync(PoolLease lease, IReadOnlyCollection<Activity> activities, CancellationToken cancel) => WriteAsync(
        CallSite.WritePool,
        () => $"{lease.Pool}: {string.Join("; ", activities.Select(activity => $"{activity.What} ({activity.Reason})"))}",
        () => table.Append(lease, activities),
        cancel);

    public Task<ImmutableArray<Activity>> HistoryAsync(string pool, int most, CancellationToken cancel) =>
        network.CallAsync(caller, CallSite.ReadHistory, found => $"{pool}: {found.Length}", _ => table.History(pool, most), cancel);

    public Task<HoldAnswer> PutHoldAsync(Hold hold, bool replace, Instant now, CancellationToken cancel) =>
        network.CallAsync(caller, CallSite.WritePool, answer => $"{hold}: {answer}", _ => table.PutHold(hold, replace, now), cancel);

    public Task<bool> RemoveHoldAsync(string pool, CancellationToken cancel) =>
        network.CallAsync(caller, CallSite.WritePool, had => $"{pool}: hold removed, {had}", _ => table.RemoveHold(pool), cancel);

    private Task<bool> WriteAsync(CallSite site, Func<string> what, Action write, CancellationToken cancel) => network.CallAsync(
        caller,
        site,
        _ => what(),
        _ =>
        {
            write();
            return true;
        },
        cancel);

    private static string Words(Drain drain) => $"{drain.Instance}{(drain.ReturningSince is null ? "" : " (returning)")}";
}

/// <summary>The fixtures table as one invocation reads it.</summary>
public sealed class SimulatedFixtures(FixtureTable table, Network network, Invocation caller) : IFixtures
{
    public Task<ImmutableArray<Fixture>> OnDaysAsync(LocalDate from, LocalDate until, CancellationToken cancel) =>
        network.CallAsync(caller, CallSite.ReadFixtures, found => $"{found.Length} on {from:uuuu-MM-dd} to {until:uuuu-MM-dd}", fate => table.OnDays(from, until, fate.Behind), cancel);

    public Task<ImmutableArray<Fixture>> OfCompetitionAsync(string competition, CancellationToken cancel) =>
        network.CallAsync(caller, CallSite.ReadFixtures, found => $"{found.Length} of {competition}", _ => table.OfCompetition(competition), cancel);

    public Task PutAsync(IReadOnlyCollection<Fixture> fixtures, IProgress<int>? progress, CancellationToken cancel) =>
        WriteAsync(fixtures, table.Put, cancel);

    public Task RemoveAsync(IReadOnlyCollection<FixtureKey> fixtures, CancellationToken cancel) => WriteAsync(fixtures, table.Remove, cancel);

    private Task<bool> WriteAsync<T>(IReadOnlyCollection<T> items, Action<T> write, CancellationToken cancel) => network.CallAsync(
        caller,
        CallSite.WriteFixtures,
        _ => $"{items.Count} written",
        _ =>
        {
            foreach (var item in items)
            {
                write(item);
            }

            return true;
        },
        cancel);
}
