using Amazon.DynamoDBv2.Model;
using Amazon.EC2.Model;
using Amazon.ElasticLoadBalancing.Model;
using Amazon.Runtime;
using Kickoff.Cloud.DynamoDb;
using Kickoff.Cloud.Ec2;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Fixtures.Feed;
using Kickoff.Core.Scaling;
using NodaTime;
using HttpStatusCode = System.Net.HttpStatusCode;

namespace Kickoff.Tick.Tests.Alarms;

/// <summary>
/// For each alarm on something that the functions measure, how it comes about, and how it is put right. Every world begins a quarter of an
/// hour before a kickoff that asks for three servers. Words of AWS are those of its pages on errors and states.
/// </summary>
internal static class Troubles
{
    private static readonly Exception NoAnswer = new TimeoutException("no answer");

    public static Dictionary<string, (Action<World> Begins, Action<World> IsMended)> Of { get; } = new(StringComparer.Ordinal)
    {
        ["ShortBeforeKickoff"] = (world => Ticks(world, 10, () => NoCapacity(world)), GiveCapacity),
        ["InServiceUnknown"] = (
            world => Ticks(world, 7, () => Serve(world), () => Fail<DescribeInstanceHealthRequest>(world, NoAnswer)),
            Answered),
        ["LoadBalancerUnknown"] = (
            world => Ticks(world, 6, () => Fail<DescribeInstanceHealthRequest>(world, Refused("AccessDenied"))),
            Answered),
        ["LaunchesFailing"] = (
            world => Ticks(world, 9, () => Fail<RunInstancesRequest>(world, Refused("UnauthorizedOperation"))),
            Answered),
        ["LaunchRefused"] = (
            world => Ticks(world, 7, () => Fail<RunInstancesRequest>(world, Refused("InvalidSubnetID.NotFound"))),
            Answered),
        ["LaunchUnanswered"] = (world => Ticks(world, 7, () => Fail<RunInstancesRequest>(world, NoAnswer)), Answered),
        ["NoCapacity"] = (world => Ticks(world, 7, () => NoCapacity(world)), GiveCapacity),
        ["NoImage"] = (
            world => Ticks(world, 7, world.Account.Ec2.Region.Images.Clear),
            world => world.Account.Ec2.Region.Images.Add(Image)),
        ["LaunchesDying"] = (Dying, ComesUp),
        ["ServersDied"] = (Dying, ComesUp),
        ["ServersNotComingUp"] = (world => Ticks(world, 10, () => world.Boot = world.Boot with { Ready = null }), ComesUp),
        ["ServersUnhealthy"] = (
            world => Ticks(world, 14, () => ServeSix(world), () => Ec2Account.Sicken(world.Serving.First())),
            world => world.Tick()),
        ["FleetUnhealthy"] = (
            world => Ticks(world, 5, () => ServeSix(world), () => world.Serving.Take(3).ToList().ForEach(Ec2Account.Sicken)),
            world => world.Live.ToList().ForEach(world.Account.Ec2.End)),
        ["CopiedTags"] = (world => Ticks(world, 4, () => world.ByHand(World.Stack, "backend")), EndAll),
        ["PartlyInService"] = (
            world => Ticks(
                world, 14, () => Want(world, 4), () => world.ByHand(World.Stack, "backend", "sg-api"),
                () => world.Account.Balancing.Find(World.Api)!.Zones = new HashSet<string>()),
            world => world.Account.Balancing.Find(World.Api)!.Zones = null),
        ["EndRefused"] = (
            world => Ticks(world, 10, () => Serve(world), () => world.Live.First().MayNotBeEnded = true, () => Want(world, 0)),
            world => world.Live.ToList().ForEach(server => server.MayNotBeEnded = false)),
        ["PoolStopped"] = (world => Ticks(world, 8, () => Fail<TransactWriteItemsRequest>(world, NoAnswer)), Answered),
        ["UnknownPool"] = (world => Ticks(world, 4, () => world.ByHand(World.Stack, "gone")), EndAll),
        ["Strangers"] = (world => Ticks(world, 4, () => world.ByHand(World.Stack, null)), EndAll),
        ["UnreadableItems"] = (world => Ticks(world, 4, () => Unreadable(world)), Forget),
        ["RegistrationFailing"] = (
            world => Ticks(world, 12, () => Fail<RegisterInstancesWithLoadBalancerRequest>(world, Refused("AccessDenied"))),
            Answered),
        ["RegistrationSlow"] = (
            world =>
            {
                Fail<RegisterInstancesWithLoadBalancerRequest>(world, NoAnswer);
                world.Tick(12);
                Answered(world);
                world.Tick(3);
            },
            world => world.Tick()),
        ["ScheduleFailing"] = (
            world => Ticks(world, 5, () => Fail<DescribeInstancesRequest>(
                world, Ec2Errors.Of("InternalError", "", HttpStatusCode.InternalServerError))),
            Answered),
        ["ScheduleSlow"] = (
            world => Ticks(world, 6, () => world.Fate = request => request is DescribeInstancesRequest ? World.Hanging : null),
            Answered),
        ["OnInstanceRunningErrors"] = (
            world => Events(world, 7, () => Fail<DescribeInstancesRequest>(world, new InvalidOperationException("a fault of ours"))),
            Answered),
        ["OnInstanceRunningSlow"] = (
            world => Events(
                world, 7, () => world.Fate = request => request is DescribeInstancesRequest ? World.Hanging : null),
            Answered),
        ["EventsDelayed"] = (world => Events(world, 14, () => Fail<DescribeInstancesRequest>(world, NoAnswer)), Answered),
        ["EventsFailed"] = (
            world => Events(world, 18, () => Fail<DescribeInstancesRequest>(world, NoAnswer)),
            AnsweredAndEmptied),
        ["ScheduleStopped"] = (
            world => Ticks(world, 1, () => world.Tick(12), () => world.Time.RunUntil(world.Time.Now + Duration.FromMinutes(12))),
            world => world.Tick(12)),
        ["FeedStopped"] = (
            world => Ticks(world, 20, () => world.Tick(20), () => world.FeedRuns = false),
            world => world.FeedRuns = true),
        ["FixturesStale"] = (
            world => Ticks(world, 9, () => Fed(world), () => world.Source.Answer = new Download.Failed("it answers 503")),
            world => world.Source.Has(World.Match(World.Kickoff))),
        ["FixturesWaiting"] = (
            world => Ticks(world, 5, () => Fed(world), () => world.Source.Has(World.Match(World.Kickoff + Duration.FromDays(3)))),
            world => world.Source.Has(World.Match(World.Kickoff))),
        ["NoFixtures"] = (
            world => Ticks(world, 240, () => Forget(world), () => world.Settings = world.Settings with { FixturesAhead = 14 }),
            world => world.With(World.Match(world.Time.Now + Duration.FromDays(9)))),
        ["KickoffUnknown"] = (
            world => Ticks(world, 100, () => world.With(InTwoDays(world) with { Kickoff = null })),
            world => world.With(InTwoDays(world))),
        ["RuleLost"] = (
            world => Ticks(world, 100, () => world.With(OfNoRule(world) with { HadRule = true })),
            world => world.With(OfNoRule(world))),
        ["FixtureMissing"] = (
            world => Ticks(world, 100, () => world.With(World.Match(World.Kickoff) with { Missing = World.Kickoff })),
            world => world.With(World.Match(World.Kickoff))),
        ["DryRunStillOn"] = (
            world =>
            {
                world.Settings = world.Settings with { DryRun = DryRun.Scaling };
                for (var hour = 0; hour < 24 * 8; hour++)
                {
                    world.Tick();
                    world.Time.RunUntil(world.Time.Now + Duration.FromMinutes(59));
                }
            },
            world => world.Settings = world.Settings with { DryRun = DryRun.Off }),
        ["NoAlarmTopic"] = (
            world => Ticks(world, 6, () => world.Settings = world.Settings with { HasAlarmTopic = false }),
            world => world.Settings = world.Settings with { HasAlarmTopic = true }),
    };

    private static Boot Sound => new(Duration.FromSeconds(10), Duration.FromSeconds(40), null, Duration.Zero);

    private static Boot Dead => new(Duration.FromSeconds(10), null, Duration.FromSeconds(20), Duration.Zero)
    {
        DiesOf = "Client.InternalError: Client error on launch",
    };

    private static MachineImage Image => new("ami-00000000000000001", "099720109477", "ubuntu-12", "2012-06-01T00:00:00.000Z");

    private static Fixture InTwoDays(World world)
    {
        var day = world.Time.Now.InUtc().Date.PlusDays(2);
        return World.Match((day + new LocalTime(20, 0)).InUtc().ToInstant(), "final");
    }

    private static Fixture OfNoRule(World world) => World.Match(World.Kickoff + Duration.FromDays(3)) with
    {
        Key = new("World Cup", $"final-{world.Pool.Name}"),
    };

    private static void Ticks(World world, int minutes, params Action[] first)
    {
        foreach (var step in first)
        {
            step();
        }

        world.Tick(minutes);
    }

    /// <summary>Three serve, and every minute EC2 tells of one of them.</summary>
    private static void Events(World world, int minutes, Action first)
    {
        Serve(world);
        first();
        for (; minutes > 0; minutes--)
        {
            world.Send(world.Live.First());
            world.Tick();
        }
    }

    private static void Want(World world, int servers) => world.Hold(HoldKind.Exactly, servers, Duration.FromHours(6));

    /// <summary>The match is a source's, which is asked every minute, and well.</summary>
    private static void Fed(World world)
    {
        world.Source.Has(World.Match(World.Kickoff));
        world.Feed = new() { Name = "test", Address = "https://example.com/cup.json", Every = Duration.FromMinutes(1) };
        world.Tick(8);
    }

    private static void Serve(World world)
    {
        Want(world, 3);
        world.Tick(6);
    }

    private static void ServeSix(World world)
    {
        Want(world, 6);
        world.Tick(6);
    }

    private static void Dying(World world) =>
        Ticks(world, 18, () => Want(world, 1), () => world.Boot = Dead);

    private static void ComesUp(World world) => world.Boot = Sound;

    private static void NoCapacity(World world) => Capacity(world, (type, subnet) => world.Account.Ec2.Capacity.Limit(type, subnet, 0));

    private static void GiveCapacity(World world) => Capacity(world, world.Account.Ec2.Capacity.Lift);

    private static void Capacity(World world, Action<string, string> set)
    {
        foreach (var type in world.Pool.Launch.InstanceTypes)
        {
            foreach (var subnet in world.Pool.Launch.Subnets)
            {
                set(type, subnet);
            }
        }
    }

    private static void Fail<TRequest>(World world, Exception failure)
        where TRequest : AmazonWebServiceRequest =>
        world.Fate = request => request is TRequest ? World.Failing(failure) : null;

    private static void AnsweredAndEmptied(World world)
    {
        // What was received often enough already dies yet.
        Answered(world);
        world.Tick(20);
        world.DeleteDeadLetters();
    }

    private static void Answered(World world) => world.Fate = _ => null;

    private static void EndAll(World world) => world.Live.ToList().ForEach(world.Account.Ec2.End);

    private static Amazon.EC2.AmazonEC2Exception Refused(string code) => Ec2Errors.Of(code, "not allowed");

    private static void Unreadable(World world) => world.Account.DynamoDb.Put(
        new()
        {
            TableName = Simulation.Deployment.LedgerTable,
            Item = new() { ["PK"] = new() { S = "pool#backend" }, ["SK"] = new() { S = "hold" }, ["kind"] = new() { S = "Sometimes" } },
        },
        world.Time.Now);

    /// <summary>The hold, and all fixtures.</summary>
    private static void Forget(World world)
    {
        world.Account.DynamoDb.Delete(
            new()
            {
                TableName = Simulation.Deployment.LedgerTable,
                Key = new() { ["PK"] = new() { S = "pool#backend" }, ["SK"] = new() { S = "hold" } },
            },
            world.Time.Now);
        Assert.True(world.Fixtures.RemoveAsync([World.Match(World.Kickoff).Key], default).IsCompletedSuccessfully);
    }
}
