using Kickoff.Aws.Scaling;
using Kickoff.Core.Scaling;
using NodaTime;
using static Kickoff.Contracts.Ledger.Adapters;

namespace Kickoff.Contracts.Ledger;

/// <summary>The lease of a pool, as Kickoff.Aws asks DynamoDB for it.</summary>
[Collection(TellsStories.Name)]
public sealed class PoolLeaseStories(Oracles oracles)
{
    [Theory, MotoItself]
    public async Task The_first_tick_gets_the_lease_and_the_next_one_after_its_release_with_the_next_fence(Told told)
    {
        var stage = await oracles.StageAsync(told);

        var first = await stage.LeaseAsync("one");
        Assert.Equal(new PoolLease(PoolName, "one", 1, Now + Lease), first);
        Assert.Equal(
            $"PK=pool#web SK=lease dryRun=false fence=#1 lastTick={Time(Now)} owner=one until={Time(Now + Lease)}",
            await WordsAsync(stage));

        await stage.Pools().ReleaseAsync(first, default);
        var second = await stage.LeaseAsync("two", tick: 1);
        Assert.Equal(2, second.Fence);
        Assert.Equal(
            $"PK=pool#web SK=lease dryRun=false fence=#2 lastTick={Time(Minute(1))} owner=two until={Time(Minute(1) + Lease)}",
            await WordsAsync(stage));
    }

    [Theory, MotoItself]
    public async Task A_lease_says_when_the_last_tick_was_and_whether_it_was_a_dry_run(Told told)
    {
        var stage = await oracles.StageAsync(told);
        Assert.Null(await stage.Pools().LastTickAsync(PoolName, default));

        await stage.Pools().ReleaseAsync(await stage.LeaseAsync("one"), default);
        Assert.Equal(new LastTick(Now, DryRun.Off), await stage.Pools().LastTickAsync(PoolName, default));

        await new DynamoPoolLedger(stage.Table(), DryRun.All).AcquireAsync(PoolName, "two", Minute(1), Minute(1), Lease, default);
        Assert.Equal(new LastTick(Minute(1), DryRun.All), await stage.Pools().LastTickAsync(PoolName, default));
    }

    [Theory, MotoItself]
    public async Task A_tick_at_work_keeps_the_others_out_until_its_time_is_over_and_not_a_moment_longer(Told told)
    {
        var stage = await oracles.StageAsync(told);
        await stage.LeaseAsync("one");

        var early = await AcquireAsync(stage, "two", Minute(1), Now + Lease - Duration.Epsilon);
        Assert.Equal(new LeaseAnswer.HeldByAnother(Now + Lease), early);
        Assert.IsType<LeaseAnswer.Acquired>(await AcquireAsync(stage, "two", Minute(1), Now + Lease));
    }

    [Theory, MotoItself]
    public async Task A_tick_that_is_not_later_than_the_last_gets_nothing_though_the_lease_is_free(Told told)
    {
        var stage = await oracles.StageAsync(told);
        await stage.Pools().ReleaseAsync(await stage.LeaseAsync("one", tick: 1), default);

        Assert.Equal(new LeaseAnswer.NotLater(Minute(1)), await AcquireAsync(stage, "two", Minute(1), Minute(9)));
        Assert.Equal(new LeaseAnswer.NotLater(Minute(1)), await AcquireAsync(stage, "two", Minute(0), Minute(9)));
        Assert.IsType<LeaseAnswer.Acquired>(await AcquireAsync(stage, "two", Minute(1) + Duration.Epsilon, Minute(9)));
    }

    [Theory, MotoItself]
    public async Task The_same_tick_that_asks_again_because_no_answer_came_has_its_lease_already(Told told)
    {
        var stage = await oracles.StageAsync(told);
        var lease = await stage.LeaseAsync("one");

        Assert.Equal(new LeaseAnswer.Acquired(lease), await AcquireAsync(stage, "one", Now, Now + Duration.FromSeconds(4)));
    }

    [Theory, MotoItself]
    public async Task The_same_owners_later_tick_waits_for_its_earlier_one_like_anybody(Told told)
    {
        var stage = await oracles.StageAsync(told);
        await stage.LeaseAsync("one");

        Assert.Equal(new LeaseAnswer.HeldByAnother(Now + Lease), await AcquireAsync(stage, "one", Minute(1), Minute(1)));
        Assert.Equal(new LeaseAnswer.NotLater(Now), await AcquireAsync(stage, "one", Now - Duration.Epsilon, Minute(1)));
    }

    [Theory, MotoItself]
    public async Task A_released_lease_can_be_released_again(Told told)
    {
        var stage = await oracles.StageAsync(told);
        var lease = await stage.LeaseAsync();

        await stage.Pools().ReleaseAsync(lease, default);
        await stage.Pools().ReleaseAsync(lease, default);

        Assert.Equal(2, (await stage.LeaseAsync("two", tick: 1)).Fence);
    }

    [Theory, MotoItself]
    public async Task A_lease_that_another_has_taken_over_cannot_be_released(Told told)
    {
        var stage = await oracles.StageAsync(told);
        var lost = await stage.LeaseAsync();
        await stage.TakeOverAsync();

        await Assert.ThrowsAsync<LeaseLostException>(() => stage.Pools().ReleaseAsync(lost, default));
        Assert.IsType<LeaseAnswer.HeldByAnother>(await AcquireAsync(stage, "third", Minute(3), Minute(3)));
    }

    private static Instant Minute(int number) => Now + Duration.FromMinutes(number);

    private static Task<LeaseAnswer> AcquireAsync(Stage stage, string owner, Instant tick, Instant now) =>
        stage.Pools().AcquireAsync(PoolName, owner, tick, now, Lease, default);

    private static async Task<string> WordsAsync(Stage stage) => Words.Of(await stage.GetAsync("pool#web", "lease"));

    private static string Time(Instant instant) => Words.Time(instant);
}
