using Amazon.EC2.Model;
using Kickoff.Cloud.Ec2;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;
using Kickoff.Simulation.Calls;
using NodaTime;

namespace Kickoff.Tick.Tests;

/// <summary>
/// Candidates are types and subnets. Codes are those of RunInstances in
/// docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html, and one that is in no list.
/// </summary>
public sealed class CandidatesTests
{
    private static readonly CallFate NoAnswer = World.Failing(new TimeoutException("no answer in time"));

    private World _world = Of(40);

    [Theory]
    [InlineData("InvalidSubnetID.NotFound")]
    [InlineData("UnauthorizedOperation")]
    [InlineData("InvalidParameterValue")]
    [InlineData("PendingVerification")]
    [InlineData("Client.OfTomorrow")]
    public void A_subnet_in_which_EC2_refuses_costs_the_pool_no_server(string code)
    {
        Launches("subnet-a", World.Failing(Ec2Errors.Of(code, "no")));

        Assert.Equal(20, Launch(20));
        Assert.Equal(20, _world.LaunchedIn("subnet-b"));
        Assert.Equal(1.0, _world.Measured("LaunchRefused"));
    }

    [Fact]
    public void A_subnet_in_which_EC2_does_not_answer_costs_the_pool_no_server()
    {
        Launches("subnet-a", NoAnswer);

        Assert.Equal(20, Launch(20));
        Assert.Equal(20, _world.LaunchedIn("subnet-b"));
        Assert.Equal(LaunchState.Open, Assert.Single(_world.Record().Launches, launch => launch.Request.SubnetId == "subnet-a").State);
        Assert.Equal(1.0, _world.Measured("LaunchUnanswered"));
    }

    [Fact]
    public void What_was_not_answered_counts_against_the_maximum()
    {
        _world = Of(20);
        Launches("subnet-a", NoAnswer);

        // Half of twenty may be there already.
        Assert.Equal(10, Launch(20));
        Assert.Equal(20, _world.Record().Launches.Sum(launch => launch.Request.Count));
    }

    [Fact]
    public void Each_candidate_has_one_turn_a_tick()
    {
        _world.Fate = request => request is RunInstancesRequest ? World.Failing(Ec2Errors.Of("Client.OfTomorrow", "no")) : null;

        Assert.Equal(0, Launch(20));
        Assert.Equal(4, _world.Asked.Select(request => (request.InstanceType.Value, request.SubnetId)).Distinct().Count());
        Assert.Equal(4, _world.Asked.Count());
        Assert.Equal(1.0, _world.Measured("LaunchRefused"));
    }

    [Fact]
    public async Task A_candidate_without_an_answer_from_an_earlier_tick_gets_no_second_launch()
    {
        var open = Intent("subnet-a", 5);
        await OpenAsync(open);
        _world.Fate = request => request is RunInstancesRequest launch && launch.ClientToken == $"{open.Id:D}" ? NoAnswer : null;

        Assert.Equal(20, Launch(20));
        // Nothing is missing any more for which it would be sent again.
        Assert.DoesNotContain(_world.Asked, request => request is { SubnetId: "subnet-a", InstanceType.Value: "m7i.large" });
    }

    [Fact]
    public void Throttled_the_next_candidate_would_be_told_the_same()
    {
        _world.Fate = request => request is RunInstancesRequest ? World.Failing(Ec2Errors.Of("RequestLimitExceeded", "no")) : null;

        Assert.Equal(0, Launch(20));
        Assert.Single(_world.Asked);
    }

    [Theory]
    [InlineData("UnauthorizedOperation")]
    [InlineData("Client.OfTomorrow")]
    public void Without_a_word_on_its_image_a_pool_launches_nothing_and_says_why(string code)
    {
        _world.Fate = request => request is DescribeImagesRequest ? World.Failing(Ec2Errors.Of(code, "no")) : null;

        Assert.Equal(0, Launch(20));
        Assert.Empty(_world.Asked);
        Assert.Contains(_world.Lines, line => line.Reason.Contains(code, StringComparison.Ordinal));
        Assert.Equal(1.0, _world.Measured("NoImage"));
    }

    [Fact]
    public void EC2_that_does_not_say_which_image_is_newest_stops_only_launching()
    {
        _world.Fate = request => request is DescribeImagesRequest ? NoAnswer : null;

        Assert.Equal(0, Launch(20));
        Assert.Equal(1.0, _world.Measured("NoImage"));
        Assert.Null(_world.Thrown);
    }

    [Fact]
    public async Task Launches_without_an_answer_are_sent_again_only_while_all_of_them_fit_below_the_maximum()
    {
        _world = Of(19);
        await OpenAsync(Intent("subnet-a", 10), Intent("subnet-b", 10));
        Launch(10);

        Assert.Empty(_world.Asked);
        Assert.All(_world.Record().Launches, launch => Assert.Equal(LaunchState.Open, launch.State));
    }

    [Fact]
    public async Task A_launch_sent_again_that_brought_what_is_missing_leaves_the_others_as_they_are()
    {
        _world = Of(20);
        await OpenAsync(Intent("subnet-a", 10), Intent("subnet-b", 10));
        Launch(10);

        Assert.Single(_world.Asked);
        Assert.Equal([LaunchState.Launched, LaunchState.Open], _world.Record().Launches.Select(launch => launch.State));
    }

    [Fact]
    public async Task A_subnet_that_does_not_answer_is_asked_once_a_tick()
    {
        var open = new[] { Intent("subnet-a", 5), Intent("subnet-a", 5, "m6i.large"), Intent("subnet-b", 5) };
        await OpenAsync(open);
        _world.Fate = request => request switch
        {
            RunInstancesRequest { SubnetId: "subnet-a" } => NoAnswer,
            RunInstancesRequest { InstanceType.Value: "m6i.large" } => World.Failing(Ec2Errors.Of("InsufficientInstanceCapacity", "no")),
            _ => null,
        };
        Launch(10);

        var tokens = open.Select(intent => intent.Id.ToString("D")).ToHashSet();
        var again = _world.Asked.Where(request => tokens.Contains(request.ClientToken));
        Assert.Equal(["subnet-a", "subnet-b"], again.Select(request => request.SubnetId));
        Assert.Equal(
            [LaunchState.Open, LaunchState.Open, LaunchState.Launched],
            _world.Record().Launches.Where(launch => tokens.Contains($"{launch.Id:D}")).Select(launch => launch.State));
    }

    private static World Of(int maximum)
    {
        var pool = World.PoolOf("backend");
        return new World(pool with { Capacity = pool.Capacity with { Maximum = maximum } });
    }

    /// <summary>Each launch in this subnet comes to this.</summary>
    private void Launches(string subnet, CallFate fate) =>
        _world.Fate = request => request is RunInstancesRequest launch && launch.SubnetId == subnet ? fate : null;

    /// <summary>A tick that is to have so many servers; answers how many it launched.</summary>
    private int Launch(int count)
    {
        _world.Hold(HoldKind.Exactly, count, Duration.FromHours(1));
        _world.Tick();
        return _world.Launches.Sum(launch => launch.Servers);
    }

    private int _intents;

    private LaunchIntent Intent(string subnet, int count, string type = "m7i.large") => new()
    {
        Id = _world.Account.Dice.Uuid(_world.Time.Now - Duration.FromMinutes(1) + Duration.FromSeconds(_intents++)),
        Pool = "backend",
        At = _world.Time.Now - Duration.FromMinutes(1),
        Request = new LaunchRequest
        {
            ImageId = "ami-00000000000000001",
            InstanceType = type,
            SubnetId = subnet,
            SecurityGroups = ["sg-web"],
            Tags = Server.NoTags,
            Count = count,
        },
    };

    /// <summary>The tick of a minute ago wrote these down, and did not live to hear of them.</summary>
    private async Task OpenAsync(params LaunchIntent[] intents)
    {
        var ago = _world.Time.Now - Duration.FromMinutes(1);
        var acquired = Assert.IsType<LeaseAnswer.Acquired>(
            await _world.Ledger.AcquireAsync("backend", "the last tick", ago, ago, ScaleTick.Lease, default));
        foreach (var intent in intents)
        {
            await _world.Ledger.PutLaunchAsync(acquired.Lease, intent, default);
        }
    }
}
