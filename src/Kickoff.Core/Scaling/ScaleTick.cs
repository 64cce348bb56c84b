using System.Collections.Immutable;
using System.Globalization;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Registration;
using Kickoff.Core.Servers;
using Kickoff.Core.Telemetry;
using NodaTime;

namespace Kickoff.Core.Scaling;

/// <summary>Of one function; MaxTickAge holds behind the real clock and ahead of it.</summary>
public sealed record TickSettings(string Stack, Duration MaxTickAge)
{
    public DryRun DryRun { get; init; }

    /// <summary>Some topic is told of alarms.</summary>
    public bool HasAlarmTopic { get; init; } = true;

    /// <summary>In how many coming days there is some fixture; 0: nobody looks.</summary>
    public int FixturesAhead { get; init; }
}

/// <summary>
/// One minute of the schedule: takes each pool's lease, looks at EC2, the load balancers and the ledger once for all of them, has each pool
/// do what its plan asks for, and sweeps. Plans, boot ages and drains go by the tick's own time, so that a tick can be replayed; leases go
/// by the real clock.
/// </summary>
public sealed class ScaleTick(
    ImmutableArray<Pool> pools, IServers servers, ILoadBalancers loadBalancers, IPoolLedger ledger, IFixtures fixtures,
    ILookAhead lookAhead, DesiredMemberships desired,
    ITickActor actor, IClock clock, TimeProvider timers, IJournal journal, Func<string> newOwner, TickSettings settings)
{
    /// <summary>One that waits for EC2 leaves the others theirs.</summary>
    private const int PoolsAtOnce = 4;

    /// <summary>Longer than the function may run (template.yaml).</summary>
    public static readonly Duration Lease = Duration.FromSeconds(55);

    /// <summary>Kept for the sweep, however long pools take.</summary>
    private static readonly Duration SweepTime = Duration.FromSeconds(8);

    private static readonly Duration LeastTime = Duration.FromSeconds(1);

    private readonly PoolTick _poolTick = new(servers, ledger, desired, actor, clock, journal, settings);
    private readonly TickTrouble _trouble = new(journal);
    private readonly PoolLeases _leases = new(ledger, clock, journal);

    private RetiredPools Retired => field ??= new(ledger, _poolTick, clock, journal, newOwner);

    /// <param name="tick">The minute it is for.</param>
    /// <param name="until">When it must be done, on the real clock: pools get their share of the time until then.</param>
    /// <param name="cancel">Stops it; what was begun, the next tick finishes.</param>
    public async Task RunAsync(Instant tick, Instant until, CancellationToken cancel)
    {
        if (TickAge.IsRefused(tick, clock.GetCurrentInstant(), settings.MaxTickAge, journal))
        {
            return;
        }

        var leases = await _leases.AcquireAsync(pools, newOwner(), tick, Lease, cancel);
        try
        {
            if (leases.Count > 0)
            {
                MeasureStack();
                await RunAsync(leases, tick, until, cancel);
                await lookAhead.LookAsync(tick, cancel);
            }
        }
        finally
        {
            await _leases.ReleaseAsync(leases.Values, cancel);
        }
    }

    private void MeasureStack()
    {
        // Zeros too: of an alarm over days, a day without a value takes days more to go green.
        journal.Measure(Metrics.DryRun.Of(settings.DryRun == DryRun.Off ? 0 : 1));
        if (settings.DryRun == DryRun.Off && !settings.HasAlarmTopic)
        {
            journal.Measure(Metrics.NoAlarmTopic.Of(1));
        }
    }

    private async Task RunAsync(Dictionary<string, PoolLease> leases, Instant tick, Instant until, CancellationToken cancel)
    {
        var due = await DueAsync(leases.Keys, tick, cancel);
        // The ledger first: what EC2 shows afterwards is never older than what the ledger says was done.
        var records = await ReadAsync([.. leases.Keys], cancel);
        var observed = await servers.ListAsync(Server.LiveStates, cancel);
        var roster = await Roster.CallAsync(loadBalancers, desired.LoadBalancers, clock, journal, cancel);
        var mine = pools.Where(pool => records.ContainsKey(pool.Name)).ToArray();
        var waiting = mine.Length;
        var drains = await InParallel.MapAsync(mine, PoolsAtOnce, async pool =>
        {
            var record = records[pool.Name];
            if (due is not { } fixtures)
            {
                // Nothing is done without a plan; what is drained stays so.
                return [.. record.DrainsInForce];
            }

            var left = until - SweepTime - clock.GetCurrentInstant();
            var share = Duration.Max(left * Math.Min(1.0, (double)PoolsAtOnce / waiting--), LeastTime);
            using var time = new CancellationTokenSource(share.ToTimeSpan(), timers);
            using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel, time.Token);
            return await StoppedAsync(
                pool, () => _poolTick.RunAsync(pool, leases[pool.Name], record, fixtures, observed, roster, tick, limited.Token), cancel);
        });

        var (strangers, unread) = await StrangersAsync(observed, roster, tick, cancel);
        // What is drained there is not known: a sweep would put it back.
        var unknown = pools.Select(pool => pool.Name).Except(mine.Where((_, i) => drains[i] is not null).Select(pool => pool.Name))
            .Concat(unread).ToHashSet(StringComparer.Ordinal);
        var unreadDrains = records.Values.SelectMany(record => record.UnreadDrains).ToHashSet();
        await actor.SweepAsync(
            observed, [.. drains.SelectMany(each => each ?? []), .. strangers], roster,
            server => unreadDrains.Contains(server.Id) || (server.Tag(KickoffTags.Pool) is { } pool && unknown.Contains(pool)), cancel);
    }

    /// <summary>
    /// The fixtures that may ask for servers now; null, and every pool's trouble, when nobody says: a dead table is no empty one.
    /// </summary>
    private async Task<ImmutableArray<Fixture>?> DueAsync(IEnumerable<string> leased, Instant tick, CancellationToken cancel)
    {
        try
        {
            var days = FixtureDays.About(pools, tick);
            return await fixtures.OnDaysAsync(days.From, days.Until, cancel);
        }
        catch (UnavailableException unavailable)
        {
            foreach (var pool in leased)
            {
                _trouble.Stopped(pool, $"the fixtures are not known: {unavailable.Message}");
            }

            return null;
        }
    }

    private async Task<Dictionary<string, PoolRecord>> ReadAsync(IReadOnlyList<string> leased, CancellationToken cancel)
    {
        var records = await InParallel.MapAsync(leased, PoolsAtOnce, async pool =>
        {
            try
            {
                return await ledger.ReadAsync(pool, cancel);
            }
            catch (UnavailableException unavailable)
            {
                _trouble.Stopped(pool, unavailable.Message);
                return null;
            }
        });
        return leased.Zip(records).Where(one => one.Second is not null)
            .ToDictionary(one => one.First, one => one.Second!, StringComparer.Ordinal);
    }

    /// <summary>
    /// What stops one pool's tick stops that pool: another may fare better, and what was begun here the next tick finishes. Null then.
    /// </summary>
    private async Task<ImmutableArray<Drain>?> StoppedAsync(Pool pool, Func<Task<ImmutableArray<Drain>>> run, CancellationToken cancel)
    {
        try
        {
            return await run();
        }
        catch (LeaseLostException lost)
        {
            // Another tick has it.
            journal.Record(new(JournalLevel.Warning, "tick stopped", pool.Name, lost.Message));
        }
        catch (UnavailableException unavailable)
        {
            _trouble.Stopped(pool.Name, unavailable.Message);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            _trouble.Stopped(pool.Name, "its share of the tick's time is over");
        }

        return null;
    }

    /// <summary>
    /// Servers of a pool that fleet.yml does not have, or of none: said and counted, and nothing of them is ended unless somebody retired
    /// the pool. Answers the drains that such a pool's ledger has, and the pools of which the ledger does not say.
    /// </summary>
    private async Task<(List<Drain> Drains, List<string> Unread)> StrangersAsync(
        ImmutableArray<Server> observed, Roster roster, Instant tick, CancellationToken cancel)
    {
        var known = pools.Select(pool => pool.Name).ToHashSet(StringComparer.Ordinal);
        var drains = new List<Drain>();
        var unread = new List<string>();
        var tagged = observed.Where(server => server.Tag(KickoffTags.Stack) == settings.Stack).ToArray();
        var poolless = tagged.Where(server => server.Tag(KickoffTags.Pool) is null).Select(server => server.Id).Order().ToArray();
        if (poolless.Length > 0)
        {
            journal.Record(new(JournalLevel.Error, "stranger", settings.Stack, string.Create(
                CultureInfo.InvariantCulture,
                $"{poolless.Length} servers have the tag {KickoffTags.Stack} and no {KickoffTags.Pool}, "
                + $"{poolless[0]} first; they are left running")));
            journal.Measure(Metrics.Strangers.Of(poolless.Length));
        }

        var strangers = tagged.Select(server => server.Tag(KickoffTags.Pool)).OfType<string>()
            .Where(name => !known.Contains(name)).CountBy(name => name, StringComparer.Ordinal);
        foreach (var (name, count) in strangers)
        {
            if (await Retired.RunAsync(name, observed, roster, tick, cancel) is { } left)
            {
                drains.AddRange(left);
                continue;
            }

            journal.Record(new(JournalLevel.Error, "unknown pool", name, string.Create(
                CultureInfo.InvariantCulture, $"{count} servers are of this pool, which fleet.yml does not have; they are left running")));
            journal.Measure(Metrics.UnknownPool.Of(name, count));
            try
            {
                drains.AddRange((await ledger.ReadAsync(name, cancel)).DrainsInForce);
            }
            catch (UnavailableException unavailable)
            {
                journal.Record(new(JournalLevel.Error, "unknown pool", name, $"its drains are not known: {unavailable.Message}"));
                unread.Add(name);
            }
        }

        return (drains, unread);
    }
}
