using System.Collections.Immutable;
using System.Globalization;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Registration;
using Kickoff.Core.Servers;
using Kickoff.Core.Telemetry;
using NodaTime;

namespace Kickoff.Core.Scaling;

/// <summary>One pool's part of a tick: its plan against what is there, decided, done and measured.</summary>
internal sealed class PoolTick(
    IServers servers, IPoolLedger ledger, DesiredMemberships desired, ITickActor actor, IClock clock, IJournal journal, string stack)
{
    /// <summary>An operator's machine may be ahead of ours.</summary>
    private static readonly Duration HoldsBefore = Duration.FromMinutes(1);

    /// <summary>Answers the drains in force afterwards.</summary>
    public async Task<ImmutableArray<Drain>> RunAsync(
        Pool pool, PoolLease lease, PoolRecord record, ImmutableArray<Fixture> due, ImmutableArray<Server> observed, Roster roster, Instant tick,
        CancellationToken cancel)
    {
        var hold = InForce(record.Hold, tick);
        var plan = CapacityPlanner.Plan(due, hold, pool, tick);
        var mine = observed.Where(server => server.Tag(KickoffTags.Stack) == stack && server.Tag(KickoffTags.Pool) == pool.Name).ToArray();
        var (seen, changed) = ServerRecords.Of(See(mine, record, roster), record.Servers, pool.Capacity, tick);
        if (changed.Length > 0)
        {
            await ledger.PutServersAsync(lease, changed, cancel);
        }

        var there = seen.Count(server => server.Server.State != InstanceState.Stopping && !server.IsDraining && !server.IsLeftAlone);
        there += await UnseenAsync(record.Launches, mine, tick, cancel);
        var launches = await actor.CloseOpenAsync(
            lease, record.Launches, mine, plan.Desired - there, pool.Capacity.Maximum - there, tick, cancel);
        launches = await NoteServedAsync(pool, lease, launches, seen, tick, cancel);
        var view = new FleetView(seen, launches, record.Drains, await UnseenAsync(launches, mine, tick, cancel), Unanswered(launches, mine, tick));
        var actions = FleetReconciler.Decide(plan, view, pool, tick);
        foreach (var action in actions)
        {
            journal.Record(new(action is FleetAction.Alarm ? JournalLevel.Error : JournalLevel.Information, TickActivity.What(action), pool.Name, action.Reason));
        }

        Measure(pool, plan, view, due, hold, actions, tick);
        var begun = await actor.ActAsync(lease, pool, view, actions, tick, cancel);
        // A server that was just put back must not be taken out again by this tick's own sweep.
        var back = actions.OfType<FleetAction.Undrain>().Select(undrain => undrain.Server.Server.Id).ToHashSet();
        return [.. record.Drains.Where(drain => drain.ReturningSince is null && !back.Contains(drain.Instance)), .. begun];
    }

    /// <summary>What somebody orders holds at once, also for the tick of the minute in which it was ordered.</summary>
    private Hold? InForce(Hold? hold, Instant tick) =>
        hold is not null && tick < hold.From && hold.From <= clock.GetCurrentInstant() + HoldsBefore ? hold with { From = tick } : hold;

    private ImmutableArray<PoolServer> See(IEnumerable<Server> mine, PoolRecord record, Roster roster)
    {
        var byInstance = record.Drains.ToDictionary(drain => drain.Instance);
        return
        [
            .. mine.Select(server =>
            {
                var named = desired.NamedFor(server);
                var left = named.RemoveAll(roster.Gone.Contains);
                var unbalanced = left.IsEmpty && !named.IsEmpty;
                var known = left.All(roster.Members.ContainsKey);
                // A drain is of one boot: a server started again by hand is not ended for the old one.
                var drain = byInstance.GetValueOrDefault(server.Id) is { } one && one.Boot == server.LaunchTime ? one : null;
                return new PoolServer(
                    server, known && !unbalanced ? server.State == InstanceState.Running && roster.InService(server.Id, left) : null,
                    !known || roster.ListsAnywhere(server.Id), drain)
                {
                    IsUnbalanced = unbalanced,
                    IsLeftAlone = record.UnreadDrains.Contains(server.Id),
                };
            }),
        ];
    }

    /// <summary>Servers that EC2 said it launched and does not list yet, without those it shows as ending.</summary>
    private async Task<int> UnseenAsync(ImmutableArray<LaunchIntent> launches, IReadOnlyCollection<Server> mine, Instant tick, CancellationToken cancel)
    {
        var listed = mine.Select(server => server.Id).ToHashSet();
        // One that was sent again at the end of its youth has another youth in which EC2 may not show its servers.
        var unlisted = launches.Where(launch => launch.State != LaunchState.Open && launch.At + (OpenLaunches.Young * 2) > tick)
            .SelectMany(launch => launch.Instances).Where(id => !listed.Contains(id)).ToArray();
        if (unlisted.Length == 0)
        {
            return 0;
        }

        var gone = (await servers.FindAsync(unlisted, cancel))
            .Count(server => server.State is InstanceState.ShuttingDown or InstanceState.Terminated or InstanceState.Stopped or InstanceState.Stopping);
        return unlisted.Length - gone;
    }

    /// <summary>What launches without an answer may have brought: all they asked for but what EC2 shows.</summary>
    private static int Unanswered(ImmutableArray<LaunchIntent> launches, IReadOnlyCollection<Server> mine, Instant tick) =>
        launches.Where(launch => launch.State == LaunchState.Open && launch.At + OpenLaunches.Young > tick)
            .Sum(launch => launch.Request.Count - OpenLaunches.Brought(launch, mine).Length);

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

    private void Measure(
        Pool pool, CapacityPlan plan, FleetView view, ImmutableArray<Fixture> fixtures, Hold? hold, ImmutableArray<FleetAction> actions,
        Instant tick)
    {
        var shortage = Shortage.Of(fixtures, hold, pool, view, tick);
        journal.Measure(PoolMetric.Of("Planned", pool.Name, plan.Desired));
        journal.Measure(PoolMetric.Of("Due", pool.Name, shortage.Due));
        journal.Measure(PoolMetric.Of("Running", pool.Name, view.Servers.Length));
        journal.Measure(PoolMetric.Of("InService", pool.Name, shortage.InService));
        journal.Measure(PoolMetric.Of("Draining", pool.Name, view.Servers.Count(server => server.IsDraining)));
        journal.Measure(PoolMetric.Of(PoolMetric.ShortBeforeKickoff, pool.Name, shortage.Missing));
        journal.Measure(PoolMetric.Of("InServiceUnknown", pool.Name, shortage.Unknown));
        foreach (var alarm in actions.OfType<FleetAction.Alarm>())
        {
            journal.Measure(PoolMetric.Of(alarm.Metric, pool.Name, 1));
        }

        if (shortage.Missing > 0)
        {
            journal.Record(new(JournalLevel.Error, "alarm", pool.Name, string.Create(
                CultureInfo.InvariantCulture, $"a fixture is near and {shortage.InService} of {shortage.Due} servers that are due are in service")));
        }

        if (shortage.Unknown > 0)
        {
            journal.Record(new(JournalLevel.Warning, "in service unknown", pool.Name, string.Create(
                CultureInfo.InvariantCulture,
                $"a fixture is near, and of {shortage.Unknown} of {shortage.Due} servers that are due no answer says whether they are in service")));
        }
    }
}
