using System.Net;
using Kickoff.Aws.Ledger;
using Kickoff.Contracts.DynamoDb;
using Kickoff.Core;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Registration;
using Kickoff.Core.Scaling;
using NodaTime;
using static Kickoff.Contracts.Ledger.Adapters;

namespace Kickoff.Contracts.Ledger;

/// <summary>
/// DynamoDB that cannot answer
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html): the adapters say that it is unavailable.
/// </summary>
[Collection(TellsStories.Name)]
public sealed class UnavailableStories(Oracles oracles)
{
    [Theory, MotoItself]
    public async Task Whatever_it_was_that_DynamoDB_could_not_do_the_adapters_say_that_it_is_unavailable(Told told)
    {
        var stage = await oracles.StageAsync(told);
        var lease = await stage.LeaseAsync();
        foreach (var (code, status, _) in ErrorStories.Errors)
        {
            using (stage.Failing(code, status))
            {
                foreach (var call in Calls(stage, lease))
                {
                    var unavailable = await Assert.ThrowsAsync<UnavailableException>(call);
                    Assert.Contains(code, unavailable.Message, StringComparison.Ordinal);
                }
            }
        }
    }

    /// <summary>A right that is missing, a table that is not there, what no version knows.</summary>
    [Theory, MotoItself]
    public async Task What_DynamoDB_refuses_whatever_the_code_is_unknown(Told told)
    {
        var stage = await oracles.StageAsync(told);
        var lease = await stage.LeaseAsync();
        foreach (var code in new[] { "AccessDeniedException", "ResourceNotFoundException", "ValidationException", "NobodyHasHeardOfIt" })
        {
            using (stage.Failing(code, HttpStatusCode.BadRequest))
            {
                foreach (var call in Calls(stage, lease))
                {
                    var unknown = await Assert.ThrowsAsync<UnavailableException>(call);
                    Assert.StartsWith($"{code}: ", unknown.Refusal, StringComparison.Ordinal);
                }
            }
        }
    }

    [Theory, CloudOnly("does one call after the other", "developerguide/transaction-apis.html (Transaction conflicts)")]
    public async Task A_tick_that_meets_another_ones_transaction_finds_the_ledger_unavailable_and_nothing_written(Told told)
    {
        var stage = await oracles.StageAsync(told);
        var lease = await stage.LeaseAsync();
        stage.Account!.TransactionTime = () => Duration.FromMilliseconds(30);
        await stage.Pools().AppendAsync(lease, [Activity(1)], default);

        await Assert.ThrowsAsync<UnavailableException>(() => stage.Pools().AppendAsync(lease, [Activity(2)], default));
        await Assert.ThrowsAsync<UnavailableException>(() => stage.Pools().ReleaseAsync(lease, default));
        await Assert.ThrowsAsync<UnavailableException>(() => stage.TakeOverAsync());

        stage.Clock.Now += Duration.FromMilliseconds(30);
        Assert.Equal(["what 1"], (await stage.Pools().HistoryAsync(PoolName, 10, default)).Select(activity => activity.What));
        Assert.Equal(2, (await stage.TakeOverAsync()).Fence);
    }

    [Theory, CloudOnly("is never busy", "APIReference/API_BatchGetItem.html (UnprocessedKeys)")]
    public async Task Keys_and_writes_that_DynamoDB_did_not_get_to_are_asked_for_again_and_not_for_ever(Told told)
    {
        var stage = await oracles.StageAsync(told);
        var memberships = new DynamoMemberships(stage.Table());
        MembershipKey[] keys = [.. Enumerable.Range(1, 20).Select(number => new MembershipKey(Id(number), new ClassicLoadBalancer("web")))];
        foreach (var key in keys)
        {
            await memberships.CompareAndSetAsync(null, MembershipStories.In(key.Instance), default);
        }

        stage.Account!.BatchCapacity = asked => Math.Max(1, asked / 2);
        Assert.Equal(20, (await memberships.FindAsync(keys, default)).Count);

        stage.Account.BatchCapacity = _ => 1;
        await Assert.ThrowsAsync<UnavailableException>(() => memberships.FindAsync(keys, default));
        FixtureKey[] gone = [.. Enumerable.Range(1, 20).Select(number => new FixtureKey("Euro", $"{number}"))];
        await Assert.ThrowsAsync<UnavailableException>(() => stage.FixturesOf().RemoveAsync(gone, default));
    }

    private static Func<Task>[] Calls(Stage stage, PoolLease lease) =>
    [
        () => stage.Pools().ReadAsync(PoolName, default),
        () => stage.Pools().ReleaseAsync(lease, default),
        () => stage.Pools().AppendAsync(lease, [Activity(1)], default),
        () => stage.Pools().RemoveHoldAsync(PoolName, default),
        () => new DynamoInventory(stage.Table()).FindAsync(Id(1), default),
        () => new DynamoMemberships(stage.Table()).FindAsync([new(Id(1), new ClassicLoadBalancer("web"))], default),
        () => new DynamoTerminations(stage.Table()).NoteAsync([new(Id(1), Now)], default),
        () => stage.FixturesOf().RemoveAsync([new("Euro", "1")], default),
    ];
}
