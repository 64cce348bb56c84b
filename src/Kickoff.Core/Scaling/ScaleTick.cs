using System.Collections.Immutable;
using System.Globalization;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Registration;
using Kickoff.Core.Servers;
using Kickoff.Core.Telemetry;
using NodaTime;

namespace Kickoff.Core.Scaling;

/// <summary>Stack and owner of one function; MaxTickAge holds behind the real clock and ahead of it.</summary>
public sealed record TickSettings(string Stack, Duration MaxTickAge);

/// <summary>
/// One minute of the schedule: takes each pool's lease, looks at EC2, the load balancers and the ledger once for all of them, has each pool
/// do what its plan asks for, and sweeps. Plans, boot ages and drains go by the tick's own time, so that a tick can be replayed; leases go by
/// the real clock.
/// </summary>
public sealed class ScaleTick(
    ImmutableArray<Pool> pools, IServers servers, ILoadBalancers loadBalancers, IPoolLedger ledger, IFixtures fixtures, DesiredMemberships desired,
    ITickActor actor, IClock clock, IJournal journal, Func<string> newOwner, TickSettings settings)
{
    /// <summary>Longer than the function may run (template.yaml).</summary>
    public static readonly Duration Lease = Duration.FromSeconds(55);

    private static readonly InstanceState[] Live = [InstanceState.Pending, InstanceState.Running, InstanceState.Stopping];

    private readonly PoolTick _poolTick = new(servers, ledger, desired, actor, clock, journal, settings.Stack);

    public async Task RunAsync(Instant tick, CancellationToken cancel)
    {
        var real = clock.GetCurrentInstant();
        if (tick + settings.MaxTickAge < real || real + settings.MaxTickAge < tick)
        {
            journal.Record(new(JournalLevel.Warning, "tick refused", tick.ToString(), $"it is too far from the clock, {real}"));
            return;
        }

        var leases = await AcquireAsync(tick, cancel);
        try
        {
            if (leases.Count > 0)
            {
                await RunAsync(leases, tick, cancel);
            }
        }
        finally
        {
            await ReleaseAsync(leases.Values, cancel);
        }
    }

    private async Task<Dictionary<string, PoolLease>> AcquireAsync(Instant tick, CancellationToken cancel)
    {
        var leases = new Dictionary<string, PoolLease>(StringComparer.Ordinal);
        var owner = newOwner();
        foreach (var pool in pools)
        {
            switch (await ledger.AcquireAsync(pool.Name, owner, tick, clock.GetCurrentInstant(), Lease, cancel))
            {
                case LeaseAnswer.Acquired acquired:
                    leases[pool.Name] = acquired.Lease;
                    break;
                case LeaseAnswer.HeldByAnother held:
                    journal.Record(new(JournalLevel.Information, "tick skipped", pool.Name, $"another tick is at work until {held.Until}"));
                    break;
                case LeaseAnswer.NotLater late:
                    journal.Record(new(JournalLevel.Information, "tick dropped", pool.Name, $"the tick of {late.LastTick} was here already"));
                    break;
                case var other:
                    throw new InvalidOperationException($"An answer nobody knows: {other}");
            }
        }

        return leases;
    }

    private async Task RunAsync(Dictionary<string, PoolLease> leases, Instant tick, CancellationToken cancel)
    {
        var day = tick.InUtc().Date;
        var due = await fixtures.OnDaysAsync(day.PlusDays(-2), day.PlusDays(2), cancel);
        // The ledger first: what EC2 shows afterwards is never older than what the ledger says was done.
        var records = new Dictionary<string, PoolRecord>(StringComparer.Ordinal);
        foreach (var pool in leases.Keys)
        {
            records[pool] = await ledger.ReadAsync(pool, cancel);
        }

        var observed = await servers.ListAsync(Live, cancel);
        var roster = await Roster.CallAsync(loadBalancers, desired.LoadBalancers, clock, journal, cancel);
        var drains = new List<Drain>();
        var whole = leases.Count == pools.Length;
        foreach (var pool in pools.Where(pool => leases.ContainsKey(pool.Name)))
        {
            try
            {
                drains.AddRange(await _poolTick.RunAsync(pool, leases[pool.Name], records[pool.Name], due, observed, roster, tick, cancel));
            }
            catch (LeaseLostException lost)
            {
                whole = false;
                journal.Record(new(JournalLevel.Warning, "tick stopped", pool.Name, lost.Message));
            }
            catch (UnavailableException unavailable)
            {
                // Another pool may fare better; what was begun here, the next tick finishes.
                whole = false;
                journal.Record(new(JournalLevel.Error, "tick stopped", pool.Name, unavailable.Message));
            }
        }

        drains.AddRange(await StrangersAsync(observed, cancel));
        if (whole)
        {
            // A sweep that does not know a pool's drains would put drained servers back.
            await actor.SweepAsync(observed, drains, roster, cancel);
        }
    }

    /// <summary>A pool on servers that is missing in fleet.yml: an alarm, and nothing of it is ended. Answers the drains its ledger has.</summary>
    private async Task<IEnumerable<Drain>> StrangersAsync(ImmutableArray<Server> observed, CancellationToken cancel)
    {
        var known = pools.Select(pool => pool.Name).ToHashSet(StringComparer.Ordinal);
        var drains = new List<Drain>();
        var strangers = observed.Where(server => server.Tag(KickoffTags.Stack) == settings.Stack).Select(server => server.Tag(KickoffTags.Pool)).OfType<string>()
            .Where(name => !known.Contains(name)).CountBy(name => name, StringComparer.Ordinal);
        foreach (var (name, count) in strangers)
        {
            journal.Record(new(JournalLevel.Error, "alarm", name, string.Create(
                CultureInfo.InvariantCulture, $"{count} servers are of this pool, which fleet.yml does not have; they are left running")));
            journal.Measure(PoolMetric.Of("UnknownPool", name, count));
            drains.AddRange((await ledger.ReadAsync(name, cancel)).Drains.Where(drain => drain.ReturningSince is null));
        }

        return drains;
    }

    private async Task ReleaseAsync(IEnumerable<PoolLease> leases, CancellationToken cancel)
    {
        foreach (var lease in leases)
        {
            try
            {
                await ledger.ReleaseAsync(lease, cancel);
            }
            catch (Exception error) when (error is UnavailableException or LeaseLostException or OperationCanceledException)
            {
                // It runs out by itself.
                journal.Record(new(JournalLevel.Information, "lease not released", lease.Pool, error.Message));
            }
        }
    }
}
