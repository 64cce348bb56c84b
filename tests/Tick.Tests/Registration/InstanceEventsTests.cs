using Amazon.EC2.Model;
using Kickoff.Core.Registration;
using Kickoff.Core.Servers;
using NodaTime;
using InstanceState = Kickoff.Core.Servers.InstanceState;

namespace Kickoff.Tick.Tests.Registration;

public sealed class InstanceEventsTests
{
    private readonly Registry _registry = new();

    [Fact]
    public async Task Five_hundred_servers_whose_events_came_three_times_cost_a_handful_of_calls()
    {
        var servers = _registry.Servers(500);
        var events = Enumerable.Range(0, 3).SelectMany(copy => servers.Select(server => EventOf(server, $"{copy}-{server.Id}"))).ToArray();
        new Random(2012).Shuffle(events);

        foreach (var batch in events.Chunk(1000))
        {
            Assert.Empty(await HandleAsync(batch));
        }

        Assert.Equal(500, _registry.Members(Registry.Web).Count);
        Assert.All(servers.Select(server => server.Id), id => Assert.Equal(1, _registry.Registrations(id)));
        Assert.InRange(_registry.Calls.Length, 3, 6);
        Assert.Equal(500, _registry.InventoryWrites);
    }

    [Fact]
    public async Task An_event_of_a_server_in_no_mapped_group_costs_one_look_and_nothing_else()
    {
        await HandleAsync(
            EventOf(_registry.Server(InstanceState.Running, "office")), EventOf(_registry.Server(InstanceState.Stopped, "office")));

        Assert.Equal(2, Assert.Single(Assert.IsType<DescribeInstancesRequest>(Assert.Single(_registry.Requests)).Filters).Values.Count);
        Assert.Empty(_registry.Calls);
        Assert.Equal((0, 0), (_registry.MembershipWrites, _registry.InventoryWrites));
    }

    [Fact]
    public async Task What_EC2_shows_counts_and_not_what_the_event_says()
    {
        var server = _registry.Server();
        await HandleAsync(EventOf(server));
        _registry.Becomes(server, InstanceState.Stopping);

        // The event is of its start, delivered once more.
        await HandleAsync(EventOf(server));

        Assert.Empty(_registry.Members(Registry.Web));
        Assert.Equal(Cause.Stopped, _registry.Item(server)!.Because);
    }

    [Fact]
    public async Task An_instance_EC2_does_not_show_yet_comes_again_while_the_event_is_young()
    {
        var unknown = new InstanceEvent("young", Registry.Id(1), _registry.Now - InstanceEvents.Young + Duration.Epsilon);
        var older = new InstanceEvent("old", Registry.Id(2), _registry.Now - InstanceEvents.Young);

        Assert.Equal(["young"], await HandleAsync(unknown, older));

        Assert.Contains(_registry.Lines, line => line.What == "dropped" && line.Subject == Registry.Id(2).Value);
    }

    [Fact]
    public async Task A_mapped_server_that_EC2_still_shows_pending_comes_again()
    {
        var mapped = EventOf(_registry.Server(InstanceState.Pending), "mapped");
        var foreign = EventOf(_registry.Server(InstanceState.Pending, "office"), "foreign");

        Assert.Equal(["mapped"], await HandleAsync(mapped, foreign));
        Assert.Empty(_registry.Calls);
    }

    [Fact]
    public async Task A_stopped_server_is_taken_out_of_what_the_ledger_has_even_when_its_groups_changed()
    {
        var server = _registry.Server(groups: ["web", "api"]);
        await HandleAsync(EventOf(server));
        _registry.Becomes(_registry.Regroup(server, "plain"), InstanceState.Stopped);

        await HandleAsync(EventOf(server));

        Assert.All([Registry.Web, Registry.Api], at => Assert.Empty(_registry.Members(at)));
    }

    [Fact]
    public async Task A_terminated_server_of_ours_is_noted_though_EC2_has_forgotten_its_groups()
    {
        var ours = _registry.Server();
        var foreign = _registry.Server(InstanceState.Running, "office");
        await HandleAsync(EventOf(ours), EventOf(foreign));
        foreach (var server in new[] { ours, foreign })
        {
            _registry.Becomes(server, InstanceState.Terminated);
        }

        _registry.Now += Duration.FromMinutes(11);
        Assert.All(_registry.All, server => Assert.Empty(server.SecurityGroups));

        await HandleAsync(EventOf(ours), EventOf(foreign));

        Assert.Equal([ours.Id], _registry.Noted());
        Assert.Equal((Wanted.Out, Cause.Ended), (_registry.Item(ours)!.Wanted, _registry.Item(ours)!.Because));
        Assert.DoesNotContain(_registry.Calls, call => call.What == "deregister");
        Assert.False(_registry.Remembered(ours.Id)!.Server.IsLive);
    }

    [Fact]
    public async Task Drained_servers_that_end_cost_no_call()
    {
        var servers = _registry.Servers(40);
        await HandleAsync([.. servers.Select(server => EventOf(server))]);
        await _registry.Registrar.DrainAsync(servers, default);
        var calls = _registry.Calls.Length;

        foreach (var state in new[] { InstanceState.ShuttingDown, InstanceState.Terminated })
        {
            await HandleAsync([.. servers.Select(server => EventOf(_registry.Becomes(server, state)))]);
        }

        Assert.Equal(calls, _registry.Calls.Length);
        Assert.Equal(40, _registry.Noted().Count);
    }

    [Fact]
    public async Task A_terminated_server_of_this_stack_is_noted_by_its_tag()
    {
        var servers = _registry.Servers(2, InstanceState.Running, "unmapped");
        _registry.Tag(servers[0], KickoffTags.Stack, Registry.Stack);
        _registry.Tag(servers[1], KickoffTags.Stack, "another");

        await HandleAsync([.. servers.Select(server => EventOf(_registry.Becomes(server, InstanceState.Terminated)))]);

        Assert.Equal([servers[0].Id], _registry.Noted());
    }

    [Fact]
    public async Task A_drained_server_is_left_alone()
    {
        var server = _registry.Server();
        await HandleAsync(EventOf(server));
        await _registry.Registrar.DrainAsync([server], default);

        Assert.Empty(await HandleAsync(EventOf(server)));

        Assert.Empty(_registry.Members(Registry.Web));
    }

    [Fact]
    public async Task Only_the_records_of_a_failed_membership_come_again()
    {
        _registry.At(Registry.Api).Delete();
        var fine = EventOf(_registry.Server(), "fine");
        var failing = _registry.Server(InstanceState.Running, "web", "api");

        Assert.Equal(["failing", "failing too"], await HandleAsync(EventOf(failing, "failing"), fine, EventOf(failing, "failing too")));

        Assert.Equal(2, _registry.Members(Registry.Web).Count);
    }

    [Fact]
    public async Task A_batch_that_EC2_cannot_answer_comes_again_whole()
    {
        _registry.Ec2Down = true;

        Assert.Equal(["a", "b"], await HandleAsync(EventOf(_registry.Server(), "a"), EventOf(_registry.Server(), "b")));
    }

    [Fact]
    public async Task What_another_invocation_holds_is_no_failure()
    {
        var server = _registry.Server();
        IEnumerable<string>? second = null;
        _registry.Before = async _ => second ??= await HandleAsync(EventOf(server));

        await HandleAsync(EventOf(server));

        Assert.Empty(second!);
    }

    [Fact]
    public async Task When_time_is_short_no_new_work_is_begun_and_the_rest_comes_again()
    {
        var events = _registry.Servers(InstanceEvents.Slice + 1).Select((server, number) => EventOf(server, $"{number + 1}")).ToArray();
        var stopAt = _registry.Now + Duration.FromSeconds(20);
        _registry.After = _ => Task.FromResult(_registry.Now = stopAt);

        var again = await _registry.Events.HandleAsync(events, stopAt, default);

        Assert.Equal($"{InstanceEvents.Slice + 1}", Assert.Single(again));
        Assert.Equal(InstanceEvents.Slice, _registry.Members(Registry.Web).Count);
    }

    [Fact]
    public async Task When_time_has_run_out_what_was_begun_comes_again_too()
    {
        using var deadline = new CancellationTokenSource();
        _registry.Before = async _ =>
        {
            await deadline.CancelAsync();
            deadline.Token.ThrowIfCancellationRequested();
        };

        var again = await _registry.Events.HandleAsync(
            [EventOf(_registry.Server(), "begun")], _registry.Now + Duration.FromSeconds(20), deadline.Token);

        Assert.Equal("begun", Assert.Single(again));
    }

    private InstanceEvent EventOf(Server server, string record = "record") => new(record, server.Id, _registry.Now);

    private async Task<IEnumerable<string>> HandleAsync(params InstanceEvent[] events) =>
        await _registry.Events.HandleAsync(events, _registry.Now + Duration.FromSeconds(20), default);
}
