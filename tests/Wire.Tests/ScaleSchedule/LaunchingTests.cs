using System.Text;
using Kickoff.Local.Emulator;
using Kickoff.Local.Emulator.Calls;
using Kickoff.Local.Emulator.Faults;
using Kickoff.Wire.Tests.Local;

namespace Kickoff.Wire.Tests.ScaleSchedule;

/// <summary>Every way a launch can go, over the wire: four servers are wanted and four there are, whatever happened in between.</summary>
[Collection(UsesEmulator.Name)]
public sealed class LaunchingTests(EmulatorFixture emulator)
{
    [Fact]
    public async Task Servers_are_launched_balanced_from_the_newest_image_with_everything_in_the_one_call()
    {
        await using var stage = await SetAsync();
        Ok(await stage.TickAsync());

        var running = await stage.RunningAsync();
        Assert.Equal([2, 2], stage.Subnets.Select(subnet => running.Count(server => server.Subnet == subnet)));
        Assert.All(running, server => Assert.Equal(("m7i.large", MachineImages.NewestNoble), (server.Type, server.Image)));
        Assert.All(stage.Launches, call =>
        {
            Assert.Equal(("1", "required"), (call.Parameters["MinCount"], call.Parameters["MetadataOptions.HttpTokens"]));
            Assert.Equal($"#!/bin/sh\necho {stage.Name} {Pool.Name} eu-west-1\n", Encoding.UTF8.GetString(
                Convert.FromBase64String(call.Parameters["UserData"])));
            var tags = call.Parameters.Where(parameter => parameter.Key.StartsWith("TagSpecification.1.Tag.", StringComparison.Ordinal))
                .Select(parameter => parameter.Value).ToArray();
            Assert.Contains(stage.Name, tags);
            Assert.Contains(call.Parameters["ClientToken"], tags);
        });
        Assert.Empty(stage.Calls("CreateTags"));
        await FourAsync(stage);
    }

    [Fact]
    public async Task A_reply_lost_once_is_asked_for_again_by_the_SDK()
    {
        await using var stage = await SetAsync();
        stage.Fail("RunInstances", CommonFaults.LoseReply, times: 1);
        Ok(await stage.TickAsync());

        await FourAsync(stage);
        Assert.Equal(2, stage.Tokens.Count);
    }

    [Fact]
    public async Task A_reply_lost_for_good_is_asked_for_again_by_the_next_tick_with_the_same_token_and_request()
    {
        // Above the maximum there is never a server: while nobody knows what one subnet has, the other gets the rest of it.
        await using var stage = await Stage.SetAsync(emulator.Proxy, new Pool { Maximum = 4 });
        using (stage.Fail("RunInstances", stage.Subnets[0], CommonFaults.LoseReply))
        {
            Ok(await stage.TickAsync());
        }

        var lost = stage.Launches[0].Parameters["ClientToken"];
        Assert.Equal(4, (await stage.RunningAsync()).Count);
        Ok(await stage.TickAsync());

        await FourAsync(stage);
        var again = stage.Launches.Where(call => call.Parameters["ClientToken"] == lost).ToArray();
        Assert.True(again.Length > 1);
        Assert.All(again, call => Assert.Equal(again[0].Body, call.Body));
        Assert.Equal(2, stage.Tokens.Count);
    }

    [Fact]
    public async Task A_tick_killed_after_its_launch_is_finished_by_the_next()
    {
        await using var stage = await SetAsync();
        stage.Fail("RunInstances", CommonFaults.After(_ => Kill(stage)), times: 1);
        Assert.False((await stage.TickAsync()).Succeeded);
        Ok(await stage.TickAsync());

        await FourAsync(stage);
    }

    [Fact]
    public async Task A_tick_killed_before_its_launch_is_finished_by_the_next()
    {
        await using var stage = await SetAsync();
        stage.Fail("RunInstances", CommonFaults.Before(_ => Kill(stage)), times: 1);
        Assert.False((await stage.TickAsync()).Succeeded);
        Ok(await stage.TickAsync());

        await FourAsync(stage);
    }

    [Fact]
    public async Task A_token_that_EC2_knows_with_another_request_is_looked_up()
    {
        await using var stage = await SetAsync();
        stage.Fail("RunInstances", CommonFaults.Error("IdempotentParameterMismatch"), times: 1);
        Ok(await stage.TickAsync());

        Assert.Contains((await stage.LedgerAsync("launch")), item => (string)item["state"]!["S"]! == "Open");
    }

    [Fact]
    public async Task A_launch_whose_servers_were_ended_meanwhile_is_looked_up_and_not_made_again()
    {
        await using var stage = await SetAsync();
        using (stage.Fail("RunInstances", CommonFaults.LoseReply))
        {
            Ok(await stage.TickAsync());
        }

        await stage.TerminateAsync([.. (await stage.RunningAsync()).Select(server => server.Id)]);
        var tokens = stage.Tokens.Count;
        Ok(await stage.TickAsync());

        Assert.Contains(stage.Launches, call => call.ErrorCode == "IdempotentInstanceTerminated");
        Assert.Equal(tokens, stage.Tokens.Count);
    }

    [Fact]
    public async Task Without_capacity_for_a_type_in_a_subnet_the_next_candidate_is_taken()
    {
        await using var stage = await SetAsync();
        emulator.Proxy.Behaviour.Capacity = offer =>
            offer is { InstanceType: "m7i.large" } && offer.SubnetId == stage.Subnets[0] ? 0 : offer.MaxCount;
        Ok(await stage.TickAsync());

        Assert.DoesNotContain(await stage.RunningAsync(), server => server.Type == "m7i.large" && server.Subnet == stage.Subnets[0]);
        Assert.Single(stage.Launches, call => call.ErrorCode == "InsufficientInstanceCapacity");
        await FourAsync(stage);
    }

    [Fact]
    public async Task Of_capacity_for_some_the_some_are_taken_and_the_rest_elsewhere()
    {
        await using var stage = await SetAsync();
        emulator.Proxy.Behaviour.Capacity = offer => offer.InstanceType == "m7i.large" ? Math.Min(1, offer.MaxCount) : offer.MaxCount;
        Ok(await stage.TickAsync());

        Assert.Equal(2, (await stage.RunningAsync()).Count(server => server.Type == "m6i.large"));
        await FourAsync(stage);
    }

    [Theory]
    [InlineData("InsufficientFreeAddressesInSubnet")]
    [InlineData("VcpuLimitExceeded")]
    [InlineData("Unsupported")]
    public async Task What_else_means_no_capacity_is_one_as_well(string code)
    {
        await using var stage = await SetAsync();
        stage.Fail("RunInstances", CommonFaults.Error(code), times: 1);
        Ok(await stage.TickAsync());

        await FourAsync(stage);
    }

    [Fact]
    public async Task Without_any_capacity_the_shortage_is_told_and_tried_again_with_the_next_tick()
    {
        await using var stage = await SetAsync();
        emulator.Proxy.Behaviour.Capacity = _ => 0;
        var tick = Ok(await stage.TickAsync());

        Assert.Equal([1.0], tick.Log.Metric("NoCapacity"));
        // Two types in two subnets, each asked for once.
        Assert.Equal(4, stage.Launches.Count);
        Assert.Empty(await stage.RunningAsync());
        emulator.Proxy.Behaviour.Capacity = offer => offer.MaxCount;
        Ok(await stage.TickAsync());
        await FourAsync(stage);
    }

    [Fact]
    public async Task Throttled_twice_is_the_SDKs_to_bear()
    {
        await using var stage = await SetAsync();
        stage.Fail("RunInstances", CommonFaults.Throttle, times: 2);
        Ok(await stage.TickAsync());

        await FourAsync(stage);
    }

    [Fact]
    public async Task Throttled_throughout_the_launch_stays_open_and_new_work_comes_first()
    {
        await using var stage = await SetAsync();
        using (stage.Fail("RunInstances", CommonFaults.Throttle))
        {
            Ok(await stage.TickAsync());
        }

        Assert.Equal("Open", (string)Assert.Single(await stage.LedgerAsync("launch"))["state"]!["S"]!);
        Ok(await stage.TickAsync());
        Assert.InRange((await stage.RunningAsync()).Count, 1, 4);
    }

    [Fact]
    public async Task A_server_ended_by_hand_is_replaced()
    {
        await using var stage = await SetAsync();
        Ok(await stage.TickAsync());
        await stage.TerminateAsync((await stage.RunningAsync())[0].Id);
        Ok(await stage.TickAsync());

        await FourAsync(stage);
    }

    [Fact]
    public async Task A_dry_run_writes_what_it_would_do_and_does_nothing()
    {
        await using var stage = await Stage.SetAsync(emulator.Proxy, dryRun: true);
        Ok(await stage.TickAsync());

        Assert.Empty(stage.Launches);
        Assert.Contains(
            await stage.LedgerAsync("activity"), item => ((string)item["what"]!["S"]!).Contains("launch 4", StringComparison.Ordinal));
    }

    private Task<Stage> SetAsync() => Stage.SetAsync(emulator.Proxy);

    private static Task Kill(Stage stage)
    {
        stage.Function.Kill();
        return Task.CompletedTask;
    }

    private static Kickoff.Local.Lambda.InvocationResult Ok(Kickoff.Local.Lambda.InvocationResult tick)
    {
        Assert.True(tick.Succeeded, $"{tick.Error}\n{tick.Log}");
        return tick;
    }

    // Four, and a tick later still four, and every launch of the ledger is closed.
    private static async Task FourAsync(Stage stage)
    {
        Assert.Equal(4, (await stage.RunningAsync()).Count);
        Ok(await stage.TickAsync());
        Assert.Equal(4, (await stage.RunningAsync()).Count);
        Assert.DoesNotContain(await stage.LedgerAsync("launch"), item => (string)item["state"]!["S"]! == "Open");
    }
}
