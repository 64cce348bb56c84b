using Kickoff.Local.Emulator;
using Kickoff.Local.Emulator.Calls;
using Kickoff.Local.Emulator.Faults;
using Kickoff.Wire.Tests.Local;
using Xunit.Abstractions;

namespace Kickoff.Wire.Tests.OnInstanceRunning;

/// <summary>
/// The function is killed with signal 9 at each of its calls in turn, before it was done and after, and its batch delivered again.
/// </summary>
[Collection(UsesEmulator.Name)]
public sealed class DyingTests(EmulatorFixture emulator, ITestOutputHelper output) : IAsyncLifetime
{
    private readonly HashSet<int> _undone = [];
    private Stage _stage = null!;

    public async Task InitializeAsync() => _stage = await Stage.SetAsync(emulator.Proxy);

    public Task DisposeAsync() => _stage.DisposeAsync().AsTask();

    [Fact]
    public Task Killed_at_any_call_each_started_server_is_registered_exactly_once() => AtEveryCallAsync(
        () => _stage.LaunchAsync(2),
        async ids =>
        {
            var members = await _stage.MembersAsync();
            var targets = await _stage.Aws.TargetsAsync(_stage.TargetGroup);
            Assert.All(ids, id => Assert.Single(members, id));
            Assert.All(ids, id => Assert.Single(targets, id));
            Assert.All(ids, id => Assert.Equal(1, Done("RegisterInstancesWithLoadBalancer", "Instances.member", ".InstanceId", id)));
            Assert.All(ids, id => Assert.Equal(1, Done("RegisterTargets", "Targets.member", ".Id", id)));
            await SettledAsync(ids, "registered");
        });

    [Fact]
    public Task Killed_at_any_call_each_stopped_server_is_taken_out() => AtEveryCallAsync(
        async () =>
        {
            var ids = await _stage.LaunchAsync(1);
            await _stage.DeliverAsync(Stage.EventOf(ids[0]));
            await _stage.DoAsync("StopInstances", ids[0]);
            return ids;
        },
        async ids =>
        {
            Assert.DoesNotContain(ids[0], await _stage.MembersAsync());
            Assert.DoesNotContain(ids[0], await _stage.Aws.TargetsAsync(_stage.TargetGroup));
            await SettledAsync(ids, "deregistered");
        });

    [Fact]
    public Task Killed_at_any_call_each_terminated_server_is_noted_once() => AtEveryCallAsync(
        async () =>
        {
            var ids = await _stage.LaunchAsync(1);
            await _stage.DeliverAsync(Stage.EventOf(ids[0]));
            await _stage.DoAsync("TerminateInstances", ids[0]);
            return ids;
        },
        async ids =>
        {
            Assert.Single(
                await _stage.LedgerAsync(), item => (string?)item["PK"]!["S"] == "terminated" && (string?)item["instance"]!["S"] == ids[0]);
            await SettledAsync(ids, "deregistered");
        });

    private async Task AtEveryCallAsync(Func<Task<IReadOnlyList<string>>> prepare, Func<IReadOnlyList<string>, Task> check)
    {
        var recorded = await PlayAsync(prepare, check, null);
        output.WriteLine($"{recorded.Count} calls: {string.Join(' ', recorded.Select(call => call.Action))}");
        for (var call = 0; call < recorded.Count; call++)
        {
            foreach (var done in new[] { false, true })
            {
                try
                {
                    await PlayAsync(prepare, check, new(_ => true, Die(done)) { Skip = call, Times = 1 });
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    throw new InvalidOperationException(
                        $"Killed {(done ? "after" : "before")} call {call}, {recorded[call].Action}: {exception.Message}", exception);
                }
            }
        }
    }

    /// <summary>One batch, delivered until nothing comes back; the calls the function made.</summary>
    private async Task<IReadOnlyList<EmulatorCall>> PlayAsync(
        Func<Task<IReadOnlyList<string>>> prepare, Func<IReadOnlyList<string>, Task> check, FaultRule? rule)
    {
        var ids = await prepare();
        var before = _stage.Calls.Count;
        var caller = _stage.Function.Options.AccessKey;
        var fault = rule is null ? null : emulator.Proxy.Faults.Add(rule with { Matches = call => call.Caller == caller });
        await _stage.DeliverAsync([.. ids.Select(id => Stage.EventOf(id))]);
        Assert.Equal(rule is null ? null : 1, fault?.Met);
        fault?.Dispose();
        await check(ids);
        return [.. _stage.Calls.Skip(before)];
    }

    private Fault Die(bool done) => async (call, perform, _) =>
    {
        if (done)
        {
            await perform();
        }
        else
        {
            _undone.Add(call.Number);
        }

        _stage.Function.Kill();
        return null;
    };

    /// <summary>Calls that were done, answered or not, and named this server.</summary>
    private int Done(string action, string list, string member, string id) => _stage.Calls
        .Where(
            call =>
                call.Action == action && call.ErrorCode is null && call.List(list, member).Contains(id) && !_undone.Contains(call.Number))
        .DistinctBy(call => call.Headers["amz-sdk-invocation-id"])
        .Count();

    private async Task SettledAsync(IReadOnlyList<string> ids, string state)
    {
        var items = (await _stage.LedgerAsync()).Where(
            item => ((string)item["SK"]!["S"]!).StartsWith("membership#", StringComparison.Ordinal)).ToArray();
        foreach (var id in ids)
        {
            var mine = items.Where(item => (string?)item["PK"]!["S"] == $"instance#{id}").ToArray();
            Assert.Equal(2, mine.Length);
            Assert.All(mine, item => Assert.Equal(state, (string?)item["state"]!["S"]));
            Assert.All(mine, item => Assert.False(item.ContainsKey("owner")));
        }
    }
}
