using Kickoff.Core.Scaling;
using NodaTime;
using static Kickoff.Contracts.Ledger.Adapters;

namespace Kickoff.Contracts.Ledger;

/// <summary>
/// The pool's items as they are in the table, attribute by attribute, so that what is lost in write and read alike is seen, and what an
/// older version has written stays known.
/// </summary>
[Collection(TellsStories.Name)]
public sealed class StoredStories(Oracles oracles)
{
    [Theory, MotoItself]
    public async Task A_launch_is_stored_with_all_it_needs_to_be_sent_again(Told told)
    {
        var stage = await oracles.StageAsync(told);
        var id = Uuid(0);
        await stage.Pools().PutLaunchAsync(await stage.LeaseAsync(), Launch(id), default);

        Assert.Equal(
            $"PK=pool#web SK=launch#{id} at={Words.Time(Now)} count=#2 expires={Seconds(Now + Duration.FromDays(2))} "
            + $"groups=[sg-1,sg-2] image=ami-1 instances=[{Id(1)},{Id(2)}] key=key outcome=ok profile=profile served=#1 "
            + "state=Launched subnet=subnet-1 tags={Name=web kickoff:pool=web} type=m5.large userData=#!/bin/sh",
            Words.Of(await stage.GetAsync("pool#web", $"launch#{id}")));
        var read = Assert.Single((await stage.Pools().ReadAsync(PoolName, default)).Launches);
        Assert.Equal(
            (id, PoolName, Now, LaunchState.Launched, true, "ok", "key", "profile", "#!/bin/sh", 2),
            (read.Id, read.Pool, read.At, read.State, read.Served, read.Outcome, read.Request.KeyName, read.Request.InstanceProfile,
                read.Request.UserData, read.Request.Count));
        Assert.Equal([Id(1), Id(2)], read.Instances.ToArray());
        Assert.Equal(["sg-1", "sg-2"], read.Request.SecurityGroups.ToArray());
        Assert.Equal(Launch(id).Request.Tags, read.Request.Tags);
    }

    [Theory, MotoItself]
    public async Task A_drain_is_stored_with_its_boot_its_deadline_its_cause_and_whether_it_is_wanted_back(Told told)
    {
        var stage = await oracles.StageAsync(told);
        var lease = await stage.LeaseAsync();
        var replaced = Drain(2) with { Cause = DrainCause.Replacement, ReturningSince = null };
        await stage.Pools().PutDrainsAsync(lease, [Drain(1), replaced], default);

        Assert.Equal(
            $"PK=pool#web SK=drain#{Id(1)} boot={Words.Time(Drain(1).Boot)} cause=Surplus deadline={Words.Time(Drain(1).Deadline)} "
            + $"expires={Seconds(Drain(1).Deadline + Duration.FromDays(2))} returningSince={Words.Time(Now)} since={Words.Time(Now)}",
            Words.Of(await stage.GetAsync("pool#web", $"drain#{Id(1)}")));
        Assert.Equal(
            [Drain(1), replaced],
            (await stage.Pools().ReadAsync(PoolName, default)).Drains.ToArray());

        await stage.Pools().RemoveDrainsAsync(lease, [Id(1)], default);
        Assert.Equal([Id(2)], (await stage.Pools().ReadAsync(PoolName, default)).Drains.Select(drain => drain.Instance));
    }

    [Theory, MotoItself]
    public async Task A_server_is_stored_with_its_boot_and_since_when_it_serves_and_is_unhealthy(Told told)
    {
        var stage = await oracles.StageAsync(told);
        await stage.Pools().PutServersAsync(await stage.LeaseAsync(), [Health(1)], default);

        Assert.Equal(
            $"PK=pool#web SK=instance#{Id(1)} boot={Words.Time(Health(1).Boot)} expires={Seconds(Now + Duration.FromDays(3))} "
            + $"servingSince={Words.Time(Health(1).ServingSince!.Value)} unhealthySince={Words.Time(Now)} writtenAt={Words.Time(Now)}",
            Words.Of(await stage.GetAsync("pool#web", $"instance#{Id(1)}")));
        Assert.Equal(Health(1), Assert.Single((await stage.Pools().ReadAsync(PoolName, default)).Servers));
    }

    [Theory, MotoItself]
    public async Task An_activity_and_a_hold_are_stored_whole(Told told)
    {
        var stage = await oracles.StageAsync(told);
        var (activity, hold) = (Activity(1), new Hold(PoolName, HoldKind.Exactly, 7, Now, Now + Lease, "operator", "cup"));
        await stage.Pools().AppendAsync(await stage.LeaseAsync(), [activity], default);
        await stage.Pools().PutHoldAsync(hold, replace: false, Now, default);

        Assert.Equal(
            $"PK=pool#web SK=activity#{activity.Id} at={Words.Time(activity.At)} expires={Seconds(activity.At + Duration.FromDays(90))} "
            + "reason=why 1 what=what 1",
            Words.Of(await stage.GetAsync("pool#web", $"activity#{activity.Id}")));
        Assert.Equal(
            $"PK=pool#web SK=hold by=operator expires={Seconds(Now + Lease + Duration.FromDays(1))} from={Words.Time(Now)} kind=Exactly "
            + $"reason=cup servers=#7 until={Words.Time(Now + Lease)}",
            Words.Of(await stage.GetAsync("pool#web", "hold")));
        Assert.Equal(activity, Assert.Single(await stage.Pools().HistoryAsync(PoolName, 10, default)));
        Assert.Equal(hold, (await stage.Pools().ReadAsync(PoolName, default)).Hold);
    }

    private static string Seconds(Instant instant) => $"#{instant.ToUnixTimeSeconds()}";
}
