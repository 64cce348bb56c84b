using Kickoff.Core.Registration;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Core.Tests.Registration;

/// <summary>
/// A load balancer that says no, in whatever words (ValidationError for an ARN of another account or region, AccessDenied, TooManyTargets:
/// docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RegisterTargets.html), costs its own registrations and no other's.
/// </summary>
public sealed class RefusalTests
{
    private readonly World _world = new();

    public static TheoryData<string> Codes => ["ValidationError", "AccessDenied", "HTTP 403", "Client.OfTomorrow"];

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task It_is_the_outcome_of_its_own_registrations(string code)
    {
        var servers = Enumerable.Range(1, 3).Select(number => _world.Server(number)).ToArray();
        _world.LoadBalancers.Refusing[World.Web] = code;

        var settled = await _world.Registrar.SettleAsync(
            [.. servers.Select(server => Wish.In(server, World.Web)), .. servers.Select(server => Wish.In(server, World.Api))], default);

        Assert.All(settled.Where(one => one.Wish.Key.LoadBalancer == World.Web), one =>
            Assert.Contains(code, Assert.IsType<Settled.Refused>(one).Reason, StringComparison.Ordinal));
        Assert.Equal(servers.Select(server => server.Id), _world.LoadBalancers.Members[World.Api]);
        // One call, and the claims are let go at once.
        Assert.Single(_world.LoadBalancers.Calls, call => call.LoadBalancer == World.Web);
        Assert.All(servers, server => Assert.Null(_world.Item(server)!.LeaseUntil));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Who_is_behind_it_is_not_known_and_the_others_lists_are(string code)
    {
        var server = _world.Server(1);
        await _world.InAsync(server, World.Api);
        _world.LoadBalancers.Refusing[World.Web] = code;

        var roster = await Roster.CallAsync(_world.LoadBalancers, [World.Web, World.Api], _world, _world, default);

        Assert.False(roster.Knows(World.Web));
        Assert.True(roster.Lists(World.Api, server.Id));
        Assert.Contains(_world.Lines, line => line.Subject == World.Web.Key && line.Reason.Contains(code, StringComparison.Ordinal));
        Assert.Single(_world.Metrics, metric => metric.Name == "LoadBalancerUnknown");
    }

    [Fact]
    public async Task The_sweep_goes_on_with_the_others()
    {
        var (web, api) = (_world.Server(1), _world.Server(2, InstanceState.Running, "api"));
        _world.LoadBalancers.Refusing[World.Web] = "AccessDenied";

        await _world.SweepAsync();

        Assert.Null(_world.Item(web));
        Assert.Contains(api.Id, _world.LoadBalancers.Members[World.Api]);
    }

    [Fact]
    public async Task One_that_does_not_exist_lists_nobody()
    {
        _world.LoadBalancers.Members.Remove(World.Web);

        var roster = await Roster.CallAsync(_world.LoadBalancers, [World.Web], _world, _world, default);

        Assert.True(roster.Knows(World.Web));
        Assert.Contains(World.Web, roster.Gone);
        Assert.False(roster.ListsAnywhere(World.Id(1)));
    }

    [Fact]
    public async Task A_full_one_takes_as_many_as_there_is_room_for()
    {
        var servers = Enumerable.Range(1, 64).Select(number => _world.Server(number)).ToArray();
        _world.LoadBalancers.Most = 20;

        var settled = await _world.Registrar.SettleAsync([.. servers.Select(server => Wish.In(server, World.Web))], default);

        Assert.Equal(20, _world.LoadBalancers.Members[World.Web].Count);
        Assert.Equal(44, settled.Count(one => one is Settled.Refused { Reason: var reason } && reason.Contains("TooManyTargets", StringComparison.Ordinal)));
        // One after another is full for good: no server behind the first that found no room is asked for.
        Assert.InRange(_world.LoadBalancers.Calls.Count, 2, 14);
    }

    [Fact]
    public async Task One_that_drains_is_not_listed_and_not_taken_out_again()
    {
        var server = _world.Server(1);
        await _world.InAsync(server);
        await _world.Registrar.DrainAsync([server], default);
        _world.LoadBalancers.Members[World.Web].Add(server.Id);
        _world.LoadBalancers.Draining.Add(server.Id);
        _world.Now += Duration.FromMinutes(2);
        var calls = _world.LoadBalancers.Calls.Count(call => call.What == "deregister");

        Assert.Empty(await _world.SweepAsync(_world.DrainOf(server)));
        Assert.Equal(calls, _world.LoadBalancers.Calls.Count(call => call.What == "deregister"));
    }

    [Fact]
    public async Task A_server_whose_drains_nobody_knows_is_left_as_it_is()
    {
        var (mine, other) = (_world.Server(1), _world.Server(2));
        _world.LeftAlone = server => server.Id == mine.Id;

        await _world.SweepAsync();

        Assert.Equal([other.Id], _world.LoadBalancers.Members[World.Web]);
    }

    // DynamoDB before ReturnValuesOnConditionCheckFailure, and DynamoDB Local 1.11 still, fail a condition without showing the item.
    [Fact]
    public async Task A_table_that_neither_takes_a_write_nor_shows_why_is_left_after_a_few()
    {
        _world.Memberships.Blind = true;
        var settled = await _world.InAsync(_world.Server(1));

        Assert.IsType<Settled.Unknown>(settled);
        Assert.InRange(_world.Memberships.Writes, 1, 10);
    }

    [Fact]
    public async Task An_item_that_a_failed_write_does_not_show_is_looked_up()
    {
        var server = _world.Server(1);
        await _world.InAsync(server);
        _world.Memberships.ShowsCurrent = false;

        // Known to nobody, it is taken for new.
        Assert.IsType<Settled.AlreadyThere>(await _world.InAsync(server));
    }
}
