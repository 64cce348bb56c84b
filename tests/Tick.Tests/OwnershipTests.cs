using Kickoff.Cloud.Ec2;
using Kickoff.Core.Scaling;
using NodaTime;

namespace Kickoff.Tick.Tests;

/// <summary>
/// Who is ended: only who was launched by Kickoff. Tags are copied by backups and images
/// (docs.aws.amazon.com/aws-backup/latest/devguide/restoring-ec2.html: a restore may copy tags) and by "Launch more like this"; the client
/// token is EC2's own (AWSEC2/latest/APIReference/API_Instance.html).
/// </summary>
public sealed class OwnershipTests
{
    [Fact]
    public void A_server_with_copied_tags_is_capacity_while_it_serves_and_is_never_drained_nor_ended()
    {
        var world = Serving(2);
        var copy = world.CopyOf(world.Live.First());
        world.Tick(10);
        Assert.Equal(1, world.Measured("CopiedTags"));
        // With it there is one too many, and one of ours goes.
        Assert.Equal(2, world.Serving.Count());
        Assert.Contains(copy, world.Serving);
        Assert.Equal(2, world.Launches.Sum(launch => launch.Servers));

        world.Hold(HoldKind.Exactly, 0, Duration.FromHours(4));
        world.Tick(12);
        Assert.Equal([copy.Id], world.Live.Select(server => server.Id));
        Assert.DoesNotContain(copy.Id, world.Deregistered);
        Assert.Contains("CopiedTags", world.Alarms.InAlarm(world.Time.Now));
    }

    [Fact]
    public void One_that_serves_nobody_is_no_capacity_and_counts_against_the_maximum()
    {
        var world = Serving(2);
        world.Boot = world.Boot with { Ready = null };
        world.CopyOf(world.Live.First());
        world.Tick();
        world.Boot = world.Boot with { Ready = Duration.FromSeconds(40) };

        world.Hold(HoldKind.Exactly, 3, Duration.FromHours(4));
        world.Tick(4);
        Assert.Equal(3, world.Launches.Sum(launch => launch.Servers));

        world.Hold(HoldKind.Exactly, 6, Duration.FromHours(4));
        world.Tick(20);
        Assert.Equal(6, world.Live.Count());
        Assert.Empty(world.Ended);
    }

    [Fact]
    public void A_copy_does_not_stand_for_a_server_whose_launch_was_not_answered()
    {
        var world = new World();
        world.Next(Simulation.Calls.CallSite.RunInstances, World.Hanging);
        world.Hold(HoldKind.Exactly, 1, Duration.FromHours(4));
        world.Tick();
        var open = world.Record().Launches.First(launch => launch.State == LaunchState.Open);
        var copy = world.ByHand(World.Stack, "backend");
        world.Account.Ec2.Tag(copy, "kickoff:launch", $"{open.Id:D}");

        world.Tick(12);

        Assert.DoesNotContain(copy.Id, world.Record().Launches.SelectMany(launch => launch.Instances));
    }

    [Fact]
    public void One_that_an_earlier_version_drained_is_put_back()
    {
        var world = Serving(1);
        var copy = world.CopyOf(world.Live.First());
        world.Tick(5);
        var now = world.Time.Now;
        Drain(world, new Drain(copy.Id, copy.Now.LaunchTime, now, now + Duration.FromMinutes(1), DrainCause.Surplus));

        world.Tick(20);

        Assert.Contains(copy, world.Serving);
        Assert.DoesNotContain(copy.Id, world.Ended);
        Assert.Empty(world.Record().Drains);
    }

    [Fact]
    public async Task Who_is_adopted_is_drained_and_ended_like_any_other()
    {
        var world = Serving(1);
        var copy = world.CopyOf(world.Live.First());
        world.Tick(5);
        await world.Ledger.AdoptAsync("backend", [new Adoption(copy.Id, world.Time.Now, "ops")], default);

        world.Hold(HoldKind.Exactly, 0, Duration.FromHours(4));
        world.Tick(10);

        Assert.Empty(world.Live);
        Assert.Equal(2, world.Ended.Count);
    }

    [Fact]
    public void What_is_remembered_of_a_server_says_which_launch_brought_it_from_which_image()
    {
        var world = Serving(1);

        var record = Assert.Single(world.Record().Servers);

        Assert.Equal(Assert.Single(world.Record().Launches).Id.ToString("D"), record.Launch);
        Assert.Equal(("ami-00000000000000001", null), (record.Image, record.Market));
        Assert.NotNull(record.ServingSince);
    }

    private static void Drain(World world, Drain drain)
    {
        var acquired = world.Ledger.AcquireAsync(
            "backend", "0.1", world.Time.Now - Duration.FromSeconds(1), world.Time.Now, Duration.FromMilliseconds(1), default);
        var lease = Assert.IsType<LeaseAnswer.Acquired>(acquired.Result).Lease;
        Assert.True(world.Ledger.PutDrainsAsync(lease, [drain], default).IsCompletedSuccessfully);
        Assert.True(world.Ledger.ReleaseAsync(lease, default).IsCompletedSuccessfully);
    }

    private static World Serving(int servers)
    {
        var world = new World();
        world.Hold(HoldKind.Exactly, servers, Duration.FromHours(4));
        world.Tick(5);
        Assert.Equal(servers, world.Serving.Count());
        return world;
    }
}
