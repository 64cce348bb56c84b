using System.Net;
using Amazon.DynamoDBv2.Model;
using Amazon.EC2.Model;
using Amazon.ElasticLoadBalancing.Model;
using Amazon.Runtime;
using Kickoff.Cloud.DynamoDb;
using Kickoff.Cloud.Ec2;
using Kickoff.Cloud.LoadBalancing;
using Kickoff.Core.Scaling;
using Kickoff.Core.Telemetry;
using Kickoff.Simulation.Calls;
using NodaTime;

namespace Kickoff.Tick.Tests;

/// <summary>
/// One call of a tick comes to nothing, whatever it is and however, and costs what it is about: in the end there are as many servers in
/// service as planned. Codes are of the services' own lists of errors, and one that is in none.
/// </summary>
public sealed class OneThingFailsTests
{
    public enum How
    {
        RefusedByAnUnknownCode,
        Forbidden,
        ServerError,
        ExpiredCredentials,
        NoAnswer,
        Hangs,
    }

    /// <summary>
    /// The first call of a minute, the second, the third and so on to the last: of three minutes in which one pool is launched and another
    /// one drained, each in its own world.
    /// </summary>
    [Theory]
    [InlineData(How.RefusedByAnUnknownCode)]
    [InlineData(How.Forbidden)]
    [InlineData(How.ServerError)]
    [InlineData(How.ExpiredCredentials)]
    [InlineData(How.NoAnswer)]
    [InlineData(How.Hangs)]
    public void Whichever_call_fails_and_however_the_fleet_is_as_planned_a_few_minutes_later(How how)
    {
        var calls = Play(how, failing: -1).Calls;
        Assert.InRange(calls, 60, 400);
        for (var failing = 0; failing < calls; failing++)
        {
            var (world, _, failed) = Play(how, failing);

            Assert.True(
                world.Serving.Count(server => PoolOf(server) == "backend") == 4 && world.Live.All(server => PoolOf(server) == "backend"),
                $"call {failing}, {failed}: {world.Serving.Count()} serve of {world.Live.Count()}\n"
                + string.Join('\n', world.Lines.Where(line => line.Level != JournalLevel.Information)));
        }
    }

    [Fact]
    public void A_pool_whose_lease_is_not_to_be_had_costs_itself()
    {
        var world = TwoPools();
        world.Fate = request => request is UpdateItemRequest update && update.Key["PK"].S == "pool#backend"
            ? World.Failing(DynamoDbErrors.Of("TomorrowsException", HttpStatusCode.BadRequest)) : null;
        world.Tick();

        Assert.Equal(["other"], world.Live.Select(PoolOf).Distinct());
        Assert.Contains(world.Lines, line => line is { What: "tick stopped", Subject: "backend" }
            && line.Reason.Contains("TomorrowsException", StringComparison.Ordinal));
    }

    [Fact]
    public void A_pool_whose_items_are_not_to_be_read_costs_itself()
    {
        var world = TwoPools();
        world.Fate = request => request is QueryRequest query
            && query.ExpressionAttributeValues.Values.Any(value => value.S == "pool#backend")
            ? World.Failing(DynamoDbErrors.Of("AccessDeniedException", HttpStatusCode.BadRequest)) : null;
        world.Tick();

        Assert.Equal(["other"], world.Live.Select(PoolOf).Distinct());
        Assert.Equal(1.0, world.Measured("PoolStopped"));
    }

    [Fact]
    public void Without_the_fixtures_nothing_is_launched_or_let_go_and_who_runs_is_registered()
    {
        var world = TwoPools();
        world.Tick(4);
        var serving = world.Serving.Count();
        var byHand = world.ByHand(World.Stack, "other");
        world.Fate = request => request is QueryRequest { TableName: Simulation.Deployment.FixturesTable }
            ? World.Failing(DynamoDbErrors.Of("ResourceNotFoundException", HttpStatusCode.BadRequest)) : null;
        world.Hold(HoldKind.Exactly, 0, Duration.FromHours(1));
        world.Tick(3);

        Assert.Contains(byHand.Id, world.Registered);
        Assert.Equal(serving + 1, world.Serving.Count());
        Assert.Equal(2, world.Metrics.Count(metric => metric.Name == "PoolStopped"));
    }

    [Fact]
    public void A_server_that_may_not_be_ended_keeps_nobody_else_alive_and_a_refusal_of_all_is_asked_once()
    {
        var world = new World();
        world.Hold(HoldKind.Exactly, 4, Duration.FromHours(1));
        world.Tick(4);
        world.Fate = request => request is TerminateInstancesRequest ? World.Failing(Ec2Errors.Of("TomorrowsCode", "no")) : null;
        world.Hold(HoldKind.Exactly, 0, Duration.FromHours(1));
        world.Tick(6);
        Assert.Equal(4, world.Live.Count());
        world.Requests.Clear();
        world.Tick();
        Assert.Equal(4, Assert.Single(world.Requests.OfType<TerminateInstancesRequest>()).InstanceIds.Count);
        Assert.Equal(4.0, world.Measured("EndRefused"));

        world.Fate = _ => null;
        world.Live.First().MayNotBeEnded = true;
        world.Tick();
        Assert.Single(world.Live);
    }

    [Fact]
    public void Others_servers_that_end_by_the_thousand_are_looked_up_for_a_while_and_not_for_ever()
    {
        var world = new World();
        world.Account.Ec2.Region.SecurityGroups["sg-theirs"] = "theirs";
        for (var number = 0; number < 500; number++)
        {
            world.Account.Ec2.End(world.Account.Ec2.LaunchByHand(new RunInstancesRequest
            {
                ImageId = "ami-00000000000000001",
                InstanceType = "m7i.large",
                SubnetId = "subnet-a",
                SecurityGroupIds = ["sg-theirs"],
            }));
        }

        world.Tick(2);
        Assert.InRange(Keys(world), 1000, 5000);

        world.Tick(6);
        world.Requests.Clear();
        world.Tick();
        Assert.Equal(0, Keys(world));

        static int Keys(World world) =>
            world.Requests.OfType<BatchGetItemRequest>().Sum(batch => batch.RequestItems.Values.Sum(keys => keys.Keys.Count));
    }

    private static World TwoPools()
    {
        var world = new World(others: World.PoolOf("other"));
        world.Hold(HoldKind.Exactly, 2, Duration.FromHours(1));
        world.Hold(HoldKind.Exactly, 2, Duration.FromHours(1), pool: "other");
        return world;
    }

    /// <summary>Pool other is let go while pool backend comes up; answers how many calls the three minutes of that make.</summary>
    private static (World World, int Calls, string? Failed) Play(How how, int failing)
    {
        var world = TwoPools();
        world.Tick(4);
        world.Hold(HoldKind.Exactly, 4, Duration.FromHours(2));
        world.Hold(HoldKind.Exactly, 0, Duration.FromHours(2), pool: "other");
        var (calls, failed) = (0, (string?)null);
        world.Fate = request =>
        {
            if (calls++ != failing)
            {
                return null;
            }

            failed = request.GetType().Name;
            return how == How.Hangs ? World.Hanging : World.Failing(Failure(how, request));
        };
        world.Tick(3);
        var made = calls;
        world.Fate = _ => null;
        // The youth of a launch without an answer, a boot, a drain.
        world.Tick(16);
        return (world, made, failed);
    }

    private static Exception Failure(How how, AmazonWebServiceRequest request)
    {
        var (code, status) = how switch
        {
            How.RefusedByAnUnknownCode => ("TomorrowsCode", HttpStatusCode.BadRequest),
            How.Forbidden => ("AccessDenied", HttpStatusCode.Forbidden),
            How.ServerError => ("InternalFailure", HttpStatusCode.InternalServerError),
            How.ExpiredCredentials => ("ExpiredToken", HttpStatusCode.Forbidden),
            _ => ("", HttpStatusCode.OK),
        };
        return code.Length == 0 ? new TimeoutException("no answer in time")
            : request.GetType().Namespace!.Contains("DynamoDB", StringComparison.Ordinal) ? DynamoDbErrors.Of(code, status)
            : request.GetType().Namespace!.Contains("EC2", StringComparison.Ordinal) ? Ec2Errors.Of(code, "no", status)
            : ElbErrors.Classic(code, "no", status);
    }

    private static string PoolOf(Ec2Instance server) => server.Now.Tag(Core.Servers.KickoffTags.Pool) ?? "";
}
