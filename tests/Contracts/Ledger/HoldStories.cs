using Kickoff.Core.Scaling;
using NodaTime;
using static Kickoff.Contracts.Ledger.Adapters;

namespace Kickoff.Contracts.Ledger;

/// <summary>The operator's word on a pool.</summary>
[Collection(TellsStories.Name)]
public sealed class HoldStories(Oracles oracles)
{
    [Theory, MotoItself]
    public async Task A_hold_that_is_not_over_is_replaced_only_when_the_operator_says_so(Told told)
    {
        var stage = await oracles.StageAsync(told);
        var (first, second) = (Hold(7), Hold(8));
        Assert.Equal(new HoldAnswer.Put(null), await PutAsync(stage, first));

        Assert.Equal(new HoldAnswer.Refused(first), await PutAsync(stage, second));
        Assert.Equal(first, (await stage.Pools().ReadAsync(PoolName, default)).Hold);

        Assert.Equal(new HoldAnswer.Put(first), await PutAsync(stage, second, replace: true));
        Assert.Equal(second, (await stage.Pools().ReadAsync(PoolName, default)).Hold);
    }

    [Theory, MotoItself]
    public async Task A_hold_that_is_over_is_no_obstacle_and_one_that_is_not_quite_over_is(Told told)
    {
        var stage = await oracles.StageAsync(told);
        await PutAsync(stage, Hold(7));

        Assert.Equal(new HoldAnswer.Refused(Hold(7)), await PutAsync(stage, Hold(8), at: Hold(7).Until - Duration.Epsilon));
        Assert.Equal(new HoldAnswer.Put(null), await PutAsync(stage, Hold(8), at: Hold(7).Until));
    }

    [Theory, MotoItself]
    public async Task The_same_hold_again_because_no_answer_came_is_put_already(Told told)
    {
        var stage = await oracles.StageAsync(told);
        await PutAsync(stage, Hold(7));

        Assert.Equal(new HoldAnswer.Put(null), await PutAsync(stage, Hold(7)));
    }

    [Theory, MotoItself]
    public async Task A_hold_is_taken_back_once(Told told)
    {
        var stage = await oracles.StageAsync(told);
        await PutAsync(stage, Hold(7));

        Assert.True(await stage.Pools().RemoveHoldAsync(PoolName, default));
        Assert.False(await stage.Pools().RemoveHoldAsync(PoolName, default));
        Assert.Null((await stage.Pools().ReadAsync(PoolName, default)).Hold);
    }

    private static Hold Hold(int servers) => new(PoolName, HoldKind.Exactly, servers, Now, Now + Lease, "operator", "cup");

    private static Task<HoldAnswer> PutAsync(Stage stage, Hold hold, bool replace = false, Instant? at = null) =>
        stage.Pools().PutHoldAsync(hold, replace, at ?? Now, default);
}
