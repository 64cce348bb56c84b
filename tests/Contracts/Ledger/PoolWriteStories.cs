using Amazon.DynamoDBv2.Model;
using Kickoff.Aws.Scaling;
using Kickoff.Core.Scaling;
using static Kickoff.Contracts.Ledger.Adapters;

namespace Kickoff.Contracts.Ledger;

/// <summary>What is written of a pool under its lease.</summary>
[Collection(TellsStories.Name)]
public sealed class PoolWriteStories(Oracles oracles)
{
    [Theory, MotoItself]
    public async Task Nothing_is_written_under_a_lease_that_another_has_taken_over(Told told)
    {
        var stage = await oracles.StageAsync(told);
        var lost = await stage.LeaseAsync();
        await stage.Pools().PutDrainsAsync(lost, [Drain(9)], default);
        await stage.TakeOverAsync();
        var pools = stage.Pools();

        await Assert.ThrowsAsync<LeaseLostException>(() => pools.PutLaunchAsync(lost, Launch(Uuid(0)), default));
        await Assert.ThrowsAsync<LeaseLostException>(() => pools.PutDrainsAsync(lost, [Drain(1)], default));
        await Assert.ThrowsAsync<LeaseLostException>(() => pools.RemoveDrainsAsync(lost, [Id(9)], default));
        await Assert.ThrowsAsync<LeaseLostException>(() => pools.PutServersAsync(lost, [Health(1)], default));
        await Assert.ThrowsAsync<LeaseLostException>(() => pools.AppendAsync(lost, [Activity(1)], default));

        var record = await pools.ReadAsync(PoolName, default);
        Assert.Empty(record.Launches);
        Assert.Empty(record.Servers);
        Assert.Equal([Id(9)], record.Drains.Select(drain => drain.Instance));
        Assert.Empty(await pools.HistoryAsync(PoolName, 10, default));
    }

    [Theory, MotoItself]
    public async Task A_write_after_the_release_counts_as_long_as_nobody_has_taken_over(Told told)
    {
        var stage = await oracles.StageAsync(told);
        var lease = await stage.LeaseAsync();
        await stage.Pools().ReleaseAsync(lease, default);

        await stage.Pools().AppendAsync(lease, [Activity(1)], default);

        Assert.Equal([Activity(1).What], (await stage.Pools().HistoryAsync(PoolName, 10, default)).Select(activity => activity.What));
    }

    [Theory, MotoItself]
    public async Task Two_hundred_activities_are_three_transactions(Told told)
    {
        var stage = await oracles.StageAsync(told);
        var lease = await stage.LeaseAsync();
        var sizes = new List<int>();
        var pools = Between(stage, request => sizes.Add(request.TransactItems.Count));

        await pools.AppendAsync(lease, [.. Enumerable.Range(0, 200).Select(Activity)], default);

        Assert.Equal([100, 100, 3], sizes);
        Assert.Equal(200, (await stage.Pools().HistoryAsync(PoolName, 1000, default)).Length);
    }

    [Theory, MotoItself]
    public async Task Ninety_nine_activities_are_one_transaction_and_a_hundred_are_two(Told told)
    {
        var stage = await oracles.StageAsync(told);
        var lease = await stage.LeaseAsync();
        var sizes = new List<int>();
        var pools = Between(stage, request => sizes.Add(request.TransactItems.Count));

        await pools.AppendAsync(lease, [.. Enumerable.Range(0, 99).Select(Activity)], default);
        await pools.AppendAsync(lease, [.. Enumerable.Range(100, 100).Select(Activity)], default);

        Assert.Equal([100, 100, 2], sizes);
    }

    [Theory, MotoItself]
    public async Task Who_loses_the_lease_between_two_transactions_has_written_the_first_and_not_the_second(Told told)
    {
        var stage = await oracles.StageAsync(told);
        var lease = await stage.LeaseAsync();
        var transactions = 0;
        var pools = Between(stage, _ =>
        {
            if (++transactions == 2)
            {
                throw new TakenOverException();
            }
        });

        Activity[] activities = [.. Enumerable.Range(0, 120).Select(Activity)];

        await Assert.ThrowsAsync<TakenOverException>(() => pools.AppendAsync(lease, activities, default));
        await stage.TakeOverAsync();
        await Assert.ThrowsAsync<LeaseLostException>(() => stage.Pools().AppendAsync(lease, activities[99..], default));

        Assert.Equal(99, (await stage.Pools().HistoryAsync(PoolName, 1000, default)).Length);
    }

    [Theory, MotoItself]
    public async Task A_pool_of_more_than_a_page_is_read_whole_and_without_its_history(Told told)
    {
        var stage = await oracles.StageAsync(told);
        var lease = await stage.LeaseAsync();
        var userData = new string('x', 16_000);
        foreach (var number in Enumerable.Range(0, 70))
        {
            var launch = Launch(Uuid(number));
            await stage.Pools().PutLaunchAsync(lease, launch with { Request = launch.Request with { UserData = userData } }, default);
        }

        await stage.Pools().PutDrainsAsync(lease, [.. Enumerable.Range(1, 3).Select(Drain)], default);
        await stage.Pools().AppendAsync(lease, [Activity(1)], default);
        await stage.Pools().PutHoldAsync(new Hold(PoolName, HoldKind.AtLeast, 4, Now, Now + Lease, "operator", "cup"), false, Now, default);

        var record = await stage.Pools().ReadAsync(PoolName, default);

        Assert.Equal((70, 3, 4), (record.Launches.Length, record.Drains.Length, record.Hold?.Servers));
    }

    [Theory, MotoItself]
    public async Task History_is_the_latest_first_and_no_more_than_was_asked_for(Told told)
    {
        var stage = await oracles.StageAsync(told);
        var lease = await stage.LeaseAsync();
        await stage.Pools().AppendAsync(lease, [Activity(2), Activity(1), Activity(3)], default);
        await stage.Pools().PutDrainsAsync(lease, [Drain(1)], default);

        Assert.Equal(["what 3", "what 2"], (await stage.Pools().HistoryAsync(PoolName, 2, default)).Select(activity => activity.What));
    }

    private static DynamoPoolLedger Between(Stage stage, Action<TransactWriteItemsRequest> before) =>
        new(stage.Table(new BetweenCalls(stage.Calls, request => before((TransactWriteItemsRequest)request))));

    private sealed class TakenOverException : Exception;
}
