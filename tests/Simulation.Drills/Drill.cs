using Kickoff.Core.Registration;
using Kickoff.Core.Scaling;
using Kickoff.Core.Telemetry;
using Kickoff.Simulation.Calls;
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
        var cloud = new Cloud(time, dice, boots, weather, referee, telling);
        var desired = new DesiredMemberships(Scene.Groups);
        var deployment = new Deployment(
            cloud, Scene.Stack, scene.Pools, desired, invocation => ClockOf(invocation, time, seed, drift), invocation => new Told(telling, invocation));
        var host = new FunctionHost(time, telling);
        var queue = new StateChangeQueue(cloud, deployment, host, invocation => ClockOf(invocation, time, seed, drift))
        {
            Ended = referee.Ended,
            DeliversTwice = () => weather.Strikes(FaultKind.RecordDeliveredTwice, 0.1, () => "a record whose receiver is still at it"),
        };
        acts = new OperatorActs(cloud, scene, weather, faults, referee);
        var bridge = new EventBridge(cloud, queue, new Schedule(deployment, host, telling), weather, faults, referee);
        cloud.Ec2.OnChange += (server, state) => bridge.StateChanged(server.Id, state);
        weather.RegistersSlowly = acts.RegistersSlowly;
        weather.EndsLate = () => time.After(Duration.FromSeconds(1), () => WantThemBack(scene, cloud, referee, telling));
        referee.Watch(cloud, desired);

        foreach (var (id, name) in Scene.SecurityGroups)
        {
            cloud.Ec2.SecurityGroups[id] = name;
        }

        foreach (var loadBalancer in Scene.LoadBalancers)
        {
            cloud.Balancing.Add(loadBalancer);
        }

        foreach (var fixture in scene.Fixtures)
        {
            cloud.Fixtures.Put(fixture);
        }

        foreach (var (at, what) in scene.Demands)
        {
            time.At(at, () => Change(cloud, what, referee, telling));
        }

        foreach (var kickoff in scene.Fixtures.Select(fixture => fixture.Kickoff).OfType<Instant>().Where(kickoff => kickoff > Scene.Start && kickoff < scene.End))
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
    private static void WantThemBack(Scene scene, Cloud cloud, Referee referee, IStory story)
    {
        var now = cloud.Time.Now;
        foreach (var pool in scene.Pools.Where(pool => cloud.Pools.Read(pool.Name).Drains.Any(drain => drain.ReturningSince is null && drain.Deadline <= now)))
        {
            var hold = new Hold(pool.Name, HoldKind.AtLeast, pool.Capacity.Maximum, now, now + Duration.FromMinutes(20), "operator", "they are wanted after all");
            Change(cloud, new Demand.Held(hold), referee, story);
        }
    }

    private static void Change(Cloud cloud, Demand demand, Referee referee, IStory story)
    {
        referee.NotePlan();
        switch (demand)
        {
            case Demand.Imported imported:
                story.Tell("demand", () => $"{imported.Fixture.Key.Id} is imported: kickoff {imported.Fixture.Kickoff}, {imported.Fixture.Status}");
                cloud.Fixtures.Put(imported.Fixture with { ImportedAt = cloud.Time.Now });
                break;
            case Demand.Held held:
                story.Tell("demand", () => $"{held.Hold.Pool} is held: {held.Hold.Kind} {held.Hold.Servers} until {held.Hold.Until}");
                cloud.Pools.PutHold(held.Hold, replace: true, cloud.Time.Now);
                break;
            case Demand.Released released:
                cloud.Pools.RemoveHold(released.Pool);
                break;
            default:
                throw new InvalidOperationException("A demand nobody knows.");
        }

        referee.NotePlan();
    }

    /// <summary>All machines are off from true time, and from each other.</summary>
    private static DriftingClock ClockOf(Invocation invocation, VirtualTime time, ulong seed, Duration drift)
    {
        var skew = new Dice(seed ^ ((ulong)invocation.Number << 32)).Between(Duration.FromMilliseconds(-800), Duration.FromMilliseconds(800));
        return new DriftingClock(time, () => drift + skew);
    }

    /// <summary>What functions log is part of the story.</summary>
    private sealed class Told(IStory story, Invocation invocation) : IJournal
    {
        public void Record(JournalEntry entry) => story.Tell(invocation.Name, () => $"{entry.What} {entry.Subject}: {entry.Reason}");

        public void Measure(Metric metric)
        {
        }
    }
}
