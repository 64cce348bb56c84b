using System.Collections.Immutable;
using Kickoff.Core.Registration;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Tick.Tests.Registration;

public sealed class SweepTests
{
    private readonly Registry _registry = new();

    private ImmutableSortedSet<InstanceId> Web => _registry.Members(Registry.Web);

    [Fact]
    public async Task A_running_server_nobody_ever_heard_of_is_registered_and_remembered()
    {
        var server = _registry.Server();

        await _registry.SweepAsync();

        Assert.Contains(server.Id, Web);
        Assert.NotNull(_registry.Remembered(server.Id));
    }

    [Fact]
    public async Task When_all_is_well_nothing_is_written_or_called()
    {
        await _registry.InAsync(_registry.Server());
        _registry.Now += Duration.FromHours(1);
        var (writes, calls) = (_registry.MembershipWrites, _registry.Calls.Count(call => call.What != "members"));

        Assert.Empty(await _registry.SweepAsync());

        Assert.Equal((writes, calls), (_registry.MembershipWrites, _registry.Calls.Count(call => call.What != "members")));
    }

    /// <summary>https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html, UnprocessedKeys.</summary>
    [Fact]
    public async Task What_a_busy_ledger_did_not_get_to_is_asked_for_again()
    {
        var keys = new List<MembershipKey>();
        for (var server = 0; server < 3; server++)
        {
            var one = _registry.Server();
            await _registry.InAsync(one);
            keys.Add(new(one.Id, Registry.Web));
        }

        _registry.Account.DynamoDb.BatchCapacity = asked => Math.Max(1, asked / 2);

        Assert.Equal(3, (await _registry.Procedures.Memberships.FindAsync(keys, default)).Count);
    }

    [Fact]
    public async Task What_a_recreated_load_balancer_lost_is_registered_again_once_it_had_time_to_settle()
    {
        var server = _registry.Server();
        await _registry.InAsync(server);
        _registry.Recreate(Registry.Web);

        _registry.Now += Sighting.Settling - Duration.Epsilon;
        await _registry.SweepAsync();
        Assert.Empty(Web);

        _registry.Now += Duration.Epsilon;
        await _registry.SweepAsync();
        Assert.Contains(server.Id, Web);
        Assert.Equal(2, _registry.Item(server)!.Epoch);
        Assert.Contains(_registry.Metrics, metric => metric.Name == "Repaired");
    }

    [Fact]
    public async Task What_is_listed_though_the_ledger_says_out_is_taken_out()
    {
        var server = _registry.Server();
        await _registry.InAsync(server);
        await _registry.Registrar.DrainAsync([server], default);
        _registry.List(Registry.Web, server.Id);
        _registry.Now += Duration.FromSeconds(1);

        await _registry.SweepAsync(_registry.DrainOf(server));

        Assert.Empty(Web);
        Assert.Equal(Cause.Drained, _registry.Item(server)!.Because);
    }

    [Fact]
    public async Task A_server_registered_by_hand_that_the_ledger_does_not_know_is_left_alone()
    {
        var mapped = _registry.Server();
        var foreign = _registry.Server(InstanceState.Running, "office");
        var stopped = _registry.Server(InstanceState.Stopped);
        foreach (var id in new[] { mapped.Id, foreign.Id, stopped.Id, Registry.Id(4) })
        {
            _registry.List(Registry.Web, id);
        }

        Assert.Empty(await _registry.SweepAsync());

        Assert.Equal(4, Web.Count);
        Assert.Equal(0, _registry.MembershipWrites);
    }

    [Fact]
    public async Task A_server_whose_groups_do_not_name_the_load_balancer_any_more_is_taken_out_and_named_again_comes_back()
    {
        var server = _registry.Server();
        await _registry.InAsync(server);
        _registry.Regroup(server, "plain");
        await _registry.SweepAsync();
        Assert.Empty(Web);

        _registry.Regroup(server, "web");
        await _registry.SweepAsync();
        Assert.Contains(server.Id, Web);
    }

    [Fact]
    public async Task A_stopped_server_still_listed_is_taken_out()
    {
        var server = _registry.Server();
        await _registry.InAsync(server);
        _registry.Becomes(server, InstanceState.Stopped);

        await _registry.SweepAsync();

        Assert.Empty(Web);
        Assert.Equal(Cause.Stopped, _registry.Item(server)!.Because);
    }

    [Fact]
    public async Task A_server_that_was_stopped_and_started_unnoticed_is_registered_again()
    {
        var server = _registry.Server();
        await _registry.InAsync(server);
        _registry.Now += Duration.FromMinutes(5);
        _registry.Becomes(server, InstanceState.Running, newBoot: true);

        await _registry.SweepAsync();

        Assert.Equal(2, _registry.Registrations(server.Id));
    }

    [Fact]
    public async Task A_claim_whose_owner_died_is_finished_when_its_lease_has_run_out()
    {
        var server = _registry.Server();
        var claim = (Step.Claim)MembershipTransitions.Next(null, Wish.In(server, Registry.Web), "dead", _registry.Now);
        await _registry.Unheard.Memberships.CompareAndSetAsync(null, claim.Next, default);
        Assert.Empty(await _registry.SweepAsync());

        _registry.Now += MembershipTransitions.Lease;
        await _registry.SweepAsync();

        Assert.Contains(server.Id, Web);
        Assert.Equal(MembershipState.Registered, _registry.Item(server)!.State);
    }

    [Fact]
    public async Task A_drained_server_is_not_put_back()
    {
        var server = _registry.Server();
        await _registry.InAsync(server);
        await _registry.Registrar.DrainAsync([server], default);
        _registry.Now += Duration.FromHours(1);

        Assert.Empty(await _registry.SweepAsync(_registry.DrainOf(server)));
        Assert.Empty(Web);
    }

    [Fact]
    public async Task A_drain_that_died_before_it_took_the_server_out_is_finished()
    {
        var server = _registry.Server();
        var unheard = _registry.Server();
        await _registry.InAsync(server);

        await _registry.SweepAsync(_registry.DrainOf(server), _registry.DrainOf(unheard));

        Assert.Empty(Web);
        Assert.All([server, unheard], one => Assert.Equal(Cause.Drained, _registry.Item(one)!.Because));
    }

    [Fact]
    public async Task What_was_decided_since_the_sweep_looked_is_left_alone()
    {
        var server = _registry.Server();
        await _registry.InAsync(server);
        await _registry.Registrar.DrainAsync([server], default);
        _registry.Now += Duration.FromMinutes(1);
        var roster = await _registry.RosterAsync();
        _registry.Now += Duration.FromSeconds(1);
        await _registry.Registrar.UndrainAsync([server], default);

        // The drain was in force when the tick began, and the server was not listed.
        Assert.Empty(await _registry.Procedures.Sweep(_registry.Desired).RunAsync(
            [server], Registry.Boots([_registry.DrainOf(server)]), roster, _ => false, default));
        Assert.Contains(server.Id, Web);
    }

    [Fact]
    public async Task A_drain_of_an_earlier_boot_keeps_nobody_out()
    {
        var server = _registry.Server();
        var drain = _registry.DrainOf(server);
        _registry.Now += Duration.FromMinutes(1);
        _registry.Becomes(server, InstanceState.Running, newBoot: true);

        await _registry.SweepAsync(drain);

        Assert.Contains(server.Id, Web);
    }

    [Fact]
    public async Task A_server_left_out_with_no_drain_in_force_is_put_back_when_in_no_doubt_any_more()
    {
        var server = _registry.Server();
        await _registry.InAsync(server);
        await _registry.Registrar.DrainAsync([server], default);

        _registry.Now += Sighting.Doubt - Duration.Epsilon;
        await _registry.SweepAsync();
        Assert.Empty(Web);

        _registry.Now += Duration.Epsilon;
        await _registry.SweepAsync();
        Assert.Contains(server.Id, Web);
    }

    [Fact]
    public async Task A_terminated_server_of_ours_that_nobody_noted_is_noted_once()
    {
        var server = _registry.Server();
        var foreign = _registry.Server(InstanceState.Running, "office");
        await _registry.SweepAsync();
        _registry.Becomes(server, InstanceState.Terminated);
        _registry.Becomes(foreign, InstanceState.Terminated);
        _registry.Now += Duration.FromMinutes(11);

        await _registry.SweepAsync();
        var lines = _registry.Lines.Count;
        await _registry.SweepAsync();

        Assert.Equal([server.Id], _registry.Noted());
        Assert.Equal(lines, _registry.Lines.Count);
        Assert.Equal((Wanted.Out, Cause.Ended), (_registry.Item(server)!.Wanted, _registry.Item(server)!.Because));
    }

    [Fact]
    public async Task A_load_balancer_that_cannot_be_listed_leads_to_no_conclusion()
    {
        var server = _registry.Server(InstanceState.Running, "web", "api");
        await _registry.InAsync(server, Registry.Web);
        await _registry.InAsync(server, Registry.Api);
        _registry.At(Registry.Web).Delete();
        _registry.Recreate(Registry.Api);
        _registry.Now += Duration.FromMinutes(10);

        await _registry.SweepAsync();

        Assert.Contains(server.Id, _registry.Members(Registry.Api));
        Assert.Equal(1, _registry.Item(server, Registry.Web)!.Epoch);
        Assert.Contains(_registry.Metrics, metric => metric.Name == "LoadBalancerUnknown");
    }

    [Fact]
    public async Task A_server_that_EC2_stopped_showing_is_given_up_after_an_hour()
    {
        _registry.Hidden = Duration.FromDays(1);
        var server = _registry.Server();
        await _registry.InAsync(server);
        _registry.Now += Duration.FromMinutes(59);
        Assert.Empty(await _registry.SweepAsync());

        // Load balancers drop what is terminated by themselves; this one did not.
        _registry.Now += Duration.FromMinutes(1);
        await _registry.SweepAsync();
        _registry.Now += Duration.FromHours(1);
        await _registry.SweepAsync();

        Assert.Empty(Web);
    }
}
