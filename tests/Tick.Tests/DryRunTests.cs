using Amazon.EC2.Model;
using Kickoff.Tick.Tests.Registration;
using NodaTime;

namespace Kickoff.Tick.Tests;

/// <summary>A stack with DryRun: everything is decided and told, and nothing in EC2 or at a load balancer is touched.</summary>
public sealed class DryRunTests
{
    [Fact]
    public async Task What_would_be_done_is_told_and_nothing_is_done()
    {
        var registry = new Registry();
        var pool = World.PoolOf("backend");
        pool = pool with { Capacity = pool.Capacity with { Minimum = 2 } };
        var tick = registry.Procedures.Tick([pool], registry.Desired, Duration.FromMinutes(5), dryRun: true);

        await tick.RunAsync(registry.Now, registry.Now + Duration.FromSeconds(48), default);

        Assert.Empty(registry.All);
        Assert.DoesNotContain(registry.Requests, request => request is RunInstancesRequest or TerminateInstancesRequest);
        Assert.DoesNotContain(registry.Calls, call => call.What != "members");
        Assert.Contains(registry.Lines, line => line.What.StartsWith("launch 2", StringComparison.Ordinal));
        var history = await registry.Unheard.Pools.HistoryAsync("backend", 10, default);
        Assert.Contains(history, activity => activity.What.Contains("launch 2", StringComparison.Ordinal));
    }
}
