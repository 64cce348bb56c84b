using System.Collections.Concurrent;
using Kickoff.Local.Emulator;
using Kickoff.Local.Emulator.Calls;
using Kickoff.Local.Emulator.Faults;
using Kickoff.Wire.Tests.Local;
using Xunit.Abstractions;

namespace Kickoff.Wire.Tests.OnInstanceRunning;

[Collection(UsesEmulator.Name)]
public sealed class ManyAtOnceTests(EmulatorFixture emulator, ITestOutputHelper output)
{
    [Fact]
    public async Task Sixteen_copies_fed_the_same_two_hundred_events_register_each_server_once()
    {
        const int Copies = 16;
        // The emulator is slower than AWS; what is proven here does not depend on time.
        await using var stage = await Stage.SetAsync(
            emulator.Proxy, options => options with { Concurrency = Copies, Timeout = TimeSpan.FromMinutes(5) }, targetGroup: false);
        var ids = await stage.LaunchAsync(200);
        var events = ids.Select(id => Stage.EventOf(id)).ToArray();
        using var together = emulator.Proxy.Faults.Add(
            FaultRule.On(stage.Function.Options.AccessKey, "DescribeInstances", Together(Copies)));

        var results = await Task.WhenAll(Enumerable.Range(0, Copies).Select(_ => stage.InvokeAsync(events)));

        Assert.Equal(Copies, stage.Function.SandboxesStarted);
        // Under load the SDK gives up on calls that the emulator still does; the queue delivers again when leases have run out.
        await stage.LetLeasesRunOutAsync();
        await stage.DeliverAsync([.. results.SelectMany(Stage.Again).Distinct().Select(index => events[index])]);
        Assert.Equal(ids.Order(), (await stage.MembersAsync()).Order());
        Assert.All(ids, id => Assert.Equal(1, stage.Registrations(id)));
        var lost = stage.Calls.Count(call => call.ErrorCode == "ConditionalCheckFailedException");
        var calls = stage.Calls.Where(call => call.Action == "RegisterInstancesWithLoadBalancer").DistinctBy(
            call => call.Headers["amz-sdk-invocation-id"]).Count();
        output.WriteLine($"{calls} calls to the load balancer; {stage.Calls.Count} calls in all, {lost} of them lost races for a claim.");
        // On a busy machine a copy may come late and find everything settled: most, not all, must have been at it together.
        Assert.True(lost > 200 * Copies / 2, "The copies did not race.");
    }

    [Fact]
    public async Task When_AWS_is_unreachable_in_the_middle_the_records_come_again_and_each_server_is_registered_once()
    {
        await using var stage = await Stage.SetAsync(emulator.Proxy);
        var ids = await stage.LaunchAsync(3);
        var events = ids.Select(id => Stage.EventOf(id)).ToArray();
        var caller = stage.Function.Options.AccessKey;
        using (
            emulator.Proxy.Faults.Add(
                new(call => call.Caller == caller && call.Action == "RegisterInstancesWithLoadBalancer", async (_, _, _) =>
        {
            await Task.Yield();
            _ = emulator.Proxy.RefuseConnectionsAsync();
            return null;
        })))
        {
            var result = await stage.InvokeAsync(events);

            Assert.True(result.Succeeded);
            Assert.Equal([0, 1, 2], Stage.Again(result));
        }

        await emulator.Proxy.AcceptConnectionsAsync();
        await stage.LetLeasesRunOutAsync();
        await stage.DeliverAsync(events);

        Assert.Equal(ids.Order(), (await stage.MembersAsync()).Order());
        Assert.Equal(ids.Order(), (await stage.Aws.TargetsAsync(stage.TargetGroup)).Order());
    }

    [Fact]
    public async Task When_AWS_does_not_answer_the_records_come_again_before_the_function_is_out_of_time()
    {
        await using var stage = await Stage.SetAsync(emulator.Proxy, options => options with { Timeout = TimeSpan.FromSeconds(16) });
        var id = (await stage.LaunchAsync(1))[0];
        var caller = stage.Function.Options.AccessKey;
        using (emulator.Proxy.Faults.Add(new(call => call.Caller == caller, CommonFaults.Hang)))
        {
            var result = await stage.InvokeAsync(Stage.EventOf(id));

            Assert.Null(result.Error);
            Assert.Equal([0], Stage.Again(result));
            Assert.Contains(result.Log.Json, line => (string?)line["what"] == "out of time");
        }

        await stage.DeliverAsync(Stage.EventOf(id));
        Assert.Equal([id], await stage.MembersAsync());
    }

    /// <summary>Nobody gets an answer before all have asked; then all get the same.</summary>
    private static Fault Together(int copies)
    {
        var asked = new ConcurrentDictionary<string, bool>();
        var all = new TaskCompletionSource<Task<EmulatorReply>>(TaskCreationOptions.RunContinuationsAsynchronously);
        return async (call, perform, _) =>
        {
            // What the SDK sends again, having waited for the others, is no other copy.
            asked[call.Headers["amz-sdk-invocation-id"]] = true;
            if (asked.Count == copies && !all.Task.IsCompleted)
            {
                all.TrySetResult(perform());
            }

            return await await all.Task;
        };
    }

    [Fact]
    public async Task With_little_time_left_nothing_is_begun()
    {
        await using var stage = await Stage.SetAsync(emulator.Proxy, options => options with { Timeout = TimeSpan.FromSeconds(10) });

        Assert.Equal([0], Stage.Again(await stage.InvokeAsync(Stage.EventOf("i-0123456789abcdef0"))));

        Assert.Empty(stage.Calls);
    }
}
