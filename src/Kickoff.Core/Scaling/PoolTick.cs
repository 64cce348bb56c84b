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
    IServers servers, IPoolLedger ledger, DesiredMemberships desired, ITickActor actor, IClock clock, IJournal journal,
    TickSettings settings)
{
    /// <summary>An operator's machine may be ahead of ours.</summary>
    private static readonly Duration HoldsBefore = Duration.FromMinutes(1);

    /// <summary>Answers the drains in force afterwards.</summary>
    public async Task<ImmutableArray<Drain>> RunAsync(
        Pool pool, PoolLease lease, PoolRecord record, ImmutableArray<Fixture> due, ImmutableArray<Server> observed, Roster roster,
        Instant tick,
        CancellationToken cancel)
    {
        var hold = InForce(record.Hold, tick);
        var plan = CapacityPlanner.Plan(due, hold, pool, tick);
        var mine = observed.Where(server => server.IsOf(settings.Stack, pool.Name)).ToArray();
        var (seen, changed) = ServerRecords.Of(See(mine, record, roster), record.Servers, pool.Capacity, tick);
        if (changed.Length > 0)
        {
            await ledger.PutServersAsync(lease, changed, cancel);
        }

        Server[] ours = [.. seen.Where(server => !server.IsStranger).Select(server => server.Server)];
        var decided = OpenLaunches.Decided(record.Launches, ours, record.Failures, tick);
        var (launches, failures) = await SettleAsync(lease, record.Launches, record.Failures, decided, cancel);
        var unseen = await UnseenAsync(launches, mine, tick, cancel);
        var (noted, died) = Deaths.Of(launches, unseen.Gone, record.Drains);
        launches = [.. launches.Select(launch => noted.FirstOrDefault(one => one.Id == launch.Id) ?? launch)];
        var fates = LaunchFates.Of(launches, seen, unseen.Gone, record.Drains, failures, pool, tick);
        foreach (var launch in noted.Where(launch => fates.All(fate => fate.Launch.Id != launch.Id)))
        {
            await ledger.PutLaunchAsync(lease, launch, cancel);
        }

        (launches, failures) = await SettleAsync(lease, launches, failures, fates, cancel);
        foreach (var served in fates.Where(fate => fate.Launch.Served))
        {
            journal.Measure(Metrics.SecondsToInService.Of(pool.Name, (tick - served.Launch.At).TotalSeconds));
        }

        var unanswered = OpenLaunches.Unanswered(launches, ours, tick);
        var view = new FleetView(seen, launches, record.Drains, unseen.Count, unanswered) { Failures = failures };
        ImmutableArray<FleetAction> actions = [.. died, .. FleetReconciler.Decide(plan, view, pool, tick)];
        foreach (var action in actions)
        {
            journal.Record(new(
                action is FleetAction.Alarm or FleetAction.Died ? JournalLevel.Error : JournalLevel.Information, TickActivity.What(action),
                pool.Name, action.Reason));
        }

        Measure(pool, plan, view, due, hold, actions, tick);
        var acted = await actor.ActAsync(lease, pool, view, actions, tick, cancel);
        // A server that was just put back must not be taken out again by this tick's own sweep.
        var back = actions.OfType<FleetAction.Undrain>().Select(undrain => undrain.Server.Server.Id).ToHashSet();
        await ReplayAsync(pool, lease, plan, view, ours, acted, back.Count, tick, cancel);
        return [.. record.DrainsInForce.Where(drain => !back.Contains(drain.Instance)), .. acted.Drains];
    }

    /// <summary>When the rest of the tick is done: one that hangs costs nobody else the time.</summary>
    private async Task ReplayAsync(
        Pool pool, PoolLease lease, CapacityPlan plan, FleetView view, Server[] ours, TickActed acted, int back, Instant tick,
        CancellationToken cancel)
    {
        // One whose drain begins again was not there before either.
        var again = view.Servers.Where(server => server.IsDraining).Select(server => server.Server.Id).ToHashSet();
        var there = view.Unseen + back + acted.Launched - acted.Drains.Count(drain => !again.Contains(drain.Instance))
            + view.Servers.Count(server => server.Server.State != InstanceState.Stopping && !server.IsDraining && !server.IsLeftAlone);
        try
        {
            await actor.ReplayAsync(
                lease, view, ours, plan.Desired - there + view.Servers.Count(server => server.IsIdleStranger),
                pool.Capacity.Maximum - there - acted.Unanswered, tick, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            journal.Record(new(
                JournalLevel.Warning, "launch", pool.Name, "its share of the tick's time was over before all were sent again"));
        }
    }

    /// <summary>Writes what became of these, and answers the launches and failures as the ledger has them then.</summary>
    private async Task<(ImmutableArray<LaunchIntent> Launches, ImmutableArray<LaunchFailures> Failures)> SettleAsync(
        PoolLease lease, ImmutableArray<LaunchIntent> launches, ImmutableArray<LaunchFailures> failures, ImmutableArray<LaunchFate> fates,
        CancellationToken cancel)
    {
        foreach (var fate in fates)
        {
            await ledger.SettleAsync(lease, fate, cancel);
            failures = LaunchFates.Merge(failures, fate.Failures);
        }

        var byId = fates.ToDictionary(fate => fate.Launch.Id);
        return (
            [
                .. launches.Where(launch => !byId.TryGetValue(launch.Id, out var fate) || fate.Keep)
                    .Select(launch => byId.GetValueOrDefault(launch.Id)?.Launch ?? launch),
            ],
            failures);
    }

    /// <summary>What somebody orders holds at once, also for the tick of the minute in which it was ordered.</summary>
    private Hold? InForce(Hold? hold, Instant tick) =>
        hold is not null && tick < hold.From && hold.From <= clock.GetCurrentInstant() + HoldsBefore ? hold with { From = tick } : hold;

    private ImmutableArray<PoolServer> See(IReadOnlyCollection<Server> mine, PoolRecord record, Roster roster)
    {
        var byInstance = record.Drains.ToDictionary(drain => drain.Instance);
        var launched = Provenance.Of(mine, record);
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
                bool? inService = known && !unbalanced ? server.State == InstanceState.Running && roster.InService(server.Id, left) : null;
                return new PoolServer(server, inService, !known || roster.ListsAnywhere(server.Id), drain)
                {
                    Launch = launched.GetValueOrDefault(server.Id),
                    IsUnbalanced = unbalanced,
                    ServesSomewhere = server.State == InstanceState.Running && left.Any(one => roster.InService(server.Id, [one])),
                    WhyNotInService = inService == false && server.State == InstanceState.Running
                        ? roster.WhyNotInService(server.Id, left) : null,
                    IsLeftAlone = record.UnreadDrains.Contains(server.Id),
                };
            }),
        ];
    }

    /// <summary>Servers that EC2 said it launched and does not list yet, without those it shows as ending.</summary>
    private async Task<(int Count, ImmutableArray<Server> Gone)> UnseenAsync(
        ImmutableArray<LaunchIntent> launches, IReadOnlyCollection<Server> mine, Instant tick, CancellationToken cancel)
    {
        var listed = mine.Select(server => server.Id).ToHashSet();
        var unlisted = launches.Where(launch => launch.State != LaunchState.Open && launch.At + OpenLaunches.Shown > tick)
            .SelectMany(launch => launch.Instances).Where(id => !listed.Contains(id)).ToArray();
        if (unlisted.Length == 0)
        {
            return (0, []);
        }

        try
        {
            ImmutableArray<Server> gone =
            [
                .. (await servers.FindAsync(unlisted, cancel)).Where(server => server.State
                    is InstanceState.ShuttingDown or InstanceState.Terminated or InstanceState.Stopped or InstanceState.Stopping),
            ];
            return (unlisted.Length - gone.Length, gone);
        }
        catch (UnavailableException unavailable)
        {
            // Who may be on its way is not launched once more.
            journal.Record(new(JournalLevel.Warning, "launch", launches[0].Pool, $"its servers are not known: {unavailable.Message}"));
            return (unlisted.Length, []);
        }
    }

    private void Measure(
        Pool pool, CapacityPlan plan, FleetView view, ImmutableArray<Fixture> fixtures, Hold? hold, ImmutableArray<FleetAction> actions,
        Instant tick)
    {
        var shortage = Shortage.Of(fixtures, hold, pool, view, tick);
        if (settings.DryRun != DryRun.Off && view.Servers.IsEmpty && view.Launches.IsEmpty)
        {
            // It never acted, or not for two days: nobody waits for servers of a stack that is only tried.
            shortage = shortage with { Missing = 0, Unknown = 0 };
        }

        journal.Record(new(JournalLevel.Information, "pool", pool.Name, string.Create(
            CultureInfo.InvariantCulture,
            $"{plan.Desired} planned, {shortage.Due} due, {view.Servers.Length} running, {shortage.InService} in service, "
                + $"{view.Servers.Count(server => server.IsDraining)} draining")));
        journal.Measure(Metrics.Planned.Of(pool.Name, plan.Desired));
        journal.Measure(Metrics.InService.Of(pool.Name, shortage.InService));
        foreach (var alarm in actions.OfType<FleetAction.Alarm>())
        {
            journal.Measure(alarm.Metric.Of(pool.Name, alarm.Value));
        }

        Trouble(Metrics.ServersDied, actions.OfType<FleetAction.Died>().Count());
        Trouble(Metrics.CopiedTags, view.Servers.Count(server => server.IsStranger));
        Trouble(Metrics.LaunchUnanswered, view.Unanswered);
        Trouble(Metrics.InServiceUnknown, shortage.Unknown);

        // Zeros too: that two of three minutes are short can only be told where those that are not have a value.
        journal.Measure(Metrics.ShortBeforeKickoff.Of(pool.Name, shortage.Missing));
        if (shortage.Missing > 0)
        {
            journal.Record(new(JournalLevel.Error, "short before kickoff", pool.Name, string.Create(
                CultureInfo.InvariantCulture,
                $"a fixture is near and {shortage.InService} of {shortage.Due} servers that are due are in service{WhyMissing(view)}")));
        }

        if (view.Servers.Where(server => server.IsStranger).Select(server => server.Server.Id).Order().ToArray() is { Length: > 0 } copied)
        {
            journal.Record(new(JournalLevel.Error, "copied tags", pool.Name, string.Create(
                CultureInfo.InvariantCulture,
                $"{copied.Length} servers have this pool's tags and were not launched by Kickoff, {copied[0]} first; "
                + $"they are never ended")));
        }

        if (shortage.Unknown > 0)
        {
            journal.Record(new(JournalLevel.Warning, "in service unknown", pool.Name, string.Create(
                CultureInfo.InvariantCulture,
                $"a fixture is near, and of {shortage.Unknown} of {shortage.Due} servers that are due no answer says "
                + $"whether they are in service")));
        }

        void Trouble(MetricDefinition metric, int servers)
        {
            if (servers > 0)
            {
                journal.Measure(metric.Of(pool.Name, servers));
            }
        }
    }

    private static string WhyMissing(FleetView view) =>
        ReasonText.After(view.Servers.Where(server => !server.IsDraining).Select(server => server.WhyNotInService));
}
