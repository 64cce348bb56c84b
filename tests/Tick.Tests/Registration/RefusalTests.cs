using Amazon.DynamoDBv2.Model;
using Kickoff.Core.Registration;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Tick.Tests.Registration;

/// <summary>
/// A load balancer that says no, in whatever words (ValidationError for an ARN of another account or region, AccessDenied, TooManyTargets:
/// docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RegisterTargets.html), costs its own registrations and no other's.
/// </summary>
public sealed class RefusalTests
{
    private readonly Registry _registry = new();

    public static TheoryData<string> Codes => ["ValidationError", "AccessDenied", "HTTP 403", "Client.OfTomorrow"];

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task It_is_the_outcome_of_its_own_registrations(string code)
    {
        var servers = _registry.Servers(3);
        _registry.Refusing[Registry.Web] = code;

        var settled = await _registry.Registrar.SettleAsync(
            [.. servers.Select(server => Wish.In(server, Registry.Web)), .. servers.Select(server => Wish.In(server, Registry.Api))],
            default);

        Assert.All(settled.Where(one => one.Wish.Key.LoadBalancer == Registry.Web), one =>
            Assert.Contains(code, Assert.IsType<Settled.Refused>(one).Reason, StringComparison.Ordinal));
        Assert.True(_registry.Members(Registry.Api).SetEquals(servers.Select(server => server.Id)));
        // One call, and the claims are let go at once.
        Assert.Single(_registry.Calls, call => call.LoadBalancer == Registry.Web);
        Assert.All(servers, server => Assert.Null(_registry.Item(server)!.LeaseUntil));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Who_is_behind_it_is_not_known_and_the_others_lists_are(string code)
    {
        var server = _registry.Server();
        await _registry.InAsync(server, Registry.Api);
        _registry.Refusing[Registry.Web] = code;

        var roster = await _registry.RosterAsync(Registry.Web, Registry.Api);

        Assert.False(roster.Knows(Registry.Web));
        Assert.True(roster.Lists(Registry.Api, server.Id));
        Assert.Contains(_registry.Lines, line => line.Subject == Registry.Web.Key && line.Reason.Contains(code, StringComparison.Ordinal));
        Assert.Single(_registry.Metrics, metric => metric.Name == "LoadBalancerUnknown");
    }

    [Fact]
    public async Task The_sweep_goes_on_with_the_others()
    {
        var (web, api) = (_registry.Server(), _registry.Server(InstanceState.Running, "api"));
        _registry.Refusing[Registry.Web] = "AccessDenied";

        await _registry.SweepAsync();

        Assert.Null(_registry.Item(web));
        Assert.Contains(api.Id, _registry.Members(Registry.Api));
    }

    [Fact]
    public async Task One_that_does_not_exist_lists_nobody()
    {
        _registry.At(Registry.Web).Delete();

        var roster = await _registry.RosterAsync(Registry.Web);

        Assert.True(roster.Knows(Registry.Web));
        Assert.Contains(Registry.Web, roster.Gone);
        Assert.False(roster.ListsAnywhere(Registry.Id(1)));
    }

    [Fact]
    public async Task A_full_one_takes_as_many_as_there_is_room_for()
    {
        var servers = _registry.Servers(64);
        _registry.At(Registry.Api).Most = 20;

        var settled = await _registry.Registrar.SettleAsync([.. servers.Select(server => Wish.In(server, Registry.Api))], default);

        Assert.Equal(20, _registry.Members(Registry.Api).Count);
        Assert.Equal(44, settled.OfType<Settled.Refused>().Count(one => one.Reason.Contains("TooManyTargets", StringComparison.Ordinal)));
        // One after another is full for good: no server behind the first that found no room is asked for.
        Assert.InRange(_registry.Calls.Length, 2, 14);
    }

    [Fact]
    public async Task One_that_drains_is_not_listed_and_not_taken_out_again()
    {
        var server = _registry.Server();
        await _registry.InAsync(server);
        _registry.At(Registry.Web).Draining = Duration.FromMinutes(10);
        await _registry.Registrar.DrainAsync([server], default);
        _registry.Now += Duration.FromMinutes(2);
        Assert.True((await _registry.RosterAsync()).ListsAnywhere(server.Id));
        var calls = _registry.Calls.Count(call => call.What == "deregister");

        Assert.Empty(await _registry.SweepAsync(_registry.DrainOf(server)));
        Assert.Equal(calls, _registry.Calls.Count(call => call.What == "deregister"));
    }

    [Fact]
    public async Task A_server_whose_drains_nobody_knows_is_left_as_it_is()
    {
        var (mine, other) = (_registry.Server(), _registry.Server());
        _registry.LeftAlone = server => server.Id == mine.Id;

        await _registry.SweepAsync();

        Assert.Equal([other.Id], _registry.Members(Registry.Web));
    }

    // DynamoDB before ReturnValuesOnConditionCheckFailure, and DynamoDB Local 1.11 still, fail a condition without showing the item.
    [Fact]
    public async Task A_table_that_neither_takes_a_write_nor_shows_why_is_left_after_a_few()
    {
        _registry.Refuse = request =>
            request is PutItemRequest ? new ConditionalCheckFailedException("The conditional request failed") : null;
        var settled = await _registry.InAsync(_registry.Server());

        Assert.IsType<Settled.Unknown>(settled);
        Assert.InRange(_registry.MembershipWrites, 1, 10);
    }

    [Fact]
    public async Task An_item_that_a_failed_write_does_not_show_is_looked_up()
    {
        var server = _registry.Server();
        await _registry.InAsync(server);
        _registry.BeforeWrite = write =>
        {
            write.ReturnValuesOnConditionCheckFailure = null;
            return Task.CompletedTask;
        };

        // Known to nobody, it is taken for new.
        Assert.IsType<Settled.AlreadyThere>(await _registry.InAsync(server));
    }
}
