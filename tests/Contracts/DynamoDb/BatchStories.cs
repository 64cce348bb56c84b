using System.Globalization;
using Amazon.DynamoDBv2.Model;
using static Kickoff.Contracts.Stage;

namespace Kickoff.Contracts.DynamoDb;

/// <summary>
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html and API_BatchWriteItem.html.
/// </summary>
[Collection(TellsStories.Name)]
public sealed class BatchStories(Oracles oracles)
{
    [Theory, MotoItself]
    public async Task A_hundred_keys_are_read_at_once_and_those_that_are_not_there_are_absent(Told told)
    {
        var stage = await oracles.StageAsync(told);
        await stage.PutAsync(Item("p", "7", ("a", S("1"))));
        await stage.PutAsync(Item("p", "99"));

        var answer = await stage.Calls.BatchGetItemAsync(Get(stage, 100), default);

        Assert.Equal(["PK=p SK=7 a=1", "PK=p SK=99"], answer.Responses[stage.Ledger].Select(Words.Of).Order(StringComparer.Ordinal));
        Assert.Empty(answer.UnprocessedKeys);
    }

    [Theory, MotoItself]
    public async Task A_hundred_and_one_keys_or_one_key_twice_are_refused(Told told)
    {
        var stage = await oracles.StageAsync(told);
        var twice = Get(stage, 1);
        twice.RequestItems[stage.Ledger].Keys.Add(Key("p", "0"));

        await Words.RefusedAsync("ValidationException", () => stage.Calls.BatchGetItemAsync(Get(stage, 101), default));
        await Words.RefusedAsync("ValidationException", () => stage.Calls.BatchGetItemAsync(twice, default));
    }

    [Theory, MotoItself]
    public async Task Twenty_five_are_written_at_once_puts_and_deletes(Told told)
    {
        var stage = await oracles.StageAsync(told);
        await stage.PutAsync(Item("p", "gone"));
        var request = Write(stage, 24);
        request.RequestItems[stage.Ledger].Add(new() { DeleteRequest = new() { Key = Key("p", "gone") } });

        var answer = await stage.Calls.BatchWriteItemAsync(request, default);

        Assert.Empty(answer.UnprocessedItems);
        Assert.Null(await stage.GetAsync("p", "gone"));
        Assert.Equal("PK=p SK=23", Words.Of(await stage.GetAsync("p", "23")));
    }

    [Theory, CloudOnly("writes it twice", "APIReference/API_BatchWriteItem.html")]
    public async Task One_item_twice_in_a_batch_is_refused(Told told)
    {
        var stage = await oracles.StageAsync(told);
        var request = Write(stage, 1);
        request.RequestItems[stage.Ledger].Add(new() { DeleteRequest = new() { Key = Key("p", "0") } });

        await Words.RefusedAsync("ValidationException", () => stage.Calls.BatchWriteItemAsync(request, default));
        Assert.Null(await stage.GetAsync("p", "0"));
    }

    [Theory, Correction("https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html")]
    public async Task Twenty_six_are_refused_and_none_is_written(Told told)
    {
        var stage = await oracles.StageAsync(told);

        await Words.RefusedAsync("ValidationException", () => stage.Calls.BatchWriteItemAsync(Write(stage, 26), default));
        Assert.Null(await stage.GetAsync("p", "0"));
    }

    [Theory, CloudOnly("is never busy", "APIReference/API_BatchGetItem.html (UnprocessedKeys)")]
    public async Task A_busy_table_hands_back_the_keys_it_did_not_get_to(Told told)
    {
        var stage = await oracles.StageAsync(told);
        await stage.PutAsync(Item("p", "0"));
        await stage.PutAsync(Item("p", "3"));
        stage.Account!.BatchCapacity = _ => 2;

        var answer = await stage.Calls.BatchGetItemAsync(Get(stage, 4), default);

        Assert.Equal(["PK=p SK=0"], answer.Responses[stage.Ledger].Select(Words.Of));
        var left = answer.UnprocessedKeys[stage.Ledger];
        Assert.Equal(["PK=p SK=2", "PK=p SK=3"], left.Keys.Select(Words.Of));
        Assert.True(left.ConsistentRead);
    }

    [Theory, CloudOnly("is never busy", "APIReference/API_BatchWriteItem.html (UnprocessedItems)")]
    public async Task A_busy_table_hands_back_the_writes_it_did_not_get_to_and_who_is_too_busy_for_any_says_so(Told told)
    {
        var stage = await oracles.StageAsync(told);
        stage.Account!.BatchCapacity = _ => 1;

        var answer = await stage.Calls.BatchWriteItemAsync(Write(stage, 2), default);

        Assert.Equal("PK=p SK=1", Words.Of(Assert.Single(answer.UnprocessedItems[stage.Ledger]).PutRequest.Item));
        Assert.Null(await stage.GetAsync("p", "1"));

        stage.Account.BatchCapacity = _ => 0;
        await Words.RefusedAsync<ProvisionedThroughputExceededException>(() => stage.Calls.BatchWriteItemAsync(Write(stage, 2), default));
    }

    [Theory, MotoItself]
    public async Task Sixteen_megabytes_end_a_batch_and_the_rest_is_handed_back(Told told)
    {
        var stage = await oracles.StageAsync(told);
        for (var number = 0; number < 43; number++)
        {
            await stage.PutAsync(Item("p", number.ToString(CultureInfo.InvariantCulture), ("fat", S(new string('x', 400_000)))));
        }

        var answer = await stage.Calls.BatchGetItemAsync(Get(stage, 43), default);

        Assert.Equal((41, 2), (answer.Responses[stage.Ledger].Count, answer.UnprocessedKeys[stage.Ledger].Keys.Count));
    }

    private static BatchGetItemRequest Get(Stage stage, int count) => new()
    {
        RequestItems = new()
        {
            [stage.Ledger] = new()
            {
                ConsistentRead = true,
                Keys = [.. Enumerable.Range(0, count).Select(number => Key("p", number.ToString(CultureInfo.InvariantCulture)))],
            },
        },
    };

    private static BatchWriteItemRequest Write(Stage stage, int count) => new()
    {
        RequestItems = new()
        {
            [stage.Ledger] =
            [
                .. Enumerable.Range(0, count).Select(number => new WriteRequest
                {
                    PutRequest = new() { Item = Item("p", number.ToString(CultureInfo.InvariantCulture)) },
                }),
            ],
        },
    };
}
