using Amazon.EC2.Model;
using Kickoff.Core.Scaling;
using Kickoff.Tick.Tests.Registration;
using NodaTime;

namespace Kickoff.Tick.Tests;

/// <summary>docs/operations.md, Dry run.</summary>
public sealed class DryRunTests
{
    [Fact]
    public async Task What_would_be_done_is_told_and_nothing_is_done()
    {
        var registry = new Registry();
        var pool = World.PoolOf("backend");
        pool = pool with { Capacity = pool.Capacity with { Minimum = 2 } };
        var settings = new TickSettings("the-stack", Duration.FromMinutes(5)) { DryRun = DryRun.Scaling };
        var tick = registry.Procedures.Tick([pool], registry.Desired, settings);

        await tick.RunAsync(registry.Now, registry.Now + Duration.FromSeconds(48), default);

        Assert.Empty(registry.All);
        Assert.DoesNotContain(registry.Requests, request => request is RunInstancesRequest or TerminateInstancesRequest);
        Assert.DoesNotContain(registry.Calls, call => call.What != "members");
        Assert.Contains(registry.Lines, line => line.What.StartsWith("launch 2", StringComparison.Ordinal));
        var history = await registry.Unheard.Pools.HistoryAsync("backend", 10, default);
        Assert.Contains(history, activity => activity.What.Contains("launch 2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_dry_run_does_nothing_and_its_history_has_a_line_where_that_changes()
    {
        var world = Dry(DryRun.Scaling).With(World.Match(World.Kickoff));

        world.Tick(60 * 6);

        Assert.Empty(world.Launches);
        var history = await world.Ledger.HistoryAsync(world.Pool.Name, 100, default);
        Assert.Equal(["would do nothing", "would launch 3", "would do nothing"], history.Select(activity => activity.What));
    }

    [Fact]
    public async Task A_dry_run_is_measured_and_in_the_lease()
    {
        var world = Dry(DryRun.All);

        world.Tick();

        Assert.Equal(1, world.Measured("DryRun"));
        Assert.Equal(DryRun.All, (await world.Ledger.LastTickAsync(world.Pool.Name, default))!.DryRun);
    }

    [Theory]
    [InlineData(DryRun.Scaling, 1)]
    [InlineData(DryRun.All, 0)]
    public void Events_register_in_a_dry_run_of_scaling_and_are_acknowledged_in_one_of_all(DryRun dryRun, int registered)
    {
        var world = Dry(dryRun);
        var server = world.ByHand(World.Stack, world.Pool.Name);
        world.Time.RunUntil(world.Time.Now + Duration.FromMinutes(1));

        world.Event(server);
        world.Tick(5);

        Assert.Equal(registered, world.Registered.Count);
        Assert.Equal(dryRun == DryRun.All, world.Lines.Exists(line => line.What == "dry run"));
    }

    [Fact]
    public void When_a_dry_run_of_all_is_over_the_sweep_registers_what_it_finds()
    {
        var world = Dry(DryRun.All);
        var server = world.ByHand(World.Stack, world.Pool.Name);
        world.Hold(HoldKind.Exactly, 1, Duration.FromHours(1));
        world.Tick();
        world.Event(server);

        world.Settings = world.Settings with { DryRun = DryRun.Off };
        world.Tick();

        Assert.Equal([server.Id], world.Registered);
    }

    private static World Dry(DryRun dryRun)
    {
        var world = new World();
        world.Settings = world.Settings with { DryRun = dryRun };
        return world;
    }
}
