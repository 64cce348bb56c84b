using Kickoff.Cloud.DynamoDb;
using Kickoff.Core.Scaling;
using Kickoff.Simulation.Calls;
using NodaTime;

namespace Kickoff.Tick.Tests;

/// <summary>docs/scaling.md: which ticks act, and on what they look.</summary>
public sealed class ScheduleTests
{
    private static readonly Duration Minute = Duration.FromMinutes(1);

    [Fact]
    public void Servers_are_in_service_before_kickoff_and_gone_after_the_match()
    {
        var world = new World().With(World.Match(World.Kickoff));

        while (world.Time.Now < World.Kickoff)
        {
            world.Tick();
        }

        Assert.Equal(3, world.Serving.Count());
        world.Tick(180);
        Assert.Empty(world.Live);
        Assert.Equal(3, world.Ended.Count);
        Assert.Equal(0, world.Measured("Planned"));
    }

    [Theory]
    [InlineData(-6)]
    [InlineData(6)]
    public void A_tick_that_is_far_from_the_clock_is_refused(int minutes)
    {
        var world = new World();
        world.Hold(HoldKind.Exactly, 2, Duration.FromHours(1), Duration.FromHours(-1));

        world.Tick(world.Time.Now + Duration.FromMinutes(minutes));

        Assert.Empty(world.Launches);
        Assert.Contains(world.Lines, line => line.What == "tick refused");
    }

    [Fact]
    public void The_tick_of_a_minute_acts_once_however_often_it_comes()
    {
        var world = new World();
        world.Hold(HoldKind.Exactly, 2, Duration.FromHours(1));
        var tick = world.Time.Now;

        world.Tick(tick);
        var launched = world.Launches.Count;
        world.Tick(tick);

        Assert.Equal(2, world.Live.Count());
        Assert.Equal(launched, world.Launches.Count);
        Assert.Contains(world.Lines, line => line.What == "tick dropped");
    }

    [Fact]
    public void A_match_that_began_yesterday_still_has_its_servers_after_midnight()
    {
        var kickoff = Instant.FromUtc(2012, 6, 28, 23, 0);
        var world = new World(start: Instant.FromUtc(2012, 6, 29, 0, 10)).With(World.Match(kickoff));

        world.Tick();

        Assert.Equal(3, world.Live.Count());
    }

    [Theory]
    [InlineData(36)]
    [InlineData(24 * 6)]
    public void A_match_days_ahead_has_its_servers_as_the_plan_says(int readyBeforeHours)
    {
        var pool = World.PoolOf("backend") is var usual ? usual with
        {
            Capacity = usual.Capacity with { ReadyBefore = Duration.FromHours(readyBeforeHours) },
        } : usual;
        var kickoff = Instant.FromUtc(2012, 6, 28, 23, 30);
        var world = new World(pool, kickoff - pool.Capacity.ReadyBefore - pool.Capacity.BootTime).With(World.Match(kickoff));

        world.Tick();

        Assert.Equal(3, world.Live.Count());
    }

    [Fact]
    public void A_match_just_after_midnight_has_its_servers_before_it()
    {
        var kickoff = Instant.FromUtc(2012, 6, 29, 0, 5);
        var world = new World(start: kickoff - Duration.FromMinutes(9)).With(World.Match(kickoff));

        world.Tick();

        Assert.Equal(3, world.Live.Count());
    }

    [Fact]
    public void A_knockout_match_keeps_its_servers_for_extra_time()
    {
        Assert.Empty(After(World.Match(World.Kickoff)).Live);
        Assert.Equal(3, After(World.Match(World.Kickoff) with { Knockout = true }).Serving.Count());

        static World After(Core.Fixtures.Fixture match)
        {
            var world = new World(start: World.Kickoff).With(match);
            world.Tick(140);
            return world;
        }
    }

    [Fact]
    public void Fixtures_on_a_second_page_are_planned_for()
    {
        // "A single Query operation will retrieve … 1 MB of data" (amazondynamodb/latest/developerguide/Query.Pagination.html).
        var long_ = new string('x', 300 * 1024);
        var world = new World(start: World.Kickoff).With(
            [.. Enumerable.Range(1, 5)
                .Select(number => World.Match(
                World.Kickoff, $"match-{number}") with { Round = long_, Status = Core.Fixtures.FixtureStatus.Postponed }),
            World.Match(World.Kickoff, "the-last")]);

        world.Tick();

        Assert.Equal(3, world.Live.Count());
    }

    [Fact]
    public void A_hold_ordered_from_a_machine_that_is_ahead_holds_at_once_and_one_of_tomorrow_does_not()
    {
        var world = new World();

        world.Hold(HoldKind.AtLeast, 2, Duration.FromHours(1), Duration.FromSeconds(30));
        world.Tick();
        Assert.Equal(2, world.Live.Count());

        var later = new World();
        later.Hold(HoldKind.AtLeast, 2, Duration.FromHours(1), Duration.FromHours(10));
        later.Tick();
        Assert.Empty(later.Live);
    }

    [Fact]
    public void A_tick_whose_ledger_does_not_answer_does_nothing_and_the_next_does_it()
    {
        var world = new World();
        world.Hold(HoldKind.Exactly, 2, Duration.FromHours(1));

        world.Fails(CallSite.UpdateItem, DynamoDbErrors.Of("InternalServerError", System.Net.HttpStatusCode.InternalServerError));
        world.Tick();
        Assert.Empty(world.Launches);
        Assert.Equal(1.0, world.Measured("PoolStopped"));

        world.Tick();
        Assert.Equal(2, world.Live.Count());
        Assert.Null(world.Thrown);
    }

    [Fact]
    public void What_is_there_is_measured()
    {
        var world = new World().With(World.Match(World.Kickoff));
        while (world.Time.Now < World.Kickoff - Minute)
        {
            world.Tick();
        }

        world.Tick();

        Assert.Equal(3, world.Measured("Planned"));
        Assert.Equal(3, world.Measured("InService"));
        Assert.Equal(0, world.Measured("ShortBeforeKickoff"));
        Assert.Equal(0, world.Measured("DryRun"));
        Assert.Equal(4, world.Metrics.Count);
        Assert.Equal(
            "3 planned, 3 due, 3 running, 3 in service, 0 draining",
            world.Lines.Last(line => line is { What: "pool", Subject: "backend" }).Reason);
    }

    [Fact]
    public async Task Who_has_lost_a_lease_does_not_release_it_for_who_has_it_now()
    {
        var world = new World();
        var lost = await LeaseAsync(world, "one", world.Time.Now);
        var later = world.Time.Now + ScaleTick.Lease + Minute;
        await LeaseAsync(world, "another", later);

        await Assert.ThrowsAsync<LeaseLostException>(() => world.Ledger.ReleaseAsync(lost, default));

        Assert.IsType<LeaseAnswer.HeldByAnother>(
            await world.Ledger.AcquireAsync(world.Pool.Name, "third", later + Minute, later, ScaleTick.Lease, default));
    }

    private static async Task<PoolLease> LeaseAsync(World world, string owner, Instant at) => Assert.IsType<LeaseAnswer.Acquired>(
        await world.Ledger.AcquireAsync(world.Pool.Name, owner, at, at, ScaleTick.Lease, default)).Lease;
}
