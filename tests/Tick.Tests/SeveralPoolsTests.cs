using Amazon.EC2.Model;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Tick.Tests;

/// <summary>A whole tick over several pools, of which one has trouble (docs/scaling.md).</summary>
public sealed class SeveralPoolsTests
{
    [Fact]
    public void A_pool_whose_calls_hang_leaves_the_others_and_the_sweep_their_time()
    {
        var world = Of("hangs", "one", "two", "three", "four");
        var (unknown, known) = (world.ByHand(World.Stack, "hangs"), world.ByHand(World.Stack, "one"));
        world.Time.RunUntil(world.Time.Now + Duration.FromMinutes(2));
        world.Fate = request => request is RunInstancesRequest launch && PoolOf(launch) == "hangs" ? World.Hanging : null;
        var began = world.Time.Now;
        world.Tick();

        // Nobody waits for the one that hangs.
        Assert.Equal(["four", "one", "three", "two"], world.Launches.Select(launch => PoolOf(launch.Request)).Distinct().Order());
        var stopped = world.Lines.FindIndex(line => line is { What: "tick stopped", Subject: "hangs" });
        Assert.InRange(world.LinesAt[stopped] - began, Duration.FromSeconds(1), Duration.FromSeconds(41));
        Assert.Null(world.Thrown);
        // What it may have begun is not known: the sweep leaves its servers alone.
        Assert.Contains(known.Id, world.Registered);
        Assert.DoesNotContain(unknown.Id, world.Registered);
    }

    [Fact]
    public void A_pool_that_lost_its_lease_costs_nobody_else_the_tick()
    {
        var world = Of("lost", "one");
        var (unknown, known) = (world.ByHand(World.Stack, "lost"), world.ByHand(World.Stack, "one"));
        world.Time.RunUntil(world.Time.Now + Duration.FromMinutes(2));
        world.Fate = request =>
        {
            if (request is RunInstancesRequest launch && PoolOf(launch) == "lost")
            {
                // A later tick on a machine whose clock is ahead takes the lease over.
                var later = world.Time.Now + Duration.FromMinutes(2);
                Assert.True(world.Ledger.AcquireAsync("lost", "another", later, later, ScaleTick.Lease, default).IsCompletedSuccessfully);
            }

            return null;
        };
        world.Tick();

        Assert.Contains(world.Lines, line => line is { What: "tick stopped", Subject: "lost" });
        Assert.Contains(world.Launches, launch => PoolOf(launch.Request) == "one");
        Assert.Contains(known.Id, world.Registered);
        Assert.DoesNotContain(unknown.Id, world.Registered);
    }

    private static string PoolOf(RunInstancesRequest launch) =>
        Assert.Single(launch.TagSpecifications.SelectMany(tagged => tagged.Tags), tag => tag.Key == KickoffTags.Pool).Value;

    private static World Of(string first, params string[] others)
    {
        var world = new World(World.PoolOf(first), others: [.. others.Select(World.PoolOf)]);
        foreach (var pool in others.Prepend(first))
        {
            world.Hold(HoldKind.Exactly, 2, Duration.FromHours(1), pool: pool);
        }

        return world;
    }
}
