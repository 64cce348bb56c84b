using Kickoff.Local.Emulator.Faults;
using Kickoff.Local.Lambda;
using Kickoff.Wire.Tests.Local;

namespace Kickoff.Wire.Tests.ScaleSchedule;

/// <summary>What fails costs what it speaks of: a subnet its share, a load balancer its registrations, an item itself.</summary>
[Collection(UsesEmulator.Name)]
public sealed class LocalFailureTests(EmulatorFixture emulator)
{
    // RunInstances' own codes, and one nobody has heard of.
    [Theory]
    [InlineData("InvalidSubnetID.NotFound")]
    [InlineData("UnauthorizedOperation")]
    [InlineData("Client.OfTomorrow")]
    public async Task A_subnet_that_refuses_leaves_its_servers_to_the_other(string code)
    {
        await using var stage = await Stage.SetAsync(emulator.Proxy);
        using var fault = stage.Fail("RunInstances", stage.Subnets[0], CommonFaults.Error(code));
        var tick = Ok(await stage.TickAsync());

        Assert.Equal(4, (await stage.RunningAsync()).Count(server => server.Subnet == stage.Subnets[1]));
        Assert.Equal([1.0], tick.Log.Metric("LaunchRefused"));
    }

    [Fact]
    public async Task A_subnet_that_hangs_leaves_its_servers_to_the_other_in_the_same_tick()
    {
        await using var stage = await Stage.SetAsync(emulator.Proxy);
        using var fault = stage.Fail("RunInstances", stage.Subnets[0], CommonFaults.Hang);
        var tick = Ok(await stage.TickAsync());

        Assert.Equal(4, (await stage.RunningAsync()).Count(server => server.Subnet == stage.Subnets[1]));
        Assert.Equal([1.0], tick.Log.Metric("LaunchUnanswered"));
        // Asked once: the token replays it, and the next candidate has the time.
        Assert.Equal(1, fault.Met);
        // With four planned and four there it is not asked again, and the sweep has its time.
        Ok(await stage.TickAsync());
        Assert.Equal(1, fault.Met);
        Assert.Equal(4, (await stage.MembersAsync()).Count);
    }

    [Theory]
    [InlineData("DescribeInstanceHealth", "AccessDenied")]
    [InlineData("DescribeInstanceHealth", "Client.OfTomorrow")]
    [InlineData("RegisterInstancesWithLoadBalancer", "ValidationError")]
    [InlineData("RegisterInstancesWithLoadBalancer", "Client.OfTomorrow")]
    public async Task A_load_balancer_that_refuses_costs_no_tick(string action, string code)
    {
        await using var stage = await Stage.SetAsync(emulator.Proxy);
        using (stage.Fail(action, CommonFaults.Error(code, 403)))
        {
            Ok(await stage.TickAsync());
            Assert.Contains(code, Ok(await stage.TickAsync()).Log.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal(4, (await stage.RunningAsync()).Count);
        Ok(await stage.TickAsync());
        Assert.Equal(4, (await stage.MembersAsync()).Count);
    }

    [Theory]
    [InlineData("UnauthorizedOperation", 403)]
    [InlineData("Client.OfTomorrow", 400)]
    [InlineData("InternalError", 500)]
    public async Task Without_a_word_on_images_a_tick_still_sweeps(string code, int status)
    {
        await using var stage = await Stage.SetAsync(emulator.Proxy);
        using (stage.Fail("DescribeImages", CommonFaults.Error(code, status)))
        {
            Assert.Equal([1.0], Ok(await stage.TickAsync()).Log.Metric("NoImage"));
            // What the sweep alone asks EC2 for.
            Assert.Contains(stage.Calls("DescribeInstances"), call => call.Parameters.Values.Contains("terminated"));
        }

        Ok(await stage.TickAsync());
        Assert.Equal(4, (await stage.RunningAsync()).Count);
    }

    [Fact]
    public async Task Items_that_this_version_cannot_read_cost_only_themselves()
    {
        await using var stage = await Stage.SetAsync(emulator.Proxy);
        var today = Time[..10];
        await stage.PutItemAsync(
            "Fixtures", ("competition", "Cup"), ("id", "status-of-tomorrow"), ("day", today), ("home", "A"), ("away", "B"), ("zone", "UTC"),
            ("status", "HALF_SUSPENDED"));
        await stage.PutItemAsync(
            "Fixtures", ("competition", "Cup"), ("id", "on-mars"), ("day", today), ("home", "A"), ("away", "B"), ("zone", "Mars/Olympus"), (
                "status", "Scheduled"));
        await stage.PutItemAsync(
            "Ledger", ("PK", $"pool#{Pool.Name}"), ("SK", "drain#i-0123456789abcdef0"), ("boot", Time), ("since", Time), ("deadline", Time),
            ("cause", "OfTomorrow"));
        await stage.PutItemAsync("Ledger", ("PK", $"pool#{Pool.Name}"), ("SK", "hold"), ("kind", "OfTomorrow"));
        await stage.PutItemAsync(
            "Ledger", ("PK", $"pool#{Pool.Name}"), ("SK", $"launch#{Guid.CreateVersion7()}"), ("at", Time), ("state", "OfTomorrow"));
        var tick = Ok(await stage.TickAsync());

        Assert.Equal(4, (await stage.RunningAsync()).Count);
        Assert.Equal(5, tick.Log.Metric("UnreadableItems").Sum());
        Assert.Contains("status-of-tomorrow", tick.Log.ToString(), StringComparison.Ordinal);
        Assert.Contains("drain#i-0123456789abcdef0", tick.Log.ToString(), StringComparison.Ordinal);
        // As it was, for the version that understands it.
        Assert.Equal("OfTomorrow", (string)Assert.Single(await stage.LedgerAsync("drain"))["cause"]!["S"]!);
    }

    private static string Time => TimeProvider.System.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'", null);

    private static InvocationResult Ok(InvocationResult tick)
    {
        Assert.True(tick.Succeeded, $"{tick.Error}\n{tick.Log}");
        return tick;
    }
}
