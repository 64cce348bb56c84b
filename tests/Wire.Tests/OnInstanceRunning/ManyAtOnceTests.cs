using Kickoff.Local.Lambda;
using Kickoff.Wire.Tests.Local;
using Xunit.Abstractions;

namespace Kickoff.Wire.Tests.OnInstanceRunning;

public sealed class ManyAtOnceTests(EmulatorFixture emulator, ITestOutputHelper output) : IClassFixture<EmulatorFixture>
{
    [Fact]
    public async Task Sixteen_copies_fed_the_same_two_hundred_events_register_each_server_once()
    {
        const int Copies = 16;
        await using var stage = await Stage.SetAsync(emulator.Proxy, options => options with { Concurrency = Copies });
        var ids = await stage.LaunchAsync(200);
        var events = ids.Select(id => Stage.EventOf(id)).ToArray();

        var results = await Task.WhenAll(Enumerable.Range(0, Copies).Select(_ => stage.InvokeAsync(events)));

        Assert.Equal(Copies, stage.Function.SandboxesStarted);
        // The emulator may be too slow for sixteen at once; what comes back is delivered again, as the queue does.
        await stage.DeliverAsync([.. results.SelectMany(Stage.Again).Distinct().Select(index => events[index])]);
        Assert.Equal(ids.Order(), (await stage.MembersAsync()).Order());
        Assert.Equal(ids.Order(), (await stage.Aws.TargetsAsync(stage.TargetGroup)).Order());
        Assert.All(ids, id => Assert.Equal(1, stage.Registrations(id)));
        var calls = stage.Calls.Count(call => call.Action == "RegisterInstancesWithLoadBalancer");
        output.WriteLine($"{calls} calls to the classic load balancer, {stage.Calls.Count} in all.");
        Assert.InRange(calls, 1, Copies);
    }

    [Fact]
    public async Task When_AWS_is_unreachable_in_the_middle_the_records_come_again_and_each_server_is_registered_once()
    {
        await using var stage = await Stage.SetAsync(emulator.Proxy);
        var ids = await stage.LaunchAsync(3);
        var events = ids.Select(id => Stage.EventOf(id)).ToArray();
        var caller = stage.Function.Options.AccessKey;
        using (emulator.Proxy.Faults.Add(new(call => call.Caller == caller && call.Action == "RegisterInstancesWithLoadBalancer", async (_, _, _) =>
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
        using (emulator.Proxy.Faults.Add(new(call => call.Caller == caller, Kickoff.Local.Emulator.Faults.CommonFaults.Hang)))
        {
            var result = await stage.InvokeAsync(Stage.EventOf(id));

            Assert.Null(result.Error);
            Assert.Equal([0], Stage.Again(result));
            Assert.Contains(result.Log.Json, line => (string?)line["what"] == "out of time");
        }

        await stage.DeliverAsync(Stage.EventOf(id));
        Assert.Equal([id], await stage.MembersAsync());
    }

    [Fact]
    public async Task With_little_time_left_nothing_is_begun()
    {
        await using var stage = await Stage.SetAsync(emulator.Proxy, options => options with { Timeout = TimeSpan.FromSeconds(10) });

        Assert.Equal([0], Stage.Again(await stage.InvokeAsync(Stage.EventOf("i-0123456789abcdef0"))));

        Assert.Empty(stage.Calls);
    }
}
