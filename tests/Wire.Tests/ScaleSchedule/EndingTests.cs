using Kickoff.Local.Emulator;
using Kickoff.Local.Emulator.Calls;
using Kickoff.Local.Emulator.Faults;
using Kickoff.Wire.Tests.Local;

namespace Kickoff.Wire.Tests.ScaleSchedule;

/// <summary>Scaling in over the wire: out of the load balancer, then the drain time, then the end, and nobody else's servers.</summary>
[Collection(UsesEmulator.Name)]
public sealed class EndingTests(EmulatorFixture emulator)
{
    [Fact]
    public async Task Servers_leave_the_load_balancer_before_they_are_ended()
    {
        await using var stage = await FourOfOneAsync();
        Assert.Equal(4, (await stage.MembersAsync()).Count);

        await stage.TickAsync(TimeSpan.FromMinutes(31));
        Assert.Single(await stage.MembersAsync());
        Assert.Equal(4, (await stage.RunningAsync()).Count);

        await stage.TickAsync();
        Assert.Equal(await stage.MembersAsync(), (await stage.RunningAsync()).Select(server => server.Id));
    }

    [Fact]
    public async Task One_bad_id_does_not_keep_the_others_alive()
    {
        await using var stage = await FourOfOneAsync();
        await stage.TickAsync(TimeSpan.FromMinutes(31));
        var bad = (await stage.RunningAsync()).Select(server => server.Id).Except(await stage.MembersAsync()).First();
        using (emulator.Proxy.Faults.Add(new FaultRule(
            call => call.Action == "TerminateInstances" && call.List("InstanceId").Contains(bad),
            CommonFaults.Error("InvalidInstanceID.NotFound"))))
        {
            Assert.True((await stage.TickAsync()).Succeeded);
            Assert.Equal(2, (await stage.RunningAsync()).Count);
        }

        await stage.TickAsync();
        Assert.Single(await stage.RunningAsync());
    }

    [Fact]
    public async Task A_protected_server_is_never_ended()
    {
        await using var stage = await FourOfOneAsync();
        var kept = (await stage.RunningAsync()).Select(server => server.Id).ToArray();
        foreach (var (index, id) in kept.Index())
        {
            await stage.Aws.Ec2Async("CreateTags", ("ResourceId.1", id), ("Tag.1.Key", "kickoff:protect"), ("Tag.1.Value", $"{index}"));
        }

        await stage.TickAsync(TimeSpan.FromMinutes(31));
        await stage.TickAsync();
        await stage.TickAsync();
        Assert.Equal(kept.Order(), (await stage.RunningAsync()).Select(server => server.Id).Order());
    }

    [Fact]
    public async Task A_tick_killed_while_it_ends_servers_is_finished_by_the_next()
    {
        await using var stage = await FourOfOneAsync();
        await stage.TickAsync(TimeSpan.FromMinutes(31));
        stage.Fail("TerminateInstances", CommonFaults.Before(_ => Kill(stage)), times: 1);
        Assert.False((await stage.TickAsync()).Succeeded);

        await stage.TickAsync();
        Assert.Single(await stage.RunningAsync());
    }

    [Fact]
    public async Task Another_stacks_servers_are_neither_counted_nor_touched()
    {
        await using var stage = await Stage.SetAsync(emulator.Proxy, new Pool { Minimum = 1 });
        await stage.Aws.Ec2Async("RunInstances",
            ("ImageId", MachineImages.NewestNoble), ("InstanceType", "m7i.large"), ("MinCount", "3"), ("MaxCount", "3"),
            ("SubnetId", stage.Subnets[0]),
            ("SecurityGroupId.1", stage.SecurityGroup), ("TagSpecification.1.ResourceType", "instance"),
            ("TagSpecification.1.Tag.1.Key", "kickoff:stack"), ("TagSpecification.1.Tag.1.Value", $"{stage.Name}-other"),
            ("TagSpecification.1.Tag.2.Key", "kickoff:pool"), ("TagSpecification.1.Tag.2.Value", Pool.Name));
        for (var tick = 0; tick < 3; tick++)
        {
            Assert.True((await stage.TickAsync(TimeSpan.FromMinutes(16))).Succeeded);
        }

        Assert.Single(await stage.RunningAsync());
        Assert.Equal(3, (await stage.RunningAsync($"{stage.Name}-other")).Count);
        Assert.Empty(stage.Calls("TerminateInstances"));
    }

    [Fact]
    public async Task A_tick_that_comes_late_or_twice_is_dropped()
    {
        await using var stage = await Stage.SetAsync(emulator.Proxy);
        await stage.TickAsync();
        var before = stage.Calls("DescribeInstances").Count;

        Assert.Contains("tick dropped", (await stage.TickAgainAsync(TimeSpan.Zero)).Log.ToString(), StringComparison.Ordinal);
        Assert.Contains("tick dropped", (await stage.TickAgainAsync(TimeSpan.FromMinutes(1))).Log.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, stage.Calls("DescribeInstances").Count);
    }

    [Fact]
    public async Task A_tick_whose_lease_was_taken_over_stops_before_its_next_write()
    {
        await using var stage = await Stage.SetAsync(emulator.Proxy);
        // While this tick reads EC2, another takes the lease that has run out.
        stage.Fail("DescribeInstances", CommonFaults.Before(async _ => await stage.OvertakeAsync()), times: 1);
        var late = await stage.TickAsync();

        Assert.Contains("was taken over by another tick", late.Log.ToString(), StringComparison.Ordinal);
        Assert.Equal(4, (await stage.RunningAsync()).Count);
        Assert.Equal(2, stage.Tokens.Count);
    }

    [Fact]
    public async Task A_faulty_fleet_file_is_named_with_its_line_and_nothing_is_done()
    {
        await using var stage = await Stage.SetAsync(emulator.Proxy, fleet: "pools:\n  games:\n    launch: {}\n    wat: 1\n");
        var tick = await stage.TickAsync();

        Assert.False(tick.Succeeded);
        Assert.Contains("fleet.yml:4", tick.Error!.Message, StringComparison.Ordinal);
        Assert.Empty(stage.Launches);
    }

    // Four servers in service by an operator's hold, one that the plan wants when the hold is over.
    private async Task<Stage> FourOfOneAsync()
    {
        var stage = await Stage.SetAsync(emulator.Proxy, new Pool { Minimum = 1 });
        await stage.HoldAsync(4, TimeSpan.FromMinutes(30));
        await stage.TickAsync();
        await stage.TickAsync();
        Assert.Equal(4, (await stage.RunningAsync()).Count);
        return stage;
    }

    private static Task Kill(Stage stage)
    {
        stage.Function.Kill();
        return Task.CompletedTask;
    }
}
