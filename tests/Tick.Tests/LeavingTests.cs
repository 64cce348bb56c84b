using Amazon.EC2.Model;
using Amazon.ElasticLoadBalancing.Model;
using Kickoff.Cloud.Ec2;
using Kickoff.Core.Scaling;
using Kickoff.Simulation.Calls;
using NodaTime;

namespace Kickoff.Tick.Tests;

/// <summary>
/// Draining, putting back and ending (docs/scaling.md), and TerminateInstances (AWSEC2 APIReference/API_TerminateInstances.html).
/// </summary>
public sealed class LeavingTests
{
    [Fact]
    public void A_surplus_server_is_taken_out_first_and_ended_after_its_drain()
    {
        var world = Serving(2);
        world.Hold(HoldKind.Exactly, 1, Duration.FromHours(1));

        world.Tick();
        var drain = Assert.Single(world.Record().Drains);
        Assert.Equal((DrainCause.Surplus, 2), (drain.Cause, world.Live.Count()));
        Assert.Contains(drain.Instance, world.Deregistered);
        Assert.Empty(world.Ended);

        world.Tick(8);
        Assert.Equal([drain.Instance], world.Ended);
        Assert.Single(world.Serving);
        Assert.Empty(world.Record().Drains);
    }

    [Fact]
    public void A_drained_server_that_is_wanted_again_is_put_back_and_serves()
    {
        var world = Serving(2);
        world.Hold(HoldKind.Exactly, 1, Duration.FromHours(1));
        world.Tick();
        var server = Assert.Single(world.Record().Drains).Instance;
        world.Registered.Clear();

        world.Hold(HoldKind.Exactly, 2, Duration.FromHours(1));
        world.Tick(5);

        Assert.Contains(server, world.Registered);
        Assert.Equal(2, world.Serving.Count());
        Assert.Empty(world.Ended);
        Assert.Equal(2, world.Launches.Sum(launch => launch.Servers));
    }

    /// <summary>It serves in half a minute, and a launch may wait for EC2 until the sweep has little time left.</summary>
    [Fact]
    public void A_server_that_is_put_back_is_registered_before_anything_is_launched()
    {
        var world = Serving(2);
        world.Hold(HoldKind.Exactly, 1, Duration.FromHours(1));
        world.Tick();
        var drained = Assert.Single(world.Record().Drains).Instance;
        world.Requests.Clear();

        world.Hold(HoldKind.Exactly, 3, Duration.FromHours(1));
        world.Tick();

        var launch = world.Requests.FindIndex(request => request is RunInstancesRequest);
        var registration = world.Requests.FindIndex(request =>
            request is RegisterInstancesWithLoadBalancerRequest put && put.Instances.Exists(one => one.InstanceId == drained.Value));
        Assert.InRange(registration, 0, launch);
    }

    [Fact]
    public void One_server_that_may_not_be_ended_keeps_no_other_alive()
    {
        var world = Serving(3);
        world.Live.First().MayNotBeEnded = true;
        world.Hold(HoldKind.Exactly, 0, Duration.FromHours(1));

        world.Tick(8);

        Assert.True(Assert.Single(world.Live).MayNotBeEnded);
        Assert.Equal(1, world.Measured("EndRefused"));
        Assert.Null(world.Thrown);
    }

    [Fact]
    public void One_server_that_EC2_does_not_know_keeps_no_other_alive()
    {
        var world = Serving(3);
        var unknown = world.Live.First().Id;
        world.Fate = request => request is TerminateInstancesRequest end && end.InstanceIds.Contains(unknown.Value)
            ? World.Failing(Ec2Errors.Of("InvalidInstanceID.NotFound", $"The instance ID '{unknown}' does not exist")) : null;
        world.Hold(HoldKind.Exactly, 0, Duration.FromHours(1));

        world.Tick(8);

        Assert.Equal([unknown], world.Live.Select(server => server.Id));
        Assert.Contains(world.Lines, line => line.What == "not ended" && line.Subject == unknown.Value);
        Assert.Null(world.Thrown);
    }

    [Fact]
    public void A_protected_server_stays()
    {
        var world = Serving(1);
        world.Account.Ec2.Tag(world.Live.Single(), "kickoff:protect", "yes");
        world.Hold(HoldKind.Exactly, 0, Duration.FromHours(1));

        world.Tick(8);

        Assert.Single(world.Live);
        Assert.Empty(world.Ended);
    }

    [Fact]
    public void A_server_of_another_stack_is_neither_counted_nor_drained_nor_ended()
    {
        var world = new World();
        var stranger = world.ByHand("another-stack", "backend");
        world.Hold(HoldKind.Exactly, 1, Duration.FromHours(1));

        world.Tick(3);
        world.Hold(HoldKind.Exactly, 0, Duration.FromHours(1));
        world.Tick(8);

        Assert.Equal([stranger.Id], world.Live.Select(server => server.Id));
        Assert.DoesNotContain(stranger.Id, world.Ended);
    }

    [Fact]
    public void Servers_of_a_pool_that_the_file_has_not_page_and_are_left_running()
    {
        var world = new World();
        var orphan = world.ByHand(World.Stack, "gone");

        world.Tick(3);

        Assert.Equal(1, world.Measured("UnknownPool"));
        Assert.Equal([orphan.Id], world.Live.Select(server => server.Id));
    }

    [Fact]
    public void A_tick_that_does_not_know_a_pools_drains_puts_no_drained_server_back()
    {
        var world = Serving(2);
        world.Hold(HoldKind.Exactly, 1, Duration.FromHours(1));
        world.Tick();
        var drained = Assert.Single(world.Record().Drains).Instance;
        world.Registered.Clear();

        // Whoever acts next finds its lease gone: what the pool's drains came to is not known to its sweep.
        world.Next(CallSite.TransactWriteItems,
            new() { There = Duration.Zero, Back = Duration.Zero, Lost = true, Failure = new TimeoutException("timed out") });
        world.Hold(HoldKind.Exactly, 3, Duration.FromHours(1));
        world.Tick();

        Assert.DoesNotContain(drained, world.Registered);
    }

    [Fact]
    public async Task A_drained_server_of_a_pool_that_the_file_lost_is_not_put_back()
    {
        var world = new World();
        var orphan = world.ByHand(World.Stack, "gone");
        world.Tick(2);
        Assert.Contains(orphan.Id, world.Registered);
        var now = world.Time.Now;
        var acquired = Assert.IsType<LeaseAnswer.Acquired>(
            await world.Ledger.AcquireAsync("gone", "the last deployment", now, now, Duration.FromSeconds(55), default));
        var drain = new Drain(orphan.Id, orphan.Now.LaunchTime, now, now + Duration.FromHours(1), DrainCause.Surplus);
        await world.Ledger.PutDrainsAsync(acquired.Lease, [drain], default);

        world.Tick(4);

        Assert.Equal([orphan.Id], world.Deregistered);
        Assert.False(world.Account.Balancing.Find(World.Web)!.Has(orphan.Id));
        Assert.Empty(world.Ended);
    }

    [Fact]
    public async Task More_drains_than_one_transaction_takes_are_all_written()
    {
        var pool = World.PoolOf("backend");
        var world = new World(pool with { Capacity = pool.Capacity with { Maximum = 150 } });
        world.Hold(HoldKind.Exactly, 120, Duration.FromHours(1));
        world.Tick(4);
        Assert.Equal(120, world.Serving.Count());

        world.Hold(HoldKind.Exactly, 0, Duration.FromHours(1));
        world.Tick();

        Assert.Equal(120, world.Record().Drains.Length);
        // So are the activities that say why.
        var history = await world.Ledger.HistoryAsync("backend", 200, default);
        Assert.Equal(120, history.Count(activity => activity.What.StartsWith("drain", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_was_decided_is_kept_with_its_reason()
    {
        var world = Serving(2);
        world.Hold(HoldKind.Exactly, 1, Duration.FromHours(1));

        world.Tick();

        var history = await world.Ledger.HistoryAsync("backend", 10, default);
        Assert.Contains(history, activity => activity.What.StartsWith("drain", StringComparison.Ordinal) && activity.Reason.Length > 0);
        Assert.Contains(history, activity => activity.What.StartsWith("launch 2", StringComparison.Ordinal));
    }

    private static World Serving(int servers)
    {
        var world = new World();
        world.Hold(HoldKind.Exactly, servers, Duration.FromHours(1));
        world.Tick(4);
        Assert.Equal(servers, world.Serving.Count());
        return world;
    }
}
