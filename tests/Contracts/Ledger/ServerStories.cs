using Kickoff.Aws.Ledger;
using Kickoff.Core.Enrolment;
using Kickoff.Core.Servers;
using NodaTime;
using static Kickoff.Contracts.Ledger.Adapters;

namespace Kickoff.Contracts.Ledger;

/// <summary>What the ledger keeps of servers: inventory, terminations, enrolments.</summary>
[Collection(TellsStories.Name)]
public sealed class ServerStories(Oracles oracles)
{
    private static readonly Instant Boot = Now - Duration.FromHours(1);

    [Theory, MotoItself]
    public async Task A_server_is_recorded_first_whenever_it_was_seen(Told told)
    {
        var stage = await oracles.StageAsync(told);

        Assert.Equal(Now, await SeenAsync(stage, (Boot, Now)));
    }

    [Theory, MotoItself]
    public async Task The_same_boot_is_recorded_when_it_was_seen_later_and_not_when_earlier(Told told)
    {
        var stage = await oracles.StageAsync(told);

        Assert.Equal(Now + Duration.Epsilon, await SeenAsync(stage, (Boot, Now), (Boot, Now + Duration.Epsilon)));
        Assert.Equal(Now + Duration.Epsilon, await SeenAsync(stage, (Boot, Now), (Boot, Now - Duration.Epsilon)));
    }

    [Theory, MotoItself]
    public async Task A_later_boot_is_recorded_though_it_was_seen_earlier_and_an_earlier_one_never(Told told)
    {
        var stage = await oracles.StageAsync(told);

        Assert.Equal(Now - Duration.Epsilon, await SeenAsync(stage, (Boot, Now), (Boot + Duration.Epsilon, Now - Duration.Epsilon)));
        Assert.Equal(Now - Duration.Epsilon, await SeenAsync(stage, (Boot, Now + Duration.FromHours(1))));
    }

    [Theory, MotoItself]
    public async Task A_server_is_stored_whole(Told told)
    {
        var stage = await oracles.StageAsync(told);
        await SeenAsync(stage, (Boot, Now));

        Assert.Equal(
            $"PK=instance#{Id(1)} SK=inventory availabilityZone=eu-west-1a expires=#{(Now + Duration.FromDays(30)).ToUnixTimeSeconds()} "
            + $"imageId=ami-1 instanceType=m5.large launchTime={Words.Time(Boot)} privateDnsName=ip-10-0-0-1.ec2.internal "
            + $"privateIp=10.0.0.1 securityGroups=[db,web] seenAt={Words.Time(Now)} state=running subnetId=subnet-1 tags={{Name=web}}",
            Words.Of(await stage.GetAsync($"instance#{Id(1)}", "inventory")));
    }

    [Theory, MotoItself]
    public async Task A_terminated_server_is_noted_once_and_the_notes_are_read_in_the_order_of_time(Told told)
    {
        var stage = await oracles.StageAsync(told);
        var terminations = new DynamoTerminations(stage.Table());
        await terminations.NoteAsync([At(2, 2), At(1, 1)], default);
        await terminations.NoteAsync([At(1, 3), At(3, 3)], default);

        Assert.Equal([At(1, 1), At(2, 2), At(3, 3)], (await terminations.SinceAsync(Now, 10, default)).ToArray());
        Assert.Equal([At(2, 2), At(3, 3)], (await terminations.SinceAsync(Now + Duration.FromSeconds(2), 10, default)).ToArray());
        Assert.Equal([At(1, 1)], (await terminations.SinceAsync(Now, 1, default)).ToArray());
    }

    [Theory, MotoItself]
    public async Task An_enrolment_is_claimed_once_and_for_good_until_it_is_reset(Told told)
    {
        var stage = await oracles.StageAsync(told);
        var enrolments = new DynamoEnrolments(stage.Table());
        var (first, second) = (new Enrolled(Id(1), "web-1", "key-1", Now), new Enrolled(Id(1), "web-2", "key-2", Now + Lease));

        Assert.Equal(first, await enrolments.ClaimAsync(first, default));
        Assert.Equal(first, await enrolments.ClaimAsync(second, default));
        Assert.True(await enrolments.ResetAsync(Id(1), default));
        Assert.False(await enrolments.ResetAsync(Id(1), default));
        Assert.Equal(second, await enrolments.ClaimAsync(second, default));
    }

    private static Termination At(int number, int seconds) => new(Id(number), Now + Duration.FromSeconds(seconds));

    /// <summary>Records it of these boots as they were seen, one after the other, and says when the ledger saw it last.</summary>
    private static async Task<Instant?> SeenAsync(Stage stage, params (Instant Boot, Instant SeenAt)[] sightings)
    {
        var inventory = new DynamoInventory(stage.Table());
        foreach (var (boot, seenAt) in sightings)
        {
            var server = new Server
            {
                Id = Id(1),
                State = InstanceState.Running,
                LaunchTime = boot,
                SecurityGroups = ["db", "web"],
                Tags = Server.NoTags.Add("Name", "web"),
                PrivateDnsName = "ip-10-0-0-1.ec2.internal",
                PrivateIp = "10.0.0.1",
                AvailabilityZone = "eu-west-1a",
                SubnetId = "subnet-1",
                InstanceType = "m5.large",
                ImageId = "ami-1",
            };
            await inventory.RecordAsync([new(server, seenAt)], default);
        }

        return (await inventory.FindAsync(Id(1), default))?.SeenAt;
    }
}
