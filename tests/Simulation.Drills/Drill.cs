using Amazon.DynamoDBv2.Model;
using Kickoff.Cloud;
using Kickoff.Cloud.Time;
using Kickoff.Core.Registration;
using Kickoff.Core.Scaling;
using Kickoff.Core.Telemetry;
using Kickoff.Simulation.Calls;
using Kickoff.Simulation.Drills.Ledger;
using Kickoff.Simulation.Functions;
using Kickoff.Simulation.Time;
using NodaTime;

namespace Kickoff.Simulation.Drills;

/// <summary>How a drill went.</summary>
public sealed record DrillResult(ulong Seed, Violation? Violation, IReadOnlyDictionary<FaultKind, int> Faults, int Tried, Story? Story);

/// <summary>One drill: everything in it follows from its seed and its cut.</summary>
public static class Drill
{
    private static readonly Duration Minute = Duration.FromMinutes(1);

    public static DrillResult Play(ulong seed) => Play(seed, Cut.Nothing, told: false);

    public static DrillResult Play(ulong seed, Cut cut, bool told)
    {
        var dice = new Dice(seed);
        var scene = Scene.Of(dice);
        var time = new VirtualTime(Scene.Start);
        var story = told ? new Story(time) : null;
        IStory telling = story is null ? new NobodyListens() : story;
        var faults = new Faults(time, cut, telling);
        var weather = new Weather(time, dice, Odds.Of(dice), scene.CalmFrom, faults);
        var drift = dice.Between(Duration.FromSeconds(-3), Duration.FromSeconds(3));
        var referee = new Referee(time, scene, faults, drift, telling);

        OperatorActs? acts = null;
        var boots = new DrillBoots(time, dice, scene, weather, faults, () => acts!.ByHand);
        var account = new AwsAccount(time, dice, boots, referee, referee, telling);
        var network = new Network(time, weather, telling);
        var desired = new DesiredMemberships(Scene.Groups, Scene.Stack);
        var deployment = new Deployment(
            account, network, Scene.Stack, scene.Pools, desired, invocation => ClockOf(invocation, time, seed, drift), invocation =>
                new Told(telling, invocation, referee));
        var host = new FunctionHost(time, telling);
        var queue = new StateChangeQueue(time, deployment, host, telling)
        {
            Ended = referee.Ended,
            DeliversTwice = () => weather.Strikes(FaultKind.RecordDeliveredTwice, 0.1, () => "a record whose receiver is still at it"),
        };
        var fixtures = new ImportedFixtures(account);
        acts = new OperatorActs(account, scene, weather, faults, referee);
        var bridge = new EventBridge(account, queue, new Schedule(deployment, host, telling), weather, faults, referee);
        account.Ec2.OnChange += (server, state) => bridge.StateChanged(server.Id, state);
        weather.RegistersSlowly = acts.RegistersSlowly;
        weather.EndsLate = () => time.After(Duration.FromSeconds(1), () => WantThemBack(scene, account, referee, telling));
        referee.Watch(account, network, desired, fixtures);

        scene.Prepare(account);
        account.DynamoDb.BatchCapacity = asked =>
            asked > 1 && weather.Strikes(FaultKind.BatchCutShort, 0.05, () => "a batch") ? dice.Between(1, asked - 1) : asked;
        foreach (var fixture in scene.Fixtures)
        {
            fixtures.Put(fixture);
        }

        foreach (var (at, what) in scene.Demands)
        {
            time.At(at, () => Change(account, what, referee, telling));
        }

        foreach (var kickoff in scene.Fixtures.Select(fixture => fixture.Kickoff).OfType<Instant>()
            .Where(kickoff => kickoff > Scene.Start && kickoff < scene.End))
        {
            time.At(kickoff, referee.KickedOff);
        }

        referee.NotePlan();
        acts.SetTheScene();
        acts.Plan(Scene.Start, scene.CalmFrom);
        bridge.TickEveryMinute(Scene.Start + Minute, scene.End);
        for (var at = Scene.Start + Minute; at <= scene.End && referee.Violation is null; at += Minute)
        {
            time.RunUntil(at);
            referee.LookAround();
        }

        if (referee.Violation is null)
        {
            referee.WhenItIsOver();
        }

        return new DrillResult(seed, referee.Violation, faults.Injected, faults.Tried, story);
    }

    /// <summary>An operator orders servers while some that have drained are about to be ended.</summary>
    private static void WantThemBack(Scene scene, AwsAccount account, Referee referee, IStory story)
    {
        var now = account.Time.Now;
        foreach (var pool in scene.Pools.Where(
            pool => referee.Ledger.Drains(pool.Name).Any(drain => drain.ReturningSince is null && drain.Deadline <= now)))
        {
            var hold = new Hold(pool.Name, HoldKind.AtLeast, pool.Capacity.Maximum, now, now + Duration.FromMinutes(20), "operator",
                "they are wanted after all");
            Change(account, new Demand.Held(hold), referee, story);
        }
    }

    private static void Change(AwsAccount account, Demand demand, Referee referee, IStory story)
    {
        referee.NotePlan();
        switch (demand)
        {
            case Demand.Imported imported:
                story.Tell("demand",
                    () => $"{imported.Fixture.Key.Id} is imported: kickoff {imported.Fixture.Kickoff}, {imported.Fixture.Status}");
                referee.Fixtures.Put(imported.Fixture with { ImportedAt = account.Time.Now });
                break;
            case Demand.Held held:
                story.Tell("demand", () => $"{held.Hold.Pool} is held: {held.Hold.Kind} {held.Hold.Servers} until {held.Hold.Until}");
                account.DynamoDb.Put(
                    new PutItemRequest { TableName = Deployment.LedgerTable, Item = RawItem.Of(held.Hold) }, account.Time.Now);
                break;
            case Demand.Released released:
                account.DynamoDb.Delete(
                    new DeleteItemRequest { TableName = Deployment.LedgerTable, Key = RawItem.HoldOf(released.Pool) }, account.Time.Now);
                break;
            default:
                throw new InvalidOperationException("A demand nobody knows.");
        }

        referee.NotePlan();
    }

    /// <summary>All machines are off from true time, and from each other.</summary>
    private static DriftingClock ClockOf(Invocation invocation, VirtualTime time, ulong seed, Duration drift)
    {
        var skew = new Dice(seed ^ ((ulong)invocation.Number << 32))
            .Between(Duration.FromMilliseconds(-800), Duration.FromMilliseconds(800));
        return new DriftingClock(time, () => drift + skew);
    }

    /// <summary>What functions log is part of the story.</summary>
    private sealed class Told(IStory story, Invocation invocation, Referee referee) : IJournal
    {
        public void Record(JournalEntry entry) => story.Tell(invocation.Name, () => $"{entry.What} {entry.Subject}: {entry.Reason}");

        public void Measure(Metric metric) => referee.Measured(metric);
    }
}
