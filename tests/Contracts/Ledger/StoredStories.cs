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
        var open = Launch(id) with { State = LaunchState.Open, Instances = [], Served = false, Outcome = null };
        await stage.Pools().PutLaunchAsync(await stage.LeaseAsync(), open, default);

        Assert.Equal(
            $"PK=pool#web SK=launch#{id} at={Words.Time(Now)} count=#2 expires={Seconds(Now + Duration.FromDays(2))} "
            + "groups=[sg-1,sg-2] image=ami-1 instances=[] key=key profile=profile served=#0 "
            + "state=Open subnet=subnet-1 tags={Name=web kickoff:pool=web} type=m5.large userData=#!/bin/sh",
            Words.Of(await stage.GetAsync("pool#web", $"launch#{id}")));
        var read = Assert.Single((await stage.Pools().ReadAsync(PoolName, default)).Launches);
        Assert.Equal(
            (id, PoolName, Now, LaunchState.Open, "key", "profile", "#!/bin/sh", 2),
            (read.Id, read.Pool, read.At, read.State, read.Request.KeyName, read.Request.InstanceProfile, read.Request.UserData,
                read.Request.Count));
        Assert.Equal(["sg-1", "sg-2"], read.Request.SecurityGroups.ToArray());
        Assert.Equal(Launch(id).Request.Tags, read.Request.Tags);
    }

    [Theory, MotoItself]
    public async Task A_launch_that_EC2_answered_is_stored_without_what_only_a_call_needs(Told told)
    {
        var stage = await oracles.StageAsync(told);
        var id = Uuid(0);
        await stage.Pools().SettleAsync(await stage.LeaseAsync(), new(Launch(id), true, []), default);

        Assert.Equal(
            $"PK=pool#web SK=launch#{id} at={Words.Time(Now)} count=#2 expires={Seconds(Now + Duration.FromDays(2))} "
            + $"image=ami-1 instances=[{Id(1)},{Id(2)}] outcome=ok served=#1 state=Launched subnet=subnet-1 type=m5.large",
            Words.Of(await stage.GetAsync("pool#web", $"launch#{id}")));
        var read = Assert.Single((await stage.Pools().ReadAsync(PoolName, default)).Launches);
        Assert.Equal((LaunchState.Launched, true, "ok"), (read.State, read.Served, read.Outcome));
        Assert.Equal([Id(1), Id(2)], read.Instances.ToArray());
    }

    [Theory, MotoItself]
    public async Task A_launch_that_brought_nobody_leaves_its_candidates_and_its_pools_failures(Told told)
    {
        var stage = await oracles.StageAsync(told);
        var (lease, id) = (await stage.LeaseAsync(), Uuid(0));
        LaunchFailures candidate = new(new("m5.large", "subnet-1"), 2, LaunchFailure.NoCapacity, Now, "InsufficientInstanceCapacity");
        LaunchFailures pool = new(null, 1, LaunchFailure.Refused, Now, "InvalidKeyPair.NotFound: no");
        await stage.Pools().PutLaunchAsync(lease, Launch(id), default);
        await stage.Pools().SettleAsync(lease, new(Launch(id), false, [candidate, pool]), default);

        Assert.Equal(
            $"PK=pool#web SK=candidate#m5.large#subnet-1 at={Words.Time(Now)} expires={Seconds(Now + Duration.FromDays(1))} failures=#2 "
            + "last=NoCapacity outcome=InsufficientInstanceCapacity",
            Words.Of(await stage.GetAsync("pool#web", "candidate#m5.large#subnet-1")));
        var read = await stage.Pools().ReadAsync(PoolName, default);
        Assert.Empty(read.Launches);
        Assert.Equal([pool, candidate], read.Failures.ToArray());

        await stage.Pools().SettleAsync(lease, new(Launch(id), true, [candidate with { Count = 0 }]), default);
        read = await stage.Pools().ReadAsync(PoolName, default);
        Assert.Equal((1, pool), (read.Launches.Length, Assert.Single(read.Failures)));
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
