using Kickoff.Cloud.Ec2;
using Kickoff.Core.Scaling;
using NodaTime;

namespace Kickoff.Tick.Tests;

/// <summary>
/// Servers in bad health (docs/scaling.md). Where all of its targets are unhealthy a load balancer sends to all of them
/// (elasticloadbalancing/latest/application/target-group-health-checks.html), so that the only server of a pool serves, sick as it is.
/// </summary>
public sealed class HealthTests
{
    [Fact]
    public void The_only_server_in_bad_health_stays_until_its_replacement_serves_and_has_its_whole_drain()
    {
        var world = Serving(1, World.PoolOf("backend"));
        var sick = world.Serving.Single();
        Ec2Account.Sicken(sick);

        world.Tick(10);
        Assert.Single(world.Launches);
        world.Tick(1);
        Assert.Equal(2, world.Launches.Count);
        Assert.Empty(world.Deregistered);

        while (world.Deregistered.Count == 0)
        {
            world.Tick();
        }

        Assert.DoesNotContain(sick, world.Serving);
        Assert.Single(world.Serving);
        var drain = Assert.Single(world.Record().Drains);
        Assert.Equal((sick.Id, DrainCause.Replacement, world.Pool.Drain), (drain.Instance, drain.Cause, drain.Deadline - drain.Since));
        world.Tick(8);
        Assert.Equal([sick.Id], world.Ended);
        Assert.Equal(2, world.Launches.Count);
    }

    [Fact]
    public void Without_room_for_both_the_sick_one_goes_first_and_there_are_never_more_than_the_maximum_wanted()
    {
        var pool = World.PoolOf("backend");
        var world = Serving(1, pool with { Capacity = pool.Capacity with { Maximum = 1 } });
        var sick = world.Serving.Single();
        Ec2Account.Sicken(sick);

        world.Tick(20);

        Assert.Equal([sick.Id], world.Ended);
        Assert.Single(world.Serving);
    }

    [Fact]
    public void How_long_bad_health_may_last_is_the_pools_to_say()
    {
        var pool = World.PoolOf("backend");
        var world = Serving(1, pool with { Capacity = pool.Capacity with { UnhealthyAfter = Duration.FromMinutes(3) } });
        Ec2Account.Sicken(world.Serving.Single());

        world.Tick(5);

        Assert.Equal(2, world.Launches.Count);
    }

    [Fact]
    public void A_server_that_one_of_its_load_balancers_does_not_take_serves_on_and_nobody_is_launched_for_it()
    {
        var pool = World.PoolOf("backend");
        var world = new World(pool with { Launch = pool.Launch with { SecurityGroups = ["sg-web", "sg-api"] } });
        world.Account.Balancing.Find(World.Api)!.Zones = new HashSet<string>();
        world.Hold(HoldKind.Exactly, 2, Duration.FromHours(4));

        world.Tick(40);

        Assert.Equal(2, world.Launches.Sum(launch => launch.Servers));
        Assert.Equal(2, world.Serving.Count());
        Assert.Empty(world.Deregistered);
        Assert.Equal(0, world.Measured("InService"));
        Assert.Equal(["PartlyInService"], world.Alarms.InAlarm(world.Time.Now).Except(["InTheMorning"]));
    }

    [Fact]
    public void Where_every_load_balancer_is_gone_nobody_is_replaced_and_who_is_not_wanted_is_drained_and_ended()
    {
        var world = Serving(3, World.PoolOf("backend"));
        world.Account.Balancing.Find(World.Web)!.Delete();

        world.Tick(30);
        Assert.Equal(3, world.Live.Count());
        Assert.Contains("LoadBalancerUnknown", world.Alarms.InAlarm(world.Time.Now));

        world.Hold(HoldKind.Exactly, 1, Duration.FromHours(4));
        world.Tick(12);
        Assert.Single(world.Live);
        Assert.Equal(3, world.Launches.Sum(launch => launch.Servers));
    }

    [Fact]
    public void Where_one_of_two_load_balancers_is_gone_a_server_is_judged_by_the_other()
    {
        var pool = World.PoolOf("backend");
        var world = Serving(2, pool with { Launch = pool.Launch with { SecurityGroups = ["sg-web", "sg-api"] } });
        world.Account.Balancing.Find(World.Api)!.Delete();
        world.Tick(2);
        Assert.Equal(2, world.Measured("InService"));

        Ec2Account.Sicken(world.Serving.First());
        world.Tick(12);

        Assert.Equal(3, world.Launches.Sum(launch => launch.Servers));
    }

    private static World Serving(int servers, Pool pool)
    {
        var world = new World(pool);
        world.Hold(HoldKind.Exactly, servers, Duration.FromHours(4));
        world.Tick(5);
        Assert.Equal(servers, world.Serving.Count());
        return world;
    }
}
