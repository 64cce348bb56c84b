using Amazon.EC2.Model;
using Kickoff.Cloud.Ec2;
using Kickoff.Core.Scaling;
using Kickoff.Simulation.Calls;
using NodaTime;

namespace Kickoff.Tick.Tests;

/// <summary>Candidates that fail minute after minute, and pools all of whose candidates do (docs/scaling.md).</summary>
public sealed class BackoffTests
{
    private readonly World _world = new();

    [Fact]
    public void A_candidate_that_EC2_refuses_is_asked_ever_less_often_and_the_others_take_its_share()
    {
        Refuse(launch => launch.SubnetId == "subnet-a" ? "InvalidSubnetID.NotFound" : null);
        _world.Hold(HoldKind.Exactly, 6, Duration.FromHours(4));
        _world.Tick();
        Assert.Equal(6, _world.LaunchedIn("subnet-b"));

        // Every further server would go to the empty subnet first.
        for (var minute = 0; minute < 20; minute++)
        {
            _world.Tick(2);
            _world.Account.Ec2.End(_world.Serving.First());
            _world.Tick();
            Assert.Equal(6, _world.Live.Count());
        }

        Assert.InRange(_world.Asked.Count(launch => launch.SubnetId == "subnet-a"), 8, 40);
    }

    [Fact]
    public void What_every_candidate_lacks_is_asked_for_every_second_minute_while_a_hold_wants_it_and_comes_when_it_is_there()
    {
        Refuse(_ => "InsufficientInstanceCapacity");
        _world.Hold(HoldKind.Exactly, 4, Duration.FromHours(4));
        _world.Tick(30);
        Assert.Empty(_world.Live);
        Assert.InRange(_world.Asked.Count(), 4 * 14, 4 * 17);
        Assert.Equal(4.0, _world.Metrics.Where(metric => metric.Name == "NotLaunched").Sum(metric => metric.Value));

        Refuse(_ => null);
        _world.Tick(2);
        Assert.Equal(4, _world.Live.Count());
        Assert.All(_world.Launches, launched => Assert.DoesNotContain(
            _world.Record().Failures,
            one => one.Candidate == new LaunchCandidate(launched.Request.InstanceType, launched.Request.SubnetId)));
    }

    [Theory]
    [InlineData("UnauthorizedOperation")]
    [InlineData("InvalidKeyPair.NotFound")]
    [InlineData("InvalidAMIID.NotFound")]
    public void A_request_that_two_candidates_of_another_type_and_subnet_refuse_is_the_pools_and_not_asked_of_the_rest(string code)
    {
        Refuse(_ => code);
        _world.Hold(HoldKind.Exactly, 4, Duration.FromHours(4));
        _world.Tick();

        // m7i in a, m7i in b, m6i in one of them: that differs in both from one before.
        Assert.Equal(3, _world.Asked.Count());
        Assert.Equal(LaunchFailure.Refused, Assert.Single(_world.Record().Failures, one => one.Candidate is null).Last);

        Refuse(_ => null);
        _world.Tick(2);
        Assert.Equal(4, _world.Live.Count());
        Assert.DoesNotContain(_world.Record().Failures, one => one.Candidate is null);
    }

    /// <summary>One candidate is refused by a policy that names its subnet, and the rest are not.</summary>
    [Fact]
    public void No_code_stops_a_pool_at_sight()
    {
        Refuse(launch => launch is { SubnetId: "subnet-a", InstanceType.Value: "m7i.large" } ? "UnauthorizedOperation" : null);
        _world.Hold(HoldKind.Exactly, 4, Duration.FromHours(4));
        _world.Tick();

        Assert.Equal(4, _world.Live.Count());
    }

    [Fact]
    public void A_zone_in_which_servers_die_costs_its_share_and_then_nothing()
    {
        _world.Hold(HoldKind.Exactly, 4, Duration.FromHours(4));
        for (var minute = 0; minute < 12; minute++)
        {
            _world.Tick();
            foreach (var server in _world.Live.Where(server => server.Launch.SubnetId == "subnet-a").ToArray())
            {
                _world.Account.Ec2.End(server);
            }
        }

        Assert.Equal(4, _world.Serving.Count());
        Assert.InRange(_world.LaunchedIn("subnet-a"), 2, 8);
    }

    [Fact]
    public void A_spent_token_proves_a_launch_which_is_looked_up_and_not_made_again()
    {
        _world.Hold(HoldKind.Exactly, 2, Duration.FromHours(4));
        var first = true;
        _world.Fate = request => request is not RunInstancesRequest ? null
            : first ? Once(World.Failing(new TimeoutException("no answer")))
            : World.Failing(Ec2Errors.Of("IdempotentParameterMismatch", "no"));
        _world.Tick();
        var lost = _world.Asked.First();
        _world.Tick();
        _world.Fate = _ => null;
        _world.Tick(5);

        Assert.InRange(_world.Asked.Count(launch => launch.ClientToken == lost.ClientToken), 1, 2);
        _world.Tick(5);
        Assert.DoesNotContain(_world.Record().Launches, launch => launch.State == LaunchState.Open);
        Assert.InRange(_world.Live.Count(), 2, 2);

        CallFate Once(CallFate fate)
        {
            first = false;
            return fate;
        }
    }

    [Fact]
    public void What_was_not_answered_is_sent_again_after_all_new_work()
    {
        var world = new World(World.PoolOf("backend") with { Capacity = World.PoolOf("backend").Capacity with { Maximum = 40 } });
        world.Hold(HoldKind.Exactly, 2, Duration.FromHours(4));
        world.Fate = request => request is RunInstancesRequest { SubnetId: "subnet-a" } ? World.Failing(new TimeoutException("no")) : null;
        world.Tick();
        var lost = world.Asked.First(launch => launch.SubnetId == "subnet-a").ClientToken;
        world.Requests.Clear();

        // Nothing but the new work's own failure leaves anything to ask for again.
        world.Hold(HoldKind.Exactly, 12, Duration.FromHours(4));
        world.Fate = request => request is RunInstancesRequest ? World.Failing(new TimeoutException("no")) : null;
        world.Tick();

        Assert.True(world.Asked.Count() > 1);
        Assert.Equal(lost, world.Asked.Last().ClientToken);
    }

    [Fact]
    public void Two_days_of_shortage_are_as_small_as_two_minutes()
    {
        Refuse(_ => "InsufficientInstanceCapacity");
        _world.Hold(HoldKind.Exactly, 4, Duration.FromDays(3));
        _world.Tick(10);
        var items = Items();
        _world.Tick(2 * 24 * 60);

        Assert.Equal(items, Items());
        Assert.InRange(items, 4, 6);

        int Items() => _world.Account.DynamoDb.Items(Simulation.Deployment.LedgerTable)
            .Count(item => item["SK"].S is var sort && string.CompareOrdinal(sort, "candidate#") >= 0
                && string.CompareOrdinal(sort, "launch#~") <= 0);
    }

    private void Refuse(Func<RunInstancesRequest, string?> code) =>
        _world.Fate = request => request is RunInstancesRequest launch && code(launch) is { } refusal
            ? World.Failing(Ec2Errors.Of(refusal, "no")) : null;
}
