using Amazon.DynamoDBv2.Model;
using Kickoff.Cloud.Ec2;
using Kickoff.Core.Scaling;
using NodaTime;

namespace Kickoff.Tick.Tests;

/// <summary>
/// The runbooks of docs/operations.md, played. A restore makes a new table as the old one was at a point in time
/// (amazondynamodb/latest/developerguide/PointInTimeRecovery.html); EC2 and the load balancers go on as they are.
/// </summary>
public sealed class RunbookTests
{
    [Fact]
    public void Restored_to_when_a_server_was_drained_nobody_is_taken_out_ended_or_launched_again()
    {
        var world = InTheMatch();
        world.Hold(HoldKind.Exactly, 2, Duration.FromHours(3));
        world.Tick();
        var drained = Assert.Single(world.Record().Drains).Instance;
        var backup = world.LedgerItems.Select(item => item.ToDictionary()).ToArray();
        world.Hold(HoldKind.Exactly, 3, Duration.FromHours(3));
        world.Tick(20);
        Assert.Equal(3, world.Serving.Count());
        world.Deregistered.Clear();

        Restore(world, backup);
        world.Hold(HoldKind.Exactly, 3, Duration.FromHours(3));
        world.Tick(15);

        Assert.Equal(3, world.Serving.Count());
        Assert.Contains(world.Serving, server => server.Id == drained);
        Assert.Empty(world.Ended);
        Assert.Empty(world.Deregistered);
        Assert.Equal(3, world.Launches.Sum(launch => launch.Servers));
        Assert.Empty(world.Record().Drains);
    }

    [Fact]
    public void Where_the_restored_plan_wants_fewer_who_serves_has_a_whole_drain_from_when_it_is_taken_out()
    {
        var world = InTheMatch();
        world.Hold(HoldKind.Exactly, 2, Duration.FromHours(3));
        world.Tick();
        var backup = world.LedgerItems.Select(item => item.ToDictionary()).ToArray();
        world.Hold(HoldKind.Exactly, 3, Duration.FromHours(3));
        world.Tick(20);
        world.Deregistered.Clear();

        Restore(world, backup);
        var restored = world.Time.Now;
        world.Tick();

        var drain = Assert.Single(world.Record().Drains);
        Assert.Equal(restored + world.Pool.Drain, drain.Deadline);
        Assert.Equal([drain.Instance], world.Deregistered);
        world.Tick();
        Assert.Empty(world.Ended);
        world.Tick(5);
        Assert.Equal([drain.Instance], world.Ended);
    }

    // As far as a load balancer goes that refuses to let a server out until its drain's deadline has passed.
    [Fact]
    public void Who_was_not_taken_out_in_time_has_its_whole_drain_when_it_is()
    {
        var world = InTheMatch();
        world.Fate = request => request is Amazon.ElasticLoadBalancing.Model.DeregisterInstancesFromLoadBalancerRequest
            ? World.Failing(Ec2Errors.Of("AccessDenied", "not allowed")) : null;
        world.Hold(HoldKind.Exactly, 2, Duration.FromHours(3));
        world.Tick(10);
        world.Fate = _ => null;
        var let = world.Time.Now;
        world.Tick();

        var drain = Assert.Single(world.Record().Drains);
        Assert.True(drain.Deadline >= let + world.Pool.Drain);
        Assert.Empty(world.Ended);
        world.Tick(6);
        Assert.Equal([drain.Instance], world.Ended);
    }

    [Fact]
    public void With_an_empty_ledger_nobody_is_ended_launched_or_taken_out_and_all_leave_when_the_match_is_over()
    {
        var world = InTheMatch();

        world.LoseTheLedger();
        world.Tick(30);
        Assert.Equal(3, world.Serving.Count());
        Assert.Empty(world.Ended);
        Assert.Empty(world.Deregistered);
        Assert.Equal(3, world.Launches.Sum(launch => launch.Servers));
        Assert.DoesNotContain("CopiedTags", world.Alarms.InAlarm(world.Time.Now));

        world.Tick(150);
        Assert.Equal(3, world.Ended.Distinct().Count());
        Assert.Empty(world.Live);
    }

    [Fact]
    public async Task A_retired_pool_is_drained_and_ended_and_pages_no_more()
    {
        var world = AfterTheRename();
        world.Tick(4);
        Assert.Contains("UnknownPool", world.Alarms.InAlarm(world.Time.Now));

        var now = world.Time.Now;
        await world.Ledger.RetireAsync(
            new Retirement("old", Duration.FromMinutes(3), "kickoff:protect", now, now + Retirement.Lasts, "ops"), default);
        world.Tick();
        Assert.Equal(3, world.Live.Count(server => server.Now.Tags["kickoff:pool"] == "old"));
        world.Tick(40);

        Assert.DoesNotContain(world.Live, server => server.Now.Tags["kickoff:pool"] == "old");
        Assert.DoesNotContain("UnknownPool", world.Alarms.InAlarm(world.Time.Now));
        Assert.Null(world.Thrown);
        Assert.Contains(
            await world.Ledger.HistoryAsync("old", 50, default), activity => activity.What.StartsWith("end ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_retirement_that_is_taken_back_or_a_week_old_ends_nobody()
    {
        var world = AfterTheRename();
        var now = world.Time.Now;
        var past = new Retirement("old", Duration.Zero, "kickoff:protect", now - Retirement.Lasts, now, "ops");
        await world.Ledger.RetireAsync(past, default);
        world.Tick(10);
        await world.Ledger.RetireAsync(past with { Until = now + Retirement.Lasts }, default);
        Assert.True(await world.Ledger.RemoveRetirementAsync("old", default));
        world.Tick(10);

        Assert.Empty(world.Ended);
        Assert.Equal(3, world.Measured("UnknownPool"));
    }

    [Fact]
    public async Task A_renamed_pool_serves_before_the_old_one_is_retired()
    {
        // fleet.yml has the new name from the next deploy on; the old one's servers stay.
        var world = AfterTheRename();
        world.Hold(HoldKind.Exactly, 3, Duration.FromHours(3), pool: "backend");
        world.Tick(5);
        Assert.Equal(6, world.Serving.Count());

        var now = world.Time.Now;
        await world.Ledger.RetireAsync(
            new Retirement("old", Duration.FromMinutes(3), "kickoff:protect", now, now + Retirement.Lasts, "ops"), default);
        for (var minute = 0; minute < 40; minute++)
        {
            world.Tick();
            Assert.True(world.Serving.Count() >= 3);
        }

        Assert.All(world.Live, server => Assert.Equal("backend", server.Now.Tags["kickoff:pool"]));
        Assert.Equal(3, world.Live.Count());
    }

    // A dead-letter queue's messages are redriven in any order, hours later.
    [Fact]
    public void An_event_that_is_redriven_late_puts_nobody_back_who_was_drained_and_stops_at_nobody_who_is_gone()
    {
        var world = InTheMatch();
        world.Hold(HoldKind.Exactly, 2, Duration.FromHours(3));
        world.Tick();
        var drained = world.Account.Ec2.Find(Assert.Single(world.Record().Drains).Instance)!;
        world.Registered.Clear();

        world.Event(drained);
        Assert.Empty(world.Registered);
        world.Tick(8);
        world.Event(drained);
        world.Serving.ToList().ForEach(world.Event);

        Assert.Empty(world.Registered);
        Assert.Equal(2, world.Serving.Count());
        Assert.Null(world.Thrown);
    }

    [Fact]
    public void After_a_roll_back_what_the_newer_version_wrote_besides_is_left_as_it_is()
    {
        var world = InTheMatch();
        foreach (var sort in new[] { "acts#0190", "forecast", "instance#i-0123456789abcdef0#quarantine", "launches#2" })
        {
            world.Account.DynamoDb.Put(
                new()
                {
                    TableName = Simulation.Deployment.LedgerTable,
                    Item = new() { ["PK"] = new() { S = "pool#backend" }, ["SK"] = new() { S = sort }, ["word"] = new() { S = "new" } },
                },
                world.Time.Now);
        }

        world.Tick(10);

        Assert.Equal(4, world.LedgerItems.Count(item => item.TryGetValue("word", out var word) && word.S == "new"));
        Assert.Equal(3, world.Serving.Count());
        Assert.Null(world.Thrown);
    }

    [Fact]
    public void Before_a_stack_is_deleted_its_pools_are_emptied_by_a_hold_of_none()
    {
        var world = new World(start: World.Kickoff - Duration.FromMinutes(15));
        world.Hold(HoldKind.Exactly, 3, Duration.FromHours(1));
        world.Tick(6);
        Assert.Equal(3, world.Serving.Count());

        world.Hold(HoldKind.Exactly, 0, Duration.FromHours(24));
        world.Tick(20);

        Assert.Empty(world.Live);
        Assert.False(world.Account.Balancing.Find(World.Web)!.Members.Any());
    }

    /// <summary>Three servers that Kickoff launched serve a match.</summary>
    private static World InTheMatch()
    {
        var world = new World(start: World.Kickoff - Duration.FromMinutes(15)).With(World.Match(World.Kickoff));
        world.Tick(8);
        Assert.Equal(3, world.Serving.Count());
        return world;
    }

    /// <summary>Three servers of the pool old serve, and the fleet.yml that is deployed has the pool backend instead.</summary>
    private static World AfterTheRename()
    {
        var world = new World(World.PoolOf("old"));
        world.Hold(HoldKind.Exactly, 3, Duration.FromHours(3));
        world.Tick(8);
        Assert.Equal(3, world.Serving.Count());
        world.Deploy(World.PoolOf("backend"));
        return world;
    }

    private static void Restore(World world, IEnumerable<Dictionary<string, AttributeValue>> backup)
    {
        world.LoseTheLedger();
        foreach (var item in backup)
        {
            world.Account.DynamoDb.Put(new() { TableName = Simulation.Deployment.LedgerTable, Item = item }, world.Time.Now);
        }
    }
}
