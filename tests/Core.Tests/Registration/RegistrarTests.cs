using Kickoff.Core.Registration;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Core.Tests.Registration;

public sealed class RegistrarTests
{
    private readonly World _world = new();

    private Membership? ItemOf(Server server) => _world.Item(server);

    [Fact]
    public async Task A_batch_is_registered_in_as_few_calls_as_its_size_allows()
    {
        var servers = Enumerable.Range(1, 500).Select(number => _world.Server(number)).ToArray();

        var settled = await _world.Registrar.SettleAsync([.. servers.Select(server => Wish.In(server, World.Web))], default);

        Assert.All(settled, one => Assert.IsType<Settled.Done>(one));
        Assert.Equal([200, 200, 100], _world.LoadBalancers.Calls.Select(call => call.Instances.Length));
        Assert.Equal(500, _world.LoadBalancers.Members[World.Web].Count);
        Assert.Equal(1000, _world.Memberships.Writes);
    }

    [Fact]
    public async Task A_server_is_registered_once_however_often_it_is_asked_for()
    {
        var server = _world.Server(1);

        Assert.IsType<Settled.Done>(await _world.InAsync(server));
        Assert.IsType<Settled.AlreadyThere>(await _world.InAsync(server));

        Assert.Equal(1, _world.LoadBalancers.Registrations(server.Id));
        Assert.Equal(MembershipState.Registered, ItemOf(server)!.State);
        Assert.Null(ItemOf(server)!.Owner);
    }

    [Fact]
    public async Task Sixteen_invocations_at_once_register_each_server_once()
    {
        var wishes = Enumerable.Range(1, 200).Select(number => Wish.In(_world.Server(number), World.Web)).ToArray();
        _world.Memberships.BeforeWrite = async _ => await Task.Yield();

        var all = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => _world.Registrar.SettleAsync(wishes, default))));

        Assert.Equal(200, all.SelectMany(one => one).OfType<Settled.Done>().Count());
        Assert.All(wishes, wish => Assert.Equal(1, _world.LoadBalancers.Registrations(wish.Key.Instance)));
    }

    [Fact]
    public async Task A_server_that_was_stopped_and_started_is_registered_again()
    {
        var server = _world.Server(1);
        await _world.InAsync(server);
        _world.Now += Duration.FromHours(1);
        var started = _world.Becomes(server, InstanceState.Running, newBoot: true);

        Assert.IsType<Settled.Done>(await _world.InAsync(started));

        Assert.Equal(2, _world.LoadBalancers.Registrations(server.Id));
        Assert.Equal(2, ItemOf(server)!.Epoch);
        Assert.IsType<Settled.LeftAlone>(await _world.InAsync(server));
    }

    [Fact]
    public async Task One_bad_id_costs_nobody_else_a_registration()
    {
        var servers = Enumerable.Range(1, 64).Select(number => _world.Server(number)).ToArray();
        _world.LoadBalancers.Invalid.Add(World.Id(37));

        var settled = await _world.Registrar.SettleAsync([.. servers.Select(server => Wish.In(server, World.Web))], default);

        Assert.Equal(World.Id(37), Assert.Single(settled, one => one.Failed).Wish.Key.Instance);
        Assert.Equal(63, _world.LoadBalancers.Members[World.Web].Count);
        // The first call, and two for each of the six halvings from 64 to one.
        Assert.Equal(13, _world.LoadBalancers.Calls.Count);
        Assert.Null(ItemOf(servers[36])!.Owner);
    }

    [Fact]
    public async Task A_missing_load_balancer_fails_its_own_memberships_only()
    {
        _world.LoadBalancers.Members.Remove(World.Web);
        var server = _world.Server(1, groups: ["web", "api"]);

        var settled = await _world.Registrar.SettleAsync([Wish.In(server, World.Web), Wish.In(server, World.Api)], default);

        Assert.IsType<Settled.Refused>(settled[0]);
        Assert.IsType<Settled.Done>(settled[1]);
        Assert.Contains(_world.Metrics, metric => metric.Name == "RegistrationFailed");
    }

    [Fact]
    public async Task A_load_balancer_that_appears_later_gets_its_server_at_the_next_attempt()
    {
        var server = _world.Server(1);
        _world.LoadBalancers.Members.Remove(World.Web);
        await _world.InAsync(server);

        _world.LoadBalancers.Members[World.Web] = [];

        Assert.IsType<Settled.Done>(await _world.InAsync(server));
        Assert.Contains(server.Id, _world.LoadBalancers.Members[World.Web]);
    }

    [Fact]
    public async Task While_an_invocation_is_at_it_others_leave_it_alone()
    {
        var server = _world.Server(1);
        Settled? other = null;
        _world.LoadBalancers.Before = async _ => other ??= await _world.InAsync(server);

        await _world.InAsync(server);

        Assert.IsType<Settled.HeldByAnother>(other);
        Assert.Equal(1, _world.LoadBalancers.Registrations(server.Id));
    }

    [Fact]
    public async Task A_claim_whose_owner_died_before_the_call_is_taken_over_when_its_lease_has_run_out()
    {
        var server = _world.Server(1);
        await DieAtAsync(server, before: true);
        Assert.IsType<Settled.HeldByAnother>(await _world.InAsync(server));

        _world.Now += MembershipTransitions.Lease;

        Assert.IsType<Settled.Done>(await _world.InAsync(server));
        Assert.Equal(1, ItemOf(server)!.Epoch);
        Assert.Contains(server.Id, _world.LoadBalancers.Members[World.Web]);
    }

    [Fact]
    public async Task A_claim_whose_owner_died_after_the_call_is_completed_without_another()
    {
        var server = _world.Server(1);
        await DieAtAsync(server, before: false);

        _world.Now += MembershipTransitions.Lease;

        Assert.IsType<Settled.Done>(await _world.InAsync(server));
        Assert.Equal(1, _world.LoadBalancers.Registrations(server.Id));
        Assert.Equal(MembershipState.Registered, ItemOf(server)!.State);
    }

    [Fact]
    public async Task A_call_whose_reply_was_lost_is_not_made_again()
    {
        var server = _world.Server(1);
        _world.LoadBalancers.RepliesLost = 1;

        Assert.IsType<Settled.Unknown>(await _world.InAsync(server));
        // It may still be on its way.
        Assert.IsType<Settled.HeldByAnother>(await _world.InAsync(server));
        _world.Now += MembershipTransitions.Lease;
        Assert.IsType<Settled.Done>(await _world.InAsync(server));

        Assert.Equal(1, _world.LoadBalancers.Registrations(server.Id));
    }

    [Fact]
    public async Task When_the_ledger_cannot_answer_nothing_is_called()
    {
        _world.Memberships.Down = true;

        Assert.IsType<Settled.Unknown>(await _world.InAsync(_world.Server(1)));

        Assert.Empty(_world.LoadBalancers.Calls);
    }

    [Fact]
    public async Task A_drain_takes_a_server_out_of_every_load_balancer_and_no_event_puts_it_back()
    {
        var server = _world.Server(1, groups: ["web", "api"]);
        await _world.InAsync(server, World.Web);
        await _world.InAsync(server, World.Api);

        await _world.Registrar.DrainAsync([server], default);

        Assert.All(_world.LoadBalancers.Members.Values, Assert.Empty);
        Assert.IsType<Settled.LeftAlone>(await _world.InAsync(server, World.Web));
        Assert.All(_world.LoadBalancers.Members.Values, Assert.Empty);
    }

    [Fact]
    public async Task A_server_drained_before_anybody_registered_it_is_not_registered_by_a_late_event()
    {
        var server = _world.Server(1);
        await _world.Registrar.DrainAsync([server], default);

        Assert.IsType<Settled.LeftAlone>(await _world.InAsync(server));
    }

    [Fact]
    public async Task An_undrained_server_is_back_at_the_load_balancers_its_groups_name()
    {
        var server = _world.Server(1, groups: ["web"]);
        await _world.InAsync(server, World.Web);
        await _world.InAsync(server, World.Api);
        await _world.Registrar.DrainAsync([server], default);

        await _world.Registrar.UndrainAsync([server], default);

        Assert.Contains(server.Id, _world.LoadBalancers.Members[World.Web]);
        Assert.Empty(_world.LoadBalancers.Members[World.Api]);
        Assert.Equal(3, ItemOf(server)!.Epoch);
    }

    [Fact]
    public async Task A_drain_of_an_earlier_boot_does_not_touch_the_later_one()
    {
        var server = _world.Server(1);
        await _world.InAsync(server);
        _world.Now += Duration.FromHours(1);
        await _world.InAsync(_world.Becomes(server, InstanceState.Running, newBoot: true));

        await _world.Registrar.DrainAsync([server], default);

        Assert.Contains(server.Id, _world.LoadBalancers.Members[World.Web]);
    }

    [Fact]
    public async Task Who_registers_while_a_drain_comes_in_between_takes_out_what_it_put_in()
    {
        var server = _world.Server(1);
        var drained = false;
        _world.LoadBalancers.Before = async what =>
        {
            if (what == "register" && !drained)
            {
                drained = true;
                await _world.Registrar.DrainAsync([server], default);
            }
        };

        Assert.IsType<Settled.Superseded>(await _world.InAsync(server));

        Assert.Empty(_world.LoadBalancers.Members[World.Web]);
        Assert.Equal(
            (Wanted.Out, Cause.Drained, MembershipState.Deregistered),
            (ItemOf(server)!.Wanted, ItemOf(server)!.Because, ItemOf(server)!.State));
    }

    [Fact]
    public async Task Who_deregisters_while_an_undrain_comes_in_between_puts_back_what_it_took_out()
    {
        var server = _world.Server(1);
        await _world.InAsync(server);
        var undrained = false;
        _world.LoadBalancers.Before = async what =>
        {
            if (what == "deregister" && !undrained)
            {
                undrained = true;
                await _world.Registrar.UndrainAsync([server], default);
            }
        };

        await _world.Registrar.DrainAsync([server], default);

        Assert.Contains(server.Id, _world.LoadBalancers.Members[World.Web]);
        Assert.Equal((Wanted.In, MembershipState.Registered), (ItemOf(server)!.Wanted, ItemOf(server)!.State));
    }

    [Fact]
    public async Task A_repair_decided_on_an_older_item_does_not_undo_a_drain_that_came_since()
    {
        var server = _world.Server(1);
        await _world.InAsync(server);
        var known = ItemOf(server);
        await _world.Registrar.DrainAsync([server], default);

        var settled = await _world.Registrar.SettleAsync([Wish.In(server, World.Web) with { Known = known, Repair = true }], default);

        Assert.IsType<Settled.LeftAlone>(settled.Single());
        Assert.Empty(_world.LoadBalancers.Members[World.Web]);
    }

    [Fact]
    public async Task A_claim_that_grew_too_old_for_a_call_is_released_and_the_call_left_to_the_next()
    {
        var (old, fresh) = (_world.Server(1), _world.Server(2));
        _world.Memberships.AfterWrite = answer =>
        {
            _world.Now += answer is MembershipWrite.Written { Membership.Key: var key } && key.Instance == old.Id
                ? MembershipTransitions.Lease - MembershipTransitions.CallTime + Duration.Epsilon : Duration.Zero;
            return Task.CompletedTask;
        };

        var settled = await _world.Registrar.SettleAsync([Wish.In(old, World.Web), Wish.In(fresh, World.Web)], default);

        Assert.IsType<Settled.Unknown>(settled[0]);
        Assert.IsType<Settled.Done>(settled[1]);
        Assert.Equal(0, _world.LoadBalancers.Registrations(old.Id));
        Assert.Null(ItemOf(old)!.Owner);
    }

    [Fact]
    public async Task Deregistering_what_the_load_balancer_does_not_know_is_done()
    {
        var server = _world.Server(1);
        await _world.InAsync(server);
        _world.LoadBalancers.Invalid.Add(server.Id);

        Assert.IsType<Settled.Done>(await _world.OutAsync(server, Cause.Stopped));
    }

    /// <summary>An invocation that claims and never says anything again.</summary>
    private async Task DieAtAsync(Server server, bool before)
    {
        using var dead = new CancellationTokenSource();
        Task Die(string _) => dead.CancelAsync().ContinueWith(_ => throw new OperationCanceledException(dead.Token), TaskScheduler.Default);
        (_world.LoadBalancers.Before, _world.LoadBalancers.After) = before
            ? (Die, null)
            : ((Func<string, Task>?)null, (Func<string, Task>?)Die);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _world.Registrar.SettleAsync([Wish.In(server, World.Web)], dead.Token));
        (_world.LoadBalancers.Before, _world.LoadBalancers.After) = (null, null);
    }
}
