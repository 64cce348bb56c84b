using Amazon.ElasticLoadBalancing.Model;
using Kickoff.Cloud.Ec2;
using Kickoff.Cloud.LoadBalancing;
using Kickoff.Core.Scaling;
using NodaTime;

namespace Kickoff.Tick.Tests;

/// <summary>What pages an operator, and what the runbook (docs/operations.md) has a line for: measured when it is so, not else.</summary>
public sealed class MetricsTests
{
    private static readonly Duration Hour = Duration.FromHours(1);

    /// <summary>A load balancer that sends to no zone has nobody in service.</summary>
    private static readonly HashSet<string> NoZone = [];

    [Fact]
    public void Servers_that_are_due_and_not_there_are_short_while_a_kickoff_is_near()
    {
        var world = new World(start: World.Kickoff - Duration.FromMinutes(5)).With(World.Match(World.Kickoff));
        foreach (var type in world.Pool.Launch.InstanceTypes)
        {
            world.Account.Ec2.Capacity.Limit(type, "subnet-a", 0);
            world.Account.Ec2.Capacity.Limit(type, "subnet-b", 0);
        }

        world.Tick();

        Assert.Equal(3, world.Measured("ShortBeforeKickoff"));
        Assert.DoesNotContain(world.Metrics, metric => metric.Name == "InServiceUnknown");
        Assert.Equal(1, world.Measured("NoCapacity"));
    }

    [Fact]
    public void A_load_balancer_without_an_answer_makes_nobody_missing_and_nobody_there()
    {
        var world = new World(start: World.Kickoff - Duration.FromMinutes(20)).With(World.Match(World.Kickoff));
        world.Tick(15);
        Assert.Equal(3, world.Measured("InService"));

        world.Fate = request => request is DescribeInstanceHealthRequest ? World.Failing(ElbErrors.Classic("AccessDenied", "no")) : null;
        world.Tick();

        Assert.Equal(3, world.Measured("InServiceUnknown"));
        Assert.Equal(0, world.Measured("ShortBeforeKickoff"));
        Assert.Equal(0, world.Measured("InService"));
        Assert.Contains(world.Metrics, metric => metric.Name == "LoadBalancerUnknown");
    }

    [Fact]
    public void With_no_kickoff_near_nobody_is_short()
    {
        var world = new World();
        world.Hold(HoldKind.Exactly, 2, Hour);
        world.Tick();

        Assert.Equal(0, world.Measured("ShortBeforeKickoff"));
        Assert.Equal(2, world.Measured("Launched"));
        Assert.DoesNotContain(world.Metrics, metric => metric.Name == "Ended");
    }

    [Fact]
    public void What_a_launch_took_is_measured_once()
    {
        var world = new World();
        world.Hold(HoldKind.Exactly, 1, Hour);
        var seconds = new List<double>();
        for (var minute = 0; minute < 6; minute++)
        {
            world.Tick();
            seconds.AddRange(world.Metrics.Where(metric => metric.Name == "SecondsToInService").Select(metric => metric.Value));
        }

        Assert.InRange(Assert.Single(seconds), 55, 130);
    }

    [Fact]
    public void Servers_that_never_come_up_are_told_and_replaced()
    {
        var world = new World { Boot = new Boot(Duration.FromSeconds(10), null, null, Duration.Zero) };
        world.Hold(HoldKind.Exactly, 1, Hour);
        Assert.Equal(1, Measured(world, minutes: 6, "ServersNotComingUp"));
        Assert.Equal(DrainCause.Replacement, Assert.Single(world.Record().Drains).Cause);
    }

    [Fact]
    public void One_that_has_served_and_is_in_bad_health_is_told_and_replaced()
    {
        var world = new World();
        world.Hold(HoldKind.Exactly, 1, Hour);
        world.Tick(5);
        world.Account.Balancing.Find(World.Web)!.Zones = NoZone;

        Assert.Equal(0, Measured(world, minutes: 9, "ServersUnhealthy"));
        Assert.Equal(2, Measured(world, minutes: 3, "ServersUnhealthy"));
        Assert.Equal(2, world.Launches.Count);
    }

    [Fact]
    public void All_in_bad_health_at_once_is_told_and_nobody_is_replaced()
    {
        var world = new World();
        world.Hold(HoldKind.Exactly, 3, Hour);
        world.Tick(5);
        world.Account.Balancing.Find(World.Web)!.Zones = NoZone;

        Assert.Equal(15, Measured(world, minutes: 15, "FleetUnhealthy"));
        Assert.Empty(world.Record().Drains);
        Assert.Equal(3, world.Live.Count());
    }

    [Fact]
    public void Launches_that_die_thin_out()
    {
        var world = new World { Boot = new Boot(Duration.FromSeconds(10), null, Duration.FromSeconds(20), Duration.Zero) };
        world.Hold(HoldKind.Exactly, 1, Hour);

        Assert.NotEqual(0, Measured(world, minutes: 40, "LaunchesDying"));
        // Three at once, then after 1, 2, 4, 8 … minutes.
        Assert.InRange(world.Launches.Count, 4, 12);
    }

    [Fact]
    public void When_all_is_well_nothing_is_measured_that_an_operator_would_look_at()
    {
        var world = new World().With(World.Match(World.Kickoff));
        string[] well =
        [
            "Planned", "InService", "Launched", "Ended", "SecondsToInService",
            "Registered", "Deregistered", "SecondsToRegistered",
        ];
        while (world.Time.Now < World.Kickoff + Duration.FromHours(3))
        {
            world.Tick();
            Assert.DoesNotContain(world.Metrics, metric => metric.Value != 0 && !well.Contains(metric.Name));
        }
    }

    /// <summary>The sum of what so many ticks measured.</summary>
    private static double Measured(World world, int minutes, string metric)
    {
        var sum = 0.0;
        for (; minutes > 0; minutes--)
        {
            world.Tick();
            sum += world.Metrics.Where(one => one.Name == metric).Sum(one => one.Value);
        }

        return sum;
    }
}
