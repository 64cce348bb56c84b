using Kickoff.Core.Registration;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Core.Tests.Registration;

public sealed class SweepTests
{
    private readonly World _world = new();

    private SortedSet<InstanceId> Web => _world.LoadBalancers.Members[World.Web];

    [Fact]
    public async Task A_running_server_nobody_ever_heard_of_is_registered_and_remembered()
    {
        var server = _world.Server(1);

        await _world.SweepAsync();

        Assert.Contains(server.Id, Web);
        Assert.Contains(server.Id, _world.Inventory.Items.Keys);
    }

    [Fact]
    public async Task When_all_is_well_nothing_is_written_or_called()
    {
        await _world.InAsync(_world.Server(1));
        _world.Now += Duration.FromHours(1);
        var (writes, calls) = (_world.Memberships.Writes, _world.LoadBalancers.Calls.Count(call => call.What != "members"));

        Assert.Empty(await _world.SweepAsync());

        Assert.Equal((writes, calls), (_world.Memberships.Writes, _world.LoadBalancers.Calls.Count(call => call.What != "members")));
    }

    [Fact]
    public async Task What_a_recreated_load_balancer_lost_is_registered_again_once_it_had_time_to_settle()
    {
        var server = _world.Server(1);
        await _world.InAsync(server);
        Web.Clear();

        _world.Now += Sighting.Settling - Duration.Epsilon;
        await _world.SweepAsync();
        Assert.Empty(Web);

        _world.Now += Duration.Epsilon;
        await _world.SweepAsync();
        Assert.Contains(server.Id, Web);
        Assert.Equal(2, _world.Item(server)!.Epoch);
        Assert.Contains(_world.Metrics, metric => metric.Name == "Repaired");
    }

    [Fact]
    public async Task What_is_listed_though_the_ledger_says_out_is_taken_out()
    {
        var server = _world.Server(1);
        await _world.InAsync(server);
        await _world.Registrar.DrainAsync([server], default);
        Web.Add(server.Id);
        _world.Now += Duration.FromSeconds(1);

        await _world.SweepAsync(_world.DrainOf(server));

        Assert.Empty(Web);
        Assert.Equal(Cause.Drained, _world.Item(server)!.Because);
    }

    [Fact]
    public async Task A_server_registered_by_hand_that_the_ledger_does_not_know_is_left_alone()
    {
        var mapped = _world.Server(1);
        var foreign = _world.Server(2, InstanceState.Running, "office");
        var stopped = _world.Server(3, InstanceState.Stopped);
        Web.UnionWith([mapped.Id, foreign.Id, stopped.Id, World.Id(4)]);

        Assert.Empty(await _world.SweepAsync());

        Assert.Equal(4, Web.Count);
        Assert.Empty(_world.Memberships.Items);
    }

    [Fact]
    public async Task A_server_whose_groups_do_not_name_the_load_balancer_any_more_is_taken_out_and_named_again_comes_back()
    {
        var server = _world.Server(1);
        await _world.InAsync(server);
        _world.Servers.All[server.Id] = server with { SecurityGroups = ["plain"] };
        await _world.SweepAsync();
        Assert.Empty(Web);

        _world.Servers.All[server.Id] = server;
        await _world.SweepAsync();
        Assert.Contains(server.Id, Web);
    }

    [Fact]
    public async Task A_stopped_server_still_listed_is_taken_out()
    {
        var server = _world.Server(1);
        await _world.InAsync(server);
        _world.Becomes(server, InstanceState.Stopped);

        await _world.SweepAsync();

        Assert.Empty(Web);
        Assert.Equal(Cause.Stopped, _world.Item(server)!.Because);
    }

    [Fact]
    public async Task A_server_that_was_stopped_and_started_unnoticed_is_registered_again()
    {
        var server = _world.Server(1);
        await _world.InAsync(server);
        _world.Now += Duration.FromMinutes(5);
        _world.Becomes(server, InstanceState.Running, newBoot: true);

        await _world.SweepAsync();

        Assert.Equal(2, _world.LoadBalancers.Registrations(server.Id));
    }

    [Fact]
    public async Task A_claim_whose_owner_died_is_finished_when_its_lease_has_run_out()
    {
        var server = _world.Server(1);
        var claim = (Step.Claim)MembershipTransitions.Next(null, Wish.In(server, World.Web), "dead", _world.Now);
        await _world.Memberships.CompareAndSetAsync(null, claim.Next, default);
        Assert.Empty(await _world.SweepAsync());

        _world.Now += MembershipTransitions.Lease;
        await _world.SweepAsync();

        Assert.Contains(server.Id, Web);
        Assert.Equal(MembershipState.Registered, _world.Item(server)!.State);
    }

    [Fact]
    public async Task A_drained_server_is_not_put_back()
    {
        var server = _world.Server(1);
        await _world.InAsync(server);
        await _world.Registrar.DrainAsync([server], default);
        _world.Now += Duration.FromHours(1);

        Assert.Empty(await _world.SweepAsync(_world.DrainOf(server)));
        Assert.Empty(Web);
    }

    [Fact]
    public async Task A_drain_that_died_before_it_took_the_server_out_is_finished()
    {
        var server = _world.Server(1);
        var unheard = _world.Server(2);
        await _world.InAsync(server);

        await _world.SweepAsync(_world.DrainOf(server), _world.DrainOf(unheard));

        Assert.Empty(Web);
        Assert.All([server, unheard], one => Assert.Equal(Cause.Drained, _world.Item(one)!.Because));
    }

    [Fact]
    public async Task What_was_decided_since_the_sweep_looked_is_left_alone()
    {
        var server = _world.Server(1);
        await _world.InAsync(server);
        await _world.Registrar.DrainAsync([server], default);
        _world.Now += Duration.FromMinutes(1);
        var roster = await Roster.CallAsync(_world.LoadBalancers, _world.Desired.LoadBalancers, _world, _world, default);
        _world.Now += Duration.FromSeconds(1);
        await _world.Registrar.UndrainAsync([server], default);

        // The drain was in force when the tick began, and the server was not listed.
        Assert.Empty(await _world.Sweep.RunAsync([server], World.Boots(_world.DrainOf(server)), roster, _ => false, default));
        Assert.Contains(server.Id, Web);
    }

    [Fact]
    public async Task A_drain_of_an_earlier_boot_keeps_nobody_out()
    {
        var server = _world.Server(1);
        var drain = _world.DrainOf(server);
        _world.Now += Duration.FromMinutes(1);
        _world.Becomes(server, InstanceState.Running, newBoot: true);

        await _world.SweepAsync(drain);

        Assert.Contains(server.Id, Web);
    }

    [Fact]
    public async Task A_server_left_out_with_no_drain_in_force_is_put_back_when_in_no_doubt_any_more()
    {
        var server = _world.Server(1);
        await _world.InAsync(server);
        await _world.Registrar.DrainAsync([server], default);

        _world.Now += Sighting.Doubt - Duration.Epsilon;
        await _world.SweepAsync();
        Assert.Empty(Web);

        _world.Now += Duration.Epsilon;
        await _world.SweepAsync();
        Assert.Contains(server.Id, Web);
    }

    [Fact]
    public async Task A_terminated_server_of_ours_that_nobody_noted_is_noted_once()
    {
        var server = _world.Server(1);
        await _world.SweepAsync();
        _world.Servers.All[server.Id] = new() { Id = server.Id, State = InstanceState.Terminated, LaunchTime = server.LaunchTime };
        _world.Servers.All[World.Id(2)] = new() { Id = World.Id(2), State = InstanceState.Terminated, LaunchTime = server.LaunchTime };
        Web.Clear();

        await _world.SweepAsync();
        var lines = _world.Lines.Count;
        await _world.SweepAsync();

        Assert.Equal([server.Id], _world.Terminations.Noted.Keys);
        Assert.Equal(lines, _world.Lines.Count);
        Assert.Equal((Wanted.Out, Cause.Ended), (_world.Item(server)!.Wanted, _world.Item(server)!.Because));
    }

    [Fact]
    public async Task A_load_balancer_that_cannot_be_listed_leads_to_no_conclusion()
    {
        var server = _world.Server(1, InstanceState.Running, "web", "api");
        await _world.InAsync(server, World.Web);
        await _world.InAsync(server, World.Api);
        _world.LoadBalancers.Members.Remove(World.Web);
        _world.LoadBalancers.Members[World.Api].Clear();
        _world.Now += Duration.FromMinutes(10);

        await _world.SweepAsync();

        Assert.Contains(server.Id, _world.LoadBalancers.Members[World.Api]);
        Assert.Equal(1, _world.Item(server, World.Web)!.Epoch);
        Assert.Contains(_world.Metrics, metric => metric.Name == "LoadBalancerUnknown");
    }

    [Fact]
    public async Task A_server_that_EC2_stopped_showing_is_given_up_after_an_hour()
    {
        var server = _world.Server(1);
        await _world.InAsync(server);
        _world.Servers.All.Clear();
        _world.Now += Duration.FromMinutes(59);
        Assert.Empty(await _world.SweepAsync());

        // Load balancers drop what is terminated by themselves; this one did not.
        _world.Now += Duration.FromMinutes(1);
        await _world.SweepAsync();
        _world.Now += Duration.FromHours(1);
        await _world.SweepAsync();

        Assert.Empty(Web);
    }
}
