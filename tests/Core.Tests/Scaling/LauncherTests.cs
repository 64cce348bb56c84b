using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Core.Tests.Scaling;

/// <summary>
/// Candidates are types and subnets. Codes are those of RunInstances in
/// docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html, and one that is in no list.
/// </summary>
public sealed class LauncherTests
{
    private readonly TickWorld _world = new();

    [Theory]
    [InlineData("InvalidSubnetID.NotFound")]
    [InlineData("UnauthorizedOperation")]
    [InlineData("InvalidParameterValue")]
    [InlineData("PendingVerification")]
    [InlineData("Client.OfTomorrow")]
    public async Task A_subnet_in_which_EC2_refuses_costs_the_pool_no_server(string code)
    {
        _world.Launch = intent => intent.Request.SubnetId == "subnet-a" ? new LaunchAnswer.Refused(code, "no") : null;

        Assert.Equal(20, await LaunchAsync(20));
        Assert.Equal(20, _world.LaunchedIn("subnet-b"));
        Assert.Equal([1.0], _world.Measured("LaunchRefused"));
    }

    [Fact]
    public async Task A_subnet_in_which_EC2_does_not_answer_costs_the_pool_no_server()
    {
        _world.Launch = intent => intent.Request.SubnetId == "subnet-a" ? throw new UnavailableException("EC2", "no answer in time") : null;

        Assert.Equal(20, await LaunchAsync(20));
        Assert.Equal(20, _world.LaunchedIn("subnet-b"));
        Assert.Equal(LaunchState.Open, Assert.Single(_world.Launches.Values, launch => launch.Request.SubnetId == "subnet-a").State);
        Assert.Equal([1.0], _world.Measured("LaunchUnanswered"));
    }

    [Fact]
    public async Task What_was_not_answered_counts_against_the_maximum()
    {
        _world.Launch = intent => intent.Request.SubnetId == "subnet-a" ? throw new UnavailableException("EC2", "no answer in time") : null;

        // Half of twenty may be there already.
        Assert.Equal(10, await LaunchAsync(20, room: 20));
        Assert.Equal(20, _world.Launches.Values.Sum(launch => launch.Request.Count));
    }

    [Fact]
    public async Task Each_candidate_has_one_turn_a_tick()
    {
        _world.Launch = _ => new LaunchAnswer.Refused("UnauthorizedOperation", "no");

        Assert.Equal(0, await LaunchAsync(20));
        Assert.Equal(4, _world.Asked.Select(intent => (intent.Request.InstanceType, intent.Request.SubnetId)).Distinct().Count());
        Assert.Equal(4, _world.Asked.Count);
        Assert.Equal([1.0], _world.Measured("LaunchRefused"));
    }

    [Fact]
    public async Task A_candidate_without_an_answer_from_an_earlier_tick_gets_no_second_launch()
    {
        var open = Intent("subnet-a", 5);

        Assert.Equal(20, await LaunchAsync(20, launches: open));
        Assert.DoesNotContain(_world.Asked, intent => intent.Request is { SubnetId: "subnet-a", InstanceType: "m7i.large" });
    }

    [Fact]
    public async Task Throttled_the_next_candidate_would_be_told_the_same()
    {
        _world.Launch = _ => throw new UnavailableException("EC2", "RequestLimitExceeded") { IsThrottled = true };

        Assert.Equal(0, await LaunchAsync(20));
        Assert.Single(_world.Asked);
    }

    [Theory]
    [InlineData("UnauthorizedOperation")]
    [InlineData("Client.OfTomorrow")]
    public async Task Without_a_word_on_its_image_a_pool_launches_nothing_and_says_why(string code)
    {
        _world.Image = () => new ImageAnswer.Refused(code, "no");
        var pool = Given.Pool();

        Assert.Equal(0, await LaunchAsync(20, pool: pool with { Launch = pool.Launch with { Image = new ImageSource.Newest("amazon", "al2023-*") } }));
        Assert.Empty(_world.Asked);
        Assert.Contains(_world.Lines, line => line.Reason.Contains(code, StringComparison.Ordinal));
        Assert.Equal([1.0], _world.Measured("NoImage"));
    }

    [Fact]
    public async Task EC2_that_does_not_say_which_image_is_newest_stops_only_launching()
    {
        _world.Image = () => throw new UnavailableException("EC2", "no answer in time");
        var pool = Given.Pool();

        Assert.Equal(0, await LaunchAsync(20, pool: pool with { Launch = pool.Launch with { Image = new ImageSource.Newest("amazon", "al2023-*") } }));
        Assert.Equal([1.0], _world.Measured("NoImage"));
    }

    [Fact]
    public async Task Launches_without_an_answer_are_sent_again_only_while_all_of_them_fit_below_the_maximum()
    {
        var closed = await CloseAsync(missing: 10, room: 19, Intent("subnet-a", 10), Intent("subnet-b", 10));

        Assert.Empty(_world.Asked);
        Assert.All(closed, launch => Assert.Equal(LaunchState.Open, launch.State));
    }

    [Fact]
    public async Task A_launch_sent_again_that_brought_what_is_missing_leaves_the_others_as_they_are()
    {
        var closed = await CloseAsync(missing: 10, room: 20, Intent("subnet-a", 10), Intent("subnet-b", 10));

        Assert.Single(_world.Asked);
        Assert.Equal([LaunchState.Launched, LaunchState.Open], closed.Select(launch => launch.State));
    }

    [Fact]
    public async Task A_subnet_that_does_not_answer_is_asked_once_a_tick()
    {
        _world.Launch = intent => intent.Request.SubnetId == "subnet-a" ? throw new UnavailableException("EC2", "no answer in time") : null;
        var closed = await CloseAsync(missing: 10, room: 40, Intent("subnet-a", 5), Intent("subnet-a", 5, "m6i.large"), Intent("subnet-b", 5));

        Assert.Equal(["subnet-a", "subnet-b"], _world.Asked.Select(intent => intent.Request.SubnetId));
        Assert.Equal([LaunchState.Open, LaunchState.Open, LaunchState.Launched], closed.Select(launch => launch.State));
    }

    private static LaunchIntent Intent(string subnet, int count, string type = "m7i.large") => new()
    {
        Id = Guid.CreateVersion7(),
        Pool = "backend",
        At = TickWorld.Now - Duration.FromMinutes(1),
        Request = new LaunchRequest
        {
            ImageId = "ami-1",
            InstanceType = type,
            SubnetId = subnet,
            SecurityGroups = ["sg-1"],
            Tags = Server.NoTags,
            Count = count,
        },
    };

    private Launcher Launcher() => new(_world, _world, _world, Guid.CreateVersion7, "kickoff", "eu-west-1");

    private Task<int> LaunchAsync(int count, int room = 40, Pool? pool = null, params LaunchIntent[] launches) => Launcher().LaunchAsync(
        TickWorld.Lease(), pool ?? Given.Pool(), Given.Fleet([], 0, launches), new FleetAction.Launch(count, room, "planned"), TickWorld.Now, default);

    private async Task<LaunchIntent[]> CloseAsync(int missing, int room, params LaunchIntent[] open) =>
        [.. await new OpenLaunches(Launcher(), _world).CloseAsync(TickWorld.Lease(), [.. open], [], missing, room, TickWorld.Now, default)];
}
