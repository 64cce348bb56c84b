using Kickoff.Core.Registration;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Tick.Tests.Registration;

public sealed class RegistrarTests
{
    private readonly Registry _registry = new();

    private Membership? ItemOf(Server server) => _registry.Item(server);

    [Fact]
    public async Task A_batch_is_registered_in_as_few_calls_as_its_size_allows()
    {
        var servers = _registry.Servers(500);

        var settled = await _registry.Registrar.SettleAsync([.. servers.Select(server => Wish.In(server, Registry.Web))], default);

        Assert.All(settled, one => Assert.IsType<Settled.Done>(one));
        Assert.Equal([200, 200, 100], _registry.Calls.Select(call => call.Instances.Length));
        Assert.Equal(500, _registry.Members(Registry.Web).Count);
        Assert.Equal(1000, _registry.MembershipWrites);
    }

    [Fact]
    public async Task A_server_is_registered_once_however_often_it_is_asked_for()
    {
        var server = _registry.Server();

        Assert.IsType<Settled.Done>(await _registry.InAsync(server));
        Assert.IsType<Settled.AlreadyThere>(await _registry.InAsync(server));

        Assert.Equal(1, _registry.Registrations(server.Id));
        Assert.Equal(MembershipState.Registered, ItemOf(server)!.State);
        Assert.Null(ItemOf(server)!.Owner);
    }

    [Fact]
    public async Task Sixteen_invocations_at_once_register_each_server_once()
    {
        var wishes = _registry.Servers(200).Select(server => Wish.In(server, Registry.Web)).ToArray();
        _registry.BeforeWrite = async _ => await Task.Yield();

        var all = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => _registry.Registrar.SettleAsync(wishes, default))));

        Assert.Equal(200, all.SelectMany(one => one).OfType<Settled.Done>().Count());
        Assert.All(wishes, wish => Assert.Equal(1, _registry.Registrations(wish.Key.Instance)));
    }

    [Fact]
    public async Task A_server_that_was_stopped_and_started_is_registered_again()
    {
        var server = _registry.Server();
        await _registry.InAsync(server);
        _registry.Now += Duration.FromHours(1);
        var started = _registry.Becomes(server, InstanceState.Running, newBoot: true);

        Assert.IsType<Settled.Done>(await _registry.InAsync(started));

        Assert.Equal(2, _registry.Registrations(server.Id));
        Assert.Equal(2, ItemOf(server)!.Epoch);
        Assert.IsType<Settled.LeftAlone>(await _registry.InAsync(server));
    }

    [Fact]
    public async Task One_bad_id_costs_nobody_else_a_registration()
    {
        var servers = _registry.Servers(64);
        // ELB does not find an instance that has ended.
        var ended = _registry.Becomes(servers[36], InstanceState.Terminated).Id;

        var settled = await _registry.Registrar.SettleAsync([.. servers.Select(server => Wish.In(server, Registry.Web))], default);

        Assert.Equal(ended, Assert.Single(settled, one => one.Failed).Wish.Key.Instance);
        Assert.Equal(63, _registry.Members(Registry.Web).Count);
        // The first call, and two for each of the six halvings from 64 to one.
        Assert.Equal(13, _registry.Calls.Length);
        Assert.Null(ItemOf(servers[36])!.Owner);
    }

    [Fact]
    public async Task A_missing_load_balancer_fails_its_own_memberships_only()
    {
        _registry.At(Registry.Web).Delete();
        var server = _registry.Server(groups: ["web", "api"]);

        var settled = await _registry.Registrar.SettleAsync([Wish.In(server, Registry.Web), Wish.In(server, Registry.Api)], default);

        Assert.IsType<Settled.Refused>(settled[0]);
        Assert.IsType<Settled.Done>(settled[1]);
        Assert.Contains(_registry.Metrics, metric => metric.Name == "RegistrationFailed");
    }

    [Fact]
    public async Task A_load_balancer_that_appears_later_gets_its_server_at_the_next_attempt()
    {
        var server = _registry.Server();
        _registry.At(Registry.Web).Delete();
        await _registry.InAsync(server);

        _registry.At(Registry.Web).Recreate();

        Assert.IsType<Settled.Done>(await _registry.InAsync(server));
        Assert.Contains(server.Id, _registry.Members(Registry.Web));
    }

    [Fact]
    public async Task While_an_invocation_is_at_it_others_leave_it_alone()
    {
        var server = _registry.Server();
        Settled? other = null;
        _registry.Before = async _ => other ??= await _registry.InAsync(server);

        await _registry.InAsync(server);

        Assert.IsType<Settled.HeldByAnother>(other);
        Assert.Equal(1, _registry.Registrations(server.Id));
    }

    [Fact]
    public async Task A_claim_whose_owner_died_before_the_call_is_taken_over_when_its_lease_has_run_out()
    {
        var server = _registry.Server();
        await DieAtAsync(server, before: true);
        Assert.IsType<Settled.HeldByAnother>(await _registry.InAsync(server));

        _registry.Now += MembershipTransitions.Lease;

        Assert.IsType<Settled.Done>(await _registry.InAsync(server));
        Assert.Equal(1, ItemOf(server)!.Epoch);
        Assert.Contains(server.Id, _registry.Members(Registry.Web));
    }

    [Fact]
    public async Task A_claim_whose_owner_died_after_the_call_is_completed_without_another()
    {
        var server = _registry.Server();
        await DieAtAsync(server, before: false);

        _registry.Now += MembershipTransitions.Lease;

        Assert.IsType<Settled.Done>(await _registry.InAsync(server));
        Assert.Equal(1, _registry.Registrations(server.Id));
        Assert.Equal(MembershipState.Registered, ItemOf(server)!.State);
    }

    [Fact]
    public async Task A_call_whose_reply_was_lost_is_not_made_again()
    {
        var server = _registry.Server();
        _registry.RepliesLost = 1;

        Assert.IsType<Settled.Unknown>(await _registry.InAsync(server));
        // It may still be on its way.
        Assert.IsType<Settled.HeldByAnother>(await _registry.InAsync(server));
        _registry.Now += MembershipTransitions.Lease;
        Assert.IsType<Settled.Done>(await _registry.InAsync(server));

        Assert.Equal(1, _registry.Registrations(server.Id));
    }

    [Fact]
    public async Task When_the_ledger_cannot_answer_nothing_is_called()
    {
        _registry.LedgerDown = true;

        Assert.IsType<Settled.Unknown>(await _registry.InAsync(_registry.Server()));

        Assert.Empty(_registry.Calls);
    }

    [Fact]
    public async Task A_drain_takes_a_server_out_of_every_load_balancer_and_no_event_puts_it_back()
    {
        var server = _registry.Server(groups: ["web", "api"]);
        await _registry.InAsync(server, Registry.Web);
        await _registry.InAsync(server, Registry.Api);

        await _registry.Registrar.DrainAsync([server], default);

        Assert.All([Registry.Web, Registry.Api], at => Assert.Empty(_registry.Members(at)));
        Assert.IsType<Settled.LeftAlone>(await _registry.InAsync(server, Registry.Web));
        Assert.All([Registry.Web, Registry.Api], at => Assert.Empty(_registry.Members(at)));
    }

    [Fact]
    public async Task A_server_drained_before_anybody_registered_it_is_not_registered_by_a_late_event()
    {
        var server = _registry.Server();
        await _registry.Registrar.DrainAsync([server], default);

        Assert.IsType<Settled.LeftAlone>(await _registry.InAsync(server));
    }

    [Fact]
    public async Task An_undrained_server_is_back_at_the_load_balancers_its_groups_name()
    {
        var server = _registry.Server(groups: ["web"]);
        await _registry.InAsync(server, Registry.Web);
        await _registry.InAsync(server, Registry.Api);
        await _registry.Registrar.DrainAsync([server], default);

        await _registry.Registrar.UndrainAsync([server], default);

        Assert.Contains(server.Id, _registry.Members(Registry.Web));
        Assert.Empty(_registry.Members(Registry.Api));
        Assert.Equal(3, ItemOf(server)!.Epoch);
    }

    [Fact]
    public async Task A_drain_of_an_earlier_boot_does_not_touch_the_later_one()
    {
        var server = _registry.Server();
        await _registry.InAsync(server);
        _registry.Now += Duration.FromHours(1);
        await _registry.InAsync(_registry.Becomes(server, InstanceState.Running, newBoot: true));

        await _registry.Registrar.DrainAsync([server], default);

        Assert.Contains(server.Id, _registry.Members(Registry.Web));
    }

    [Fact]
    public async Task Who_registers_while_a_drain_comes_in_between_takes_out_what_it_put_in()
    {
        var server = _registry.Server();
        var drained = false;
        _registry.Before = async call =>
        {
            if (call.What == "register" && !drained)
            {
                drained = true;
                await _registry.Registrar.DrainAsync([server], default);
            }
        };

        Assert.IsType<Settled.Superseded>(await _registry.InAsync(server));

        Assert.Empty(_registry.Members(Registry.Web));
        Assert.Equal(
            (Wanted.Out, Cause.Drained, MembershipState.Deregistered),
            (ItemOf(server)!.Wanted, ItemOf(server)!.Because, ItemOf(server)!.State));
    }

    [Fact]
    public async Task Who_deregisters_while_an_undrain_comes_in_between_puts_back_what_it_took_out()
    {
        var server = _registry.Server();
        await _registry.InAsync(server);
        var undrained = false;
        _registry.Before = async call =>
        {
            if (call.What == "deregister" && !undrained)
            {
                undrained = true;
                await _registry.Registrar.UndrainAsync([server], default);
            }
        };

        await _registry.Registrar.DrainAsync([server], default);

        Assert.Contains(server.Id, _registry.Members(Registry.Web));
        Assert.Equal((Wanted.In, MembershipState.Registered), (ItemOf(server)!.Wanted, ItemOf(server)!.State));
    }

    [Fact]
    public async Task A_repair_decided_on_an_older_item_does_not_undo_a_drain_that_came_since()
    {
        var server = _registry.Server();
        await _registry.InAsync(server);
        var known = ItemOf(server);
        await _registry.Registrar.DrainAsync([server], default);

        var settled = await _registry.Registrar.SettleAsync([Wish.In(server, Registry.Web) with { Known = known, Repair = true }], default);

        Assert.IsType<Settled.LeftAlone>(settled.Single());
        Assert.Empty(_registry.Members(Registry.Web));
    }

    [Fact]
    public async Task A_claim_that_grew_too_old_for_a_call_is_released_and_the_call_left_to_the_next()
    {
        var (old, fresh) = (_registry.Server(), _registry.Server());
        _registry.AfterWrite = (write, written) =>
        {
            _registry.Now += written && write.Item["PK"].S == $"instance#{old.Id}"
                ? MembershipTransitions.Lease - MembershipTransitions.CallTime + Duration.Epsilon : Duration.Zero;
            return Task.CompletedTask;
        };

        var settled = await _registry.Registrar.SettleAsync([Wish.In(old, Registry.Web), Wish.In(fresh, Registry.Web)], default);

        Assert.IsType<Settled.Unknown>(settled[0]);
        Assert.IsType<Settled.Done>(settled[1]);
        Assert.Equal(0, _registry.Registrations(old.Id));
        Assert.Null(ItemOf(old)!.Owner);
    }

    [Fact]
    public async Task Deregistering_what_the_load_balancer_does_not_know_is_done()
    {
        var server = _registry.Server();
        await _registry.InAsync(server);
        _registry.Becomes(server, InstanceState.Terminated);
        // An hour after its end EC2 has forgotten it, and ELB does not know it.
        _registry.Now += Duration.FromHours(2);

        Assert.IsType<Settled.Done>(await _registry.OutAsync(server, Cause.Stopped));
    }

    /// <summary>An invocation that claims and never says anything again.</summary>
    private async Task DieAtAsync(Server server, bool before)
    {
        using var dead = new CancellationTokenSource();
        Task Die(BalancerCall _) => dead.CancelAsync().ContinueWith(
            _ => throw new OperationCanceledException(dead.Token), TaskScheduler.Default);
        (_registry.Before, _registry.After) = before
            ? (Die, null)
            : ((Func<BalancerCall, Task>?)null, (Func<BalancerCall, Task>?)Die);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _registry.Registrar.SettleAsync([Wish.In(server, Registry.Web)], dead.Token));
        (_registry.Before, _registry.After) = (null, null);
    }
}
