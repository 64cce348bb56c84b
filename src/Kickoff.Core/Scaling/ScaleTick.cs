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
/// One minute of the schedule (DESIGN 5): plan, look, decide, act, sweep, record. Plans, boot ages and drains go by the tick's own time, so
/// that a tick can be replayed; leases go by the real clock.
/// </summary>
public sealed class ScaleTick(
    ImmutableArray<Pool> pools, IServers servers, ILoadBalancers loadBalancers, IPoolLedger ledger, IFixtures fixtures, DesiredMemberships desired,
    ITickActor actor, IClock clock, IJournal journal, Func<string> newOwner, TickSettings settings)
{
    /// <summary>Longer than the function may run (template.yaml: 50 s).</summary>
    public static readonly Duration Lease = Duration.FromSeconds(55);

    /// <summary>An operator's machine may be ahead of ours.</summary>
    private static readonly Duration HoldsBefore = Duration.FromMinutes(1);

    private static readonly InstanceState[] Live = [InstanceState.Pending, InstanceState.Running, InstanceState.Stopping];

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
                drains.AddRange(await RunAsync(pool, leases[pool.Name], records[pool.Name], due, observed, roster, tick, cancel));
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

    /// <summary>Answers the drains in force afterwards.</summary>
    private async Task<ImmutableArray<Drain>> RunAsync(
        Pool pool, PoolLease lease, PoolRecord record, ImmutableArray<Fixture> due, ImmutableArray<Server> observed, Roster roster, Instant tick,
        CancellationToken cancel)
    {
        var plan = CapacityPlanner.Plan(due, InForce(record.Hold, tick), pool, tick);
        var mine = observed.Where(server => server.Tag(KickoffTags.Stack) == settings.Stack && server.Tag(KickoffTags.Pool) == pool.Name).ToArray();
        var seen = See(mine, record.Drains, roster);
        var there = seen.Count(server => server.Server.State != InstanceState.Stopping && !server.IsDraining);
        there += await UnseenAsync(record.Launches.RemoveAll(launch => launch.State == LaunchState.Open), mine, tick, cancel);
        var launches = await actor.CloseOpenAsync(
            lease, record.Launches, mine, plan.Desired - there, pool.Capacity.Maximum - there, tick, cancel);
        launches = await NoteServedAsync(pool, lease, launches, seen, tick, cancel);
        var view = new FleetView(seen, launches, record.Drains, await UnseenAsync(launches, mine, tick, cancel));
        var actions = FleetReconciler.Decide(plan, view, pool, tick);
        foreach (var action in actions)
        {
            journal.Record(new(action is FleetAction.Alarm ? JournalLevel.Error : JournalLevel.Information, TickActivity.What(action), pool.Name, action.Reason));
        }

        Measure(pool, plan, view, due, actions, tick);
        var begun = await actor.ActAsync(lease, pool, view, actions, tick, cancel);
        // A server that was just put back must not be taken out again by this tick's own sweep.
        var back = actions.OfType<FleetAction.Undrain>().Select(undrain => undrain.Server.Server.Id).ToHashSet();
        return [.. record.Drains.Where(drain => drain.ReturningSince is null && !back.Contains(drain.Instance)), .. begun];
    }

    /// <summary>What somebody orders holds at once, also for the tick of the minute in which it was ordered.</summary>
    private Hold? InForce(Hold? hold, Instant tick) =>
        hold is not null && tick < hold.From && hold.From <= clock.GetCurrentInstant() + HoldsBefore ? hold with { From = tick } : hold;

    private ImmutableArray<PoolServer> See(IEnumerable<Server> mine, ImmutableArray<Drain> drains, Roster roster)
    {
        var byInstance = drains.ToDictionary(drain => drain.Instance);
        return
        [
            .. mine.Select(server =>
            {
                var named = desired.NamedFor(server);
                var known = named.All(roster.Members.ContainsKey);
                // A drain is of one boot: a server started again by hand is not ended for the old one.
                var drain = byInstance.GetValueOrDefault(server.Id) is { } one && one.Boot == server.LaunchTime ? one : null;
                return new PoolServer(
                    server, known ? server.State == InstanceState.Running && roster.InService(server.Id, named) : null, !known || roster.ListsAnywhere(server.Id), drain);
            }),
        ];
    }

    /// <summary>
    /// Servers of young launches that EC2 does not list yet: an open launch may have brought all it asked for; of a closed one's, those that
    /// EC2 does not show as ending.
    /// </summary>
    private async Task<int> UnseenAsync(ImmutableArray<LaunchIntent> launches, IReadOnlyCollection<Server> mine, Instant tick, CancellationToken cancel)
    {
        // One that was sent again at the end of its youth has another youth in which EC2 may not show its servers.
        var young = launches.Where(launch => launch.At + (launch.State == LaunchState.Open ? OpenLaunches.Young : OpenLaunches.Young * 2) > tick).ToArray();
        var listed = mine.Select(server => server.Id).ToHashSet();
        var unlisted = young.SelectMany(launch => launch.Instances).Where(id => !listed.Contains(id)).ToArray();
        var open = young.Where(launch => launch.State == LaunchState.Open).Sum(launch => launch.Request.Count - OpenLaunches.Brought(launch, mine).Length);
        if (unlisted.Length == 0)
        {
            return open;
        }

        var gone = (await servers.FindAsync(unlisted, cancel))
            .Count(server => server.State is InstanceState.ShuttingDown or InstanceState.Terminated or InstanceState.Stopped or InstanceState.Stopping);
        return open + unlisted.Length - gone;
    }

    private async Task<ImmutableArray<LaunchIntent>> NoteServedAsync(
        Pool pool, PoolLease lease, ImmutableArray<LaunchIntent> launches, ImmutableArray<PoolServer> seen, Instant tick, CancellationToken cancel)
    {
        var serving = seen.Where(server => server.InService == true).Select(server => server.Server.Id).ToHashSet();
        var noted = launches.ToBuilder();
        for (var i = 0; i < noted.Count; i++)
        {
            if (!noted[i].Served && noted[i].Instances.Any(serving.Contains))
            {
                noted[i] = noted[i] with { Served = true };
                await ledger.PutLaunchAsync(lease, noted[i], cancel);
                journal.Measure(PoolMetric.Of("SecondsToInService", pool.Name, (tick - noted[i].At).TotalSeconds) with { Unit = MetricUnit.Seconds });
            }
        }

        return noted.ToImmutable();
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

    private void Measure(Pool pool, CapacityPlan plan, FleetView view, ImmutableArray<Fixture> due, ImmutableArray<FleetAction> actions, Instant tick)
    {
        var inService = view.Servers.Count(server => server.InService == true && !server.IsDraining);
        journal.Measure(PoolMetric.Of("Planned", pool.Name, plan.Desired));
        journal.Measure(PoolMetric.Of("Running", pool.Name, view.Servers.Length));
        journal.Measure(PoolMetric.Of("InService", pool.Name, inService));
        journal.Measure(PoolMetric.Of("Draining", pool.Name, view.Servers.Count(server => server.IsDraining)));
        foreach (var alarm in actions.OfType<FleetAction.Alarm>())
        {
            journal.Measure(PoolMetric.Of(alarm.Metric, pool.Name, 1));
        }

        var near = due.Any(fixture => fixture.Kickoff is { } kickoff && DemandWindow.Of(fixture, pool.Capacity) is not null
            && kickoff - pool.Capacity.ReadyBefore <= tick && tick < kickoff + DemandWindow.Match);
        var missing = near ? Math.Max(0, plan.Desired - inService) : 0;
        journal.Measure(PoolMetric.Of("ShortBeforeKickoff", pool.Name, missing));
        if (missing > 0)
        {
            journal.Record(new(JournalLevel.Error, "alarm", pool.Name, string.Create(
                CultureInfo.InvariantCulture, $"a fixture is near and {inService} of {plan.Desired} planned servers are in service")));
        }
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
