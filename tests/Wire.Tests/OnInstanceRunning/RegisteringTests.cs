using Kickoff.Local;
using Kickoff.Local.Emulator;
using Kickoff.Local.Emulator.Faults;
using Kickoff.Wire.Tests.Local;

namespace Kickoff.Wire.Tests.OnInstanceRunning;

[Collection(UsesEmulator.Name)]
public sealed class RegisteringTests(EmulatorFixture emulator) : IAsyncLifetime
{
    private Stage _stage = null!;

    public async Task InitializeAsync() => _stage = await Stage.SetAsync(emulator.Proxy);

    public Task DisposeAsync() => _stage.DisposeAsync().AsTask();

    [Fact]
    public async Task A_running_server_is_registered_everywhere_its_group_says_and_remembered()
    {
        var ids = await _stage.LaunchAsync(3);

        var result = await _stage.InvokeAsync(ids.Select(id => Stage.EventOf(id)));

        Assert.Empty(Stage.Again(result));
        Assert.Equal(ids.Order(), (await _stage.MembersAsync()).Order());
        Assert.Equal(ids.Order(), (await _stage.Aws.TargetsAsync(_stage.TargetGroup)).Order());
        Assert.Equal(3, (await _stage.LedgerAsync()).Count(item => (string?)item["SK"]!["S"] == "inventory"));
        Assert.Equal(
            ["BatchGetItem", "DescribeInstances", "PutItem", "RegisterInstancesWithLoadBalancer", "RegisterTargets"],
            _stage.Calls.Select(call => call.Action).Distinct().Order());
        Assert.Single(_stage.Calls, call => call.Action == "DescribeInstances");
        Assert.Single(_stage.Calls, call => call.Action == "RegisterInstancesWithLoadBalancer");
        Assert.Single(_stage.Calls, call => call.Action == "RegisterTargets");
    }

    [Fact]
    public async Task Its_lines_say_what_was_decided_and_why_and_its_metrics_count()
    {
        var ids = await _stage.LaunchAsync(2);

        var log = (await _stage.InvokeAsync(ids.Select(id => Stage.EventOf(id)))).Log;

        var decisions = log.Json.Where(line => (string?)line["what"] == "registered").ToArray();
        Assert.Equal(4, decisions.Length);
        Assert.All(decisions, line => Assert.Equal("it runs and its groups name the load balancer", (string?)line["reason"]));
        Assert.Equal(ids.Order(), decisions.Select(line => (string)line["subject"]!).Distinct().Order());
        Assert.Equal([2.0, 2.0], log.Metric("Registered"));
        Assert.Equal(4, log.Metric("SecondsToRegistered").Count());
        Assert.Equal(log.Lines.Count, log.Json.Count());
    }

    [Fact]
    public async Task An_event_told_again_changes_nothing()
    {
        var id = (await _stage.LaunchAsync(1))[0];
        await _stage.InvokeAsync(Stage.EventOf(id));

        var again = await _stage.InvokeAsync(Stage.EventOf(id), Stage.EventOf(id, "stopped"));

        Assert.Empty(Stage.Again(again));
        Assert.Equal(1, _stage.Registrations(id));
        Assert.Single(_stage.Calls, call => call.Action == "RegisterTargets");
        Assert.Equal([id], await _stage.MembersAsync());
    }

    [Fact]
    public async Task A_server_that_was_stopped_and_started_is_registered_again()
    {
        var id = (await _stage.LaunchAsync(1))[0];
        await _stage.InvokeAsync(Stage.EventOf(id));
        await _stage.DoAsync("StopInstances", id);
        await _stage.InvokeAsync(Stage.EventOf(id, "stopped"));
        Assert.Empty(await _stage.MembersAsync());

        // A launch time has seconds only; the next boot is a later one.
        emulator.Proxy.Behaviour.Clock = new SteppedClock(TimeProvider.System.GetUtcNow().AddMinutes(1));
        await _stage.DoAsync("StartInstances", id);
        emulator.Proxy.Behaviour.Clock = TimeProvider.System;
        await _stage.InvokeAsync(Stage.EventOf(id));

        Assert.Equal([id], await _stage.MembersAsync());
        Assert.Equal(2, _stage.Registrations(id));
    }

    [Fact]
    public async Task A_terminated_server_is_noted_once_and_never_registered()
    {
        var id = (await _stage.LaunchAsync(1))[0];
        await _stage.InvokeAsync(Stage.EventOf(id));
        await _stage.DoAsync("TerminateInstances", id);

        await _stage.InvokeAsync(Stage.EventOf(id, "terminated"), Stage.EventOf(id));
        await _stage.InvokeAsync(Stage.EventOf(id, "terminated"));

        Assert.Equal(
            id, (string?)Assert.Single(await _stage.LedgerAsync(), item => (string?)item["PK"]!["S"] == "terminated")["instance"]!["S"]);
        Assert.Equal(1, _stage.Registrations(id));
    }

    [Fact]
    public async Task A_server_in_no_mapped_group_costs_one_look_and_nothing_else()
    {
        var id = (await _stage.LaunchAsync(1, mapped: false))[0];

        Assert.Empty(Stage.Again(await _stage.InvokeAsync(Stage.EventOf(id))));

        Assert.Equal(["DescribeInstances"], _stage.Calls.Select(call => call.Action));
    }

    [Fact]
    public async Task Every_read_of_the_ledger_is_strongly_consistent_and_every_membership_is_written_conditionally()
    {
        var id = (await _stage.LaunchAsync(1))[0];
        foreach (var action in new[] { "StartInstances", "StopInstances", "TerminateInstances" })
        {
            await _stage.DoAsync(action, id);
            await _stage.InvokeAsync(Stage.EventOf(id));
        }

        var queries = _stage.Calls.Where(call => call.Action is "Query" or "GetItem").ToArray();
        var batches = _stage.Calls.Where(call => call.Action == "BatchGetItem").ToArray();
        var memberships = _stage.Calls.Where(
            call => call.Action == "PutItem"
                && ((string)call.Json!["Item"]!["SK"]!["S"]!).StartsWith("membership#", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(queries);
        Assert.NotEmpty(batches);
        Assert.NotEmpty(memberships);
        Assert.All(queries, call => Assert.True((bool?)call.Json!["ConsistentRead"]));
        Assert.All(batches, call => Assert.True((bool?)call.Json!["RequestItems"]![_stage.Name]!["ConsistentRead"]));
        Assert.All(
            memberships,
            call => Assert.True((string?)call.Json!["ConditionExpression"] is "attribute_not_exists(PK)" or "revision = :revision"));
    }

    [Fact]
    public async Task A_load_balancer_that_is_not_there_fails_its_servers_loudly_and_nobody_elses_registration()
    {
        await _stage.Aws.ElbAsync("DeleteLoadBalancer", ("LoadBalancerName", _stage.Name));
        var id = (await _stage.LaunchAsync(1))[0];

        var result = await _stage.InvokeAsync(Stage.EventOf(id));

        Assert.Equal([0], Stage.Again(result));
        Assert.Equal([id], await _stage.Aws.TargetsAsync(_stage.TargetGroup));
        Assert.Equal([1.0], result.Log.Metric("RegistrationFailed"));
        Assert.Contains(
            result.Log.Json, line => (string?)line["level"] == "ERROR" && (string?)line["reason"] == $"there is no classic/{_stage.Name}");
    }

    [Fact]
    public async Task A_server_that_ended_between_the_look_and_the_call_costs_nobody_else_a_registration()
    {
        var ids = await _stage.LaunchAsync(4);
        var end = CommonFaults.Before(_ => _stage.DoAsync("TerminateInstances", ids[2]));
        using var fault = emulator.Proxy.Faults.Add(On("RegisterInstancesWithLoadBalancer", end) with { Times = 1 });

        var result = await _stage.InvokeAsync(ids.Select(id => Stage.EventOf(id)));

        Assert.Equal([2], Stage.Again(result));
        Assert.Equal(ids.Where(id => id != ids[2]).Order(), (await _stage.MembersAsync()).Order());
    }

    [Fact]
    public async Task What_AWS_throttles_is_tried_again_by_the_SDK()
    {
        var id = (await _stage.LaunchAsync(1))[0];
        var met = new List<FaultInForce>();
        foreach (var action in new[] { "DescribeInstances", "RegisterInstancesWithLoadBalancer", "RegisterTargets", "BatchGetItem" })
        {
            met.Add(emulator.Proxy.Faults.Add(On(action, CommonFaults.Throttle) with { Times = 2 }));
        }

        Assert.Empty(Stage.Again(await _stage.InvokeAsync(Stage.EventOf(id))));

        Assert.All(met, fault => Assert.Equal(2, fault.Met));
        Assert.Equal([id], await _stage.MembersAsync());
        met.ForEach(fault => fault.Dispose());
    }

    [Fact]
    public async Task A_registration_whose_reply_is_lost_for_good_is_not_made_again()
    {
        var id = (await _stage.LaunchAsync(1))[0];
        using (emulator.Proxy.Faults.Add(On("RegisterInstancesWithLoadBalancer", CommonFaults.ErrorAfter("ServiceUnavailable", 503))))
        {
            Assert.Equal([0], Stage.Again(await _stage.InvokeAsync(Stage.EventOf(id))));
        }

        var calls = _stage.Calls.Count(call => call.Action == "RegisterInstancesWithLoadBalancer");
        await _stage.LetLeasesRunOutAsync();
        Assert.Empty(Stage.Again(await _stage.InvokeAsync(Stage.EventOf(id))));

        Assert.Equal(calls, _stage.Calls.Count(call => call.Action == "RegisterInstancesWithLoadBalancer"));
        Assert.Equal([id], await _stage.MembersAsync());
    }

    private FaultRule On(string action, Fault fault) => FaultRule.On(_stage.Function.Options.AccessKey, action, fault);
}
