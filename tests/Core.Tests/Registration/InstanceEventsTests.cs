using Kickoff.Core.Registration;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Core.Tests.Registration;

public sealed class InstanceEventsTests
{
    private readonly World _world = new();

    [Fact]
    public async Task Five_hundred_servers_whose_events_came_three_times_cost_a_handful_of_calls()
    {
        var events = Enumerable.Range(0, 3).SelectMany(
            copy => Enumerable.Range(1, 500).Select(number => EventOf(_world.Server(number), $"{copy}-{number}"))).ToArray();
        new Random(2012).Shuffle(events);

        foreach (var batch in events.Chunk(1000))
        {
            Assert.Empty(await HandleAsync(batch));
        }

        Assert.Equal(500, _world.LoadBalancers.Members[World.Web].Count);
        Assert.All(_world.Servers.All.Keys, id => Assert.Equal(1, _world.LoadBalancers.Registrations(id)));
        Assert.InRange(_world.LoadBalancers.Calls.Count, 3, 6);
        Assert.Equal(500, _world.Inventory.Writes);
    }

    [Fact]
    public async Task An_event_of_a_server_in_no_mapped_group_costs_one_look_and_nothing_else()
    {
        await HandleAsync(
            EventOf(_world.Server(1, InstanceState.Running, "office")), EventOf(_world.Server(2, InstanceState.Stopped, "office")));

        Assert.Equal([2], _world.Servers.Asked);
        Assert.Empty(_world.LoadBalancers.Calls);
        Assert.Equal((0, 0), (_world.Memberships.Writes, _world.Inventory.Writes));
    }

    [Fact]
    public async Task What_EC2_shows_counts_and_not_what_the_event_says()
    {
        var server = _world.Server(1);
        await HandleAsync(EventOf(server));
        _world.Becomes(server, InstanceState.Stopping);

        // The event is of its start, delivered once more.
        await HandleAsync(EventOf(server));

        Assert.Empty(_world.LoadBalancers.Members[World.Web]);
        Assert.Equal(Cause.Stopped, _world.Item(server)!.Because);
    }

    [Fact]
    public async Task An_instance_EC2_does_not_show_yet_comes_again_while_the_event_is_young()
    {
        var unknown = new InstanceEvent("young", World.Id(1), _world.Now - InstanceEvents.Young + Duration.Epsilon);
        var older = new InstanceEvent("old", World.Id(2), _world.Now - InstanceEvents.Young);

        Assert.Equal(["young"], await HandleAsync(unknown, older));

        Assert.Contains(_world.Lines, line => line.What == "dropped" && line.Subject == World.Id(2).Value);
    }

    [Fact]
    public async Task A_mapped_server_that_EC2_still_shows_pending_comes_again()
    {
        var mapped = EventOf(_world.Server(1, InstanceState.Pending), "mapped");
        var foreign = EventOf(_world.Server(2, InstanceState.Pending, "office"), "foreign");

        Assert.Equal(["mapped"], await HandleAsync(mapped, foreign));
        Assert.Empty(_world.LoadBalancers.Calls);
    }

    [Fact]
    public async Task A_stopped_server_is_taken_out_of_what_the_ledger_has_even_when_its_groups_changed()
    {
        var server = _world.Server(1, groups: ["web", "api"]);
        await HandleAsync(EventOf(server));
        _world.Servers.All[server.Id] = server with { State = InstanceState.Stopped, SecurityGroups = ["plain"] };

        await HandleAsync(EventOf(server));

        Assert.All(_world.LoadBalancers.Members.Values, Assert.Empty);
    }

    [Fact]
    public async Task A_terminated_server_of_ours_is_noted_though_EC2_has_forgotten_its_groups()
    {
        var ours = _world.Server(1);
        var foreign = _world.Server(2, InstanceState.Running, "office");
        await HandleAsync(EventOf(ours), EventOf(foreign));
        foreach (var server in new[] { ours, foreign })
        {
            _world.Servers.All[server.Id] = new() { Id = server.Id, State = InstanceState.Terminated, LaunchTime = server.LaunchTime };
        }

        await HandleAsync(EventOf(ours), EventOf(foreign));

        Assert.Equal([ours.Id], _world.Terminations.Noted.Keys);
        Assert.Equal((Wanted.Out, Cause.Ended), (_world.Item(ours)!.Wanted, _world.Item(ours)!.Because));
        Assert.DoesNotContain(_world.LoadBalancers.Calls, call => call.What == "deregister");
        Assert.False(_world.Inventory.Items[ours.Id].Server.IsLive);
    }

    [Fact]
    public async Task Drained_servers_that_end_cost_no_call()
    {
        var servers = Enumerable.Range(1, 40).Select(number => _world.Server(number)).ToArray();
        await HandleAsync([.. servers.Select(server => EventOf(server))]);
        await _world.Registrar.DrainAsync(servers, default);
        var calls = _world.LoadBalancers.Calls.Count;

        foreach (var state in new[] { InstanceState.ShuttingDown, InstanceState.Terminated })
        {
            await HandleAsync([.. servers.Select(server => EventOf(_world.Becomes(server, state)))]);
        }

        Assert.Equal(calls, _world.LoadBalancers.Calls.Count);
        Assert.Equal(40, _world.Terminations.Noted.Count);
    }

    [Fact]
    public async Task A_terminated_server_of_this_stack_is_noted_by_its_tag()
    {
        var server = _world.Server(1, InstanceState.Terminated, "unmapped");
        _world.Servers.All[server.Id] = server with { Tags = Server.NoTags.Add(KickoffTags.Stack, "the-stack") };
        _world.Servers.All[World.Id(2)] = server with { Id = World.Id(2), Tags = Server.NoTags.Add(KickoffTags.Stack, "another") };

        await HandleAsync(EventOf(server), EventOf(_world.Servers.All[World.Id(2)]));

        Assert.Equal([server.Id], _world.Terminations.Noted.Keys);
    }

    [Fact]
    public async Task A_drained_server_is_left_alone()
    {
        var server = _world.Server(1);
        await HandleAsync(EventOf(server));
        await _world.Registrar.DrainAsync([server], default);

        Assert.Empty(await HandleAsync(EventOf(server)));

        Assert.Empty(_world.LoadBalancers.Members[World.Web]);
    }

    [Fact]
    public async Task Only_the_records_of_a_failed_membership_come_again()
    {
        _world.LoadBalancers.Members.Remove(World.Api);
        var fine = EventOf(_world.Server(1), "fine");
        var failing = _world.Server(2, InstanceState.Running, "web", "api");

        Assert.Equal(["failing", "failing too"], await HandleAsync(EventOf(failing, "failing"), fine, EventOf(failing, "failing too")));

        Assert.Equal(2, _world.LoadBalancers.Members[World.Web].Count);
    }

    [Fact]
    public async Task A_batch_that_EC2_cannot_answer_comes_again_whole()
    {
        _world.Servers.Down = true;

        Assert.Equal(["a", "b"], await HandleAsync(EventOf(_world.Server(1), "a"), EventOf(_world.Server(2), "b")));
    }

    [Fact]
    public async Task What_another_invocation_holds_is_no_failure()
    {
        var server = _world.Server(1);
        IEnumerable<string>? second = null;
        _world.LoadBalancers.Before = async _ => second ??= await HandleAsync(EventOf(server));

        await HandleAsync(EventOf(server));

        Assert.Empty(second!);
    }

    [Fact]
    public async Task When_time_is_short_no_new_work_is_begun_and_the_rest_comes_again()
    {
        var events = Enumerable.Range(1, InstanceEvents.Slice + 1).Select(number => EventOf(_world.Server(number), $"{number}")).ToArray();
        var stopAt = _world.Now + Duration.FromSeconds(20);
        _world.LoadBalancers.After = _ => Task.FromResult(_world.Now = stopAt);

        var again = await _world.Events.HandleAsync(events, stopAt, default);

        Assert.Equal($"{InstanceEvents.Slice + 1}", Assert.Single(again));
        Assert.Equal(InstanceEvents.Slice, _world.LoadBalancers.Members[World.Web].Count);
    }

    [Fact]
    public async Task When_time_has_run_out_what_was_begun_comes_again_too()
    {
        using var deadline = new CancellationTokenSource();
        _world.LoadBalancers.Before = async _ =>
        {
            await deadline.CancelAsync();
            deadline.Token.ThrowIfCancellationRequested();
        };

        var again = await _world.Events.HandleAsync(
            [EventOf(_world.Server(1), "begun")], _world.Now + Duration.FromSeconds(20), deadline.Token);

        Assert.Equal("begun", Assert.Single(again));
    }

    private InstanceEvent EventOf(Server server, string record = "record") => new(record, server.Id, _world.Now);

    private async Task<IEnumerable<string>> HandleAsync(params InstanceEvent[] events) =>
        await _world.Events.HandleAsync(events, _world.Now + Duration.FromSeconds(20), default);
}
