using Kickoff.Cloud.Ec2;
using Kickoff.Core.Scaling;
using Kickoff.Simulation.Calls;
using NodaTime;

namespace Kickoff.Tick.Tests;

/// <summary>
/// Launches, each with EC2's page: ClientToken (https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html), capacity
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html).
/// </summary>
public sealed class LaunchTests
{
    private static readonly CallFate ReplyLost = new()
    {
        There = Duration.FromMilliseconds(5),
        Back = Duration.FromMilliseconds(5),
        Failure = new HttpRequestException("the connection was closed"),
    };

    [Fact]
    public void What_was_launched_is_what_the_file_says()
    {
        var pool = World.PoolOf("backend");
        var world = new World(pool with
        {
            Launch = pool.Launch with
            {
                KeyName = "operators",
                InstanceProfile = "backend",
                UserData = "#!/bin/sh\n",
                Tags = pool.Launch.Tags.Add("team", "web")
            },
        });
        world.Hold(HoldKind.Exactly, 1, Duration.FromHours(1));

        world.Tick();

        var request = Assert.Single(world.Launches).Request;
        Assert.Equal("ami-00000000000000001", request.ImageId);
        Assert.Equal("m7i.large", request.InstanceType.Value);
        Assert.Equal(["sg-web"], request.SecurityGroupIds);
        Assert.Equal("operators", request.KeyName);
        Assert.Equal("backend", request.IamInstanceProfile.Name);
        Assert.Equal("#!/bin/sh\n"u8.ToArray(), Convert.FromBase64String(request.UserData));
        Assert.Equal((1, 1), (request.MinCount, request.MaxCount));
        Assert.Equal("required", request.MetadataOptions.HttpTokens.Value);
        var tags = Assert.Single(request.TagSpecifications).Tags.ToDictionary(tag => tag.Key, tag => tag.Value);
        Assert.Equal(
            ["kickoff:launch", "kickoff:pool", "kickoff:stack", "team"],
            tags.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("backend", World.Stack, request.ClientToken), (tags["kickoff:pool"], tags["kickoff:stack"], tags["kickoff:launch"]));
    }

    [Fact]
    public void A_launch_whose_reply_was_lost_is_sent_again_with_its_token_and_brings_no_second_server()
    {
        var pool = World.PoolOf("backend");
        var world =
            new World(pool with
            {
                Launch = pool.Launch with
                {
                    InstanceTypes = ["m7i.large"],
                    Subnets = ["subnet-a"]
                }
            })
            { Hidden = Duration.FromMinutes(3) };
        world.Hold(HoldKind.Exactly, 1, Duration.FromHours(1));
        world.Next(CallSite.RunInstances, ReplyLost);

        world.Tick(6);

        Assert.Contains(world.Launches, launch => launch.Again);
        Assert.All(world.Launches.GroupBy(launch => launch.Request.ClientToken), token => Assert.Single(token, launch => !launch.Again));
        Assert.All(world.Record().Launches, launch => Assert.Equal((LaunchState.Launched, 1), (launch.State, launch.Instances.Length)));
        Assert.Single(world.Live);
    }

    [Fact]
    public void An_old_open_launch_whose_server_is_there_is_closed_by_its_tag_and_not_abandoned()
    {
        var world = new World();
        world.Hold(HoldKind.Exactly, 1, Duration.FromHours(1));
        // Ended before it could be closed: the reply is lost, and the tick with it.
        world.Next(CallSite.RunInstances, ReplyLost with { Death = Death.AfterTheCall });
        world.Tick();
        Assert.Single(world.Live);
        Assert.Equal(LaunchState.Open, Assert.Single(world.Record().Launches).State);

        world.Time.RunUntil(world.Time.Now + Duration.FromMinutes(11));
        world.Tick();

        var closed = Assert.Single(world.Record().Launches);
        Assert.Equal((LaunchState.Launched, "found by its tag"), (closed.State, closed.Outcome));
        Assert.Single(world.Live);
    }

    /// <summary>As when a right is taken away after the first time: EC2 may have launched then, and shows it late.</summary>
    [Fact]
    public void That_a_launch_is_refused_when_it_is_sent_again_says_nothing_of_the_first_time()
    {
        var pool = World.PoolOf("backend");
        var world = new World(pool with { Capacity = pool.Capacity with { Maximum = 1 } }) { Hidden = Duration.FromMinutes(3) };
        world.Hold(HoldKind.Exactly, 1, Duration.FromHours(1));
        world.Next(CallSite.RunInstances, ReplyLost);
        world.Tick();
        Assert.Single(world.Live);

        world.Fails(CallSite.RunInstances, Ec2Errors.Of("UnauthorizedOperation", "no"));
        world.Tick();

        Assert.Equal(LaunchState.Open, Assert.Single(world.Record().Launches).State);
        world.Tick(12);
        Assert.Single(world.Live);
        Assert.DoesNotContain(world.Record().Launches, launch => launch.State == LaunchState.Open);
    }

    [Fact]
    public void A_launch_without_an_answer_is_never_sent_again_above_the_maximum()
    {
        var pool = World.PoolOf("backend");
        var world = new World(pool with { Capacity = pool.Capacity with { Maximum = 2 } });
        world.Hold(HoldKind.Exactly, 2, Duration.FromHours(1));
        world.Next(CallSite.RunInstances, ReplyLost with { Lost = true });

        for (var minute = 0; minute < 20; minute++)
        {
            world.Tick();
            Assert.True(world.Live.Count() <= 2, $"{world.Live.Count()} live at minute {minute}");
        }

        Assert.Equal(2, world.Live.Count());
    }

    [Fact]
    public void A_launch_is_not_sent_again_into_room_that_somebody_else_has_taken()
    {
        var pool = World.PoolOf("backend");
        var world = new World(pool with
        {
            Capacity = pool.Capacity with { Maximum = 2 },
            Launch = pool.Launch with { InstanceTypes = ["m7i.large"], Subnets = ["subnet-a"] },
        });
        world.Hold(HoldKind.Exactly, 2, Duration.FromHours(1));
        world.Next(CallSite.RunInstances, ReplyLost with { Lost = true });
        world.Tick();
        Assert.Empty(world.Live);

        world.ByHand(World.Stack, "backend");
        for (var minute = 0; minute < 15; minute++)
        {
            world.Tick();
            Assert.True(world.Live.Count() <= 2, $"{world.Live.Count()} live at minute {minute}");
        }

        Assert.Equal(2, world.Live.Count());
    }

    [Theory]
    [InlineData("subnet")]
    [InlineData("type")]
    public void What_one_candidate_has_not_another_has(string missing)
    {
        var world = new World();
        world.Hold(HoldKind.Exactly, 2, Duration.FromHours(1));
        foreach (var (type, subnet) in missing == "subnet"
            ? [("m7i.large", "subnet-a"), ("m6i.large", "subnet-a")] : new[] { ("m7i.large", "subnet-a"), ("m7i.large", "subnet-b") })
        {
            world.Account.Ec2.Capacity.Limit(type, subnet, 0);
        }

        world.Tick();

        Assert.Equal(2, world.Live.Count());
        Assert.All(world.Live, server => Assert.Equal(
            missing == "subnet" ? "subnet-b" : "m6i.large", missing == "subnet" ? server.Now.SubnetId : server.Now.InstanceType));
        Assert.Null(world.Thrown);
    }

    [Fact]
    public void A_pool_for_which_there_is_no_capacity_anywhere_pages()
    {
        var world = new World();
        world.Hold(HoldKind.Exactly, 2, Duration.FromHours(1));
        foreach (var type in world.Pool.Launch.InstanceTypes)
        {
            foreach (var subnet in world.Pool.Launch.Subnets)
            {
                world.Account.Ec2.Capacity.Limit(type, subnet, 0);
            }
        }

        world.Tick();

        Assert.Empty(world.Live);
        Assert.Equal(1, world.Measured("NoCapacity"));
    }

    [Fact]
    public void A_subnet_without_addresses_and_one_that_offers_no_such_type_are_passed_over()
    {
        var world = new World();
        world.Hold(HoldKind.Exactly, 2, Duration.FromHours(1));
        world.Account.Ec2.Region.Subnets["subnet-a"] = new Subnet("subnet-a", "eu-west-1a", Addresses: 0);
        world.Account.Ec2.Region.NotOffered.Add(("m7i.large", "eu-west-1b"));

        world.Tick();

        Assert.Equal(2, world.Live.Count());
        Assert.All(world.Live, server => Assert.Equal(("m6i.large", "subnet-b"), (server.Now.InstanceType, server.Now.SubnetId)));
    }

    [Theory]
    [InlineData("UnauthorizedOperation")]
    [InlineData("TomorrowsCode")]
    public void A_refusal_whatever_its_code_pages_and_stops_nothing_else(string code)
    {
        var world = new World();
        world.Hold(HoldKind.Exactly, 1, Duration.FromHours(1));
        world.Fails(CallSite.RunInstances, Ec2Errors.Of(code, "no"));

        world.Tick();

        Assert.Null(world.Thrown);
        Assert.Equal(1, world.Measured("LaunchRefused"));
        Assert.Contains(world.Record().Failures, one => one.Last == LaunchFailure.Refused
            && one.Outcome.StartsWith(code, StringComparison.Ordinal));
        world.Tick(10);
        Assert.Single(world.Live);
    }

    [Fact]
    public void An_image_that_is_not_there_pages_and_launches_nothing()
    {
        var world = new World();
        world.Account.Ec2.Region.Images.Clear();
        world.Hold(HoldKind.Exactly, 1, Duration.FromHours(1));

        world.Tick();

        Assert.Null(world.Thrown);
        Assert.Equal(1, world.Measured("NoImage"));
        Assert.Empty(world.Launches);
    }

    [Fact]
    public void The_newest_image_is_found_on_whichever_page_it_is()
    {
        var world = new World();
        world.Account.Ec2.Region.PageSize = 1;
        world.Account.Ec2.Region.Images.Add(
            new MachineImage("ami-00000000000000002", "099720109477", "ubuntu-13", "2012-06-02T00:00:00.000Z"));
        world.Account.Ec2.Region.Images.Add(
            new MachineImage("ami-00000000000000003", "099720109477", "ubuntu-11", "2012-05-02T00:00:00.000Z"));
        world.Hold(HoldKind.Exactly, 1, Duration.FromHours(1));

        world.Tick();

        Assert.Equal("ami-00000000000000002", Assert.Single(world.Live).Now.ImageId);
    }

    [Fact]
    public void Servers_on_a_second_page_are_counted()
    {
        var world = new World();
        world.Account.Ec2.Region.PageSize = 1;
        world.Hold(HoldKind.Exactly, 3, Duration.FromHours(1));

        world.Tick(3);

        Assert.Equal(3, world.Live.Count());
        Assert.Equal(3, world.Measured("InService"));
    }
}
