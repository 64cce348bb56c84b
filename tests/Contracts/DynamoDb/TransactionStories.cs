using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using NodaTime;
using static Kickoff.Contracts.Stage;

namespace Kickoff.Contracts.DynamoDb;

/// <summary>https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html.</summary>
[Collection(TellsStories.Name)]
public sealed class TransactionStories(Oracles oracles)
{
    [Theory, MotoItself]
    public async Task A_transaction_writes_all_of_it(Told told)
    {
        var stage = await oracles.StageAsync(told);
        await stage.PutAsync(Item("p", "fence", ("n", N("1"))));
        await stage.PutAsync(Item("p", "gone"));
        await stage.PutAsync(Item("p", "changed", ("n", N("1"))));

        var delete = new Delete { TableName = stage.Ledger, Key = Key("p", "gone") };
        var update = new Update
        {
            TableName = stage.Ledger,
            Key = Key("p", "changed"),
            UpdateExpression = "SET n = n + :one",
            ExpressionAttributeValues = new() { [":one"] = N("1") },
        };

        await WriteAsync(stage, Check(stage, N("1")), Put(stage, "new"), new() { Delete = delete }, new() { Update = update });

        Assert.Equal("PK=p SK=new", Words.Of(await stage.GetAsync("p", "new")));
        Assert.Null(await stage.GetAsync("p", "gone"));
        Assert.Equal("PK=p SK=changed n=#2", Words.Of(await stage.GetAsync("p", "changed")));
        Assert.Equal("PK=p SK=fence n=#1", Words.Of(await stage.GetAsync("p", "fence")));
    }

    [Theory, MotoItself]
    public async Task One_refused_condition_cancels_all_and_the_reasons_stand_in_the_order_of_the_request(Told told)
    {
        var stage = await oracles.StageAsync(told);
        await stage.PutAsync(Item("p", "fence", ("n", N("1"))));

        var cancelled = await Words.RefusedAsync<TransactionCanceledException>(
            () => WriteAsync(stage, Put(stage, "a"), Check(stage, N("2")), Put(stage, "b")));

        Assert.Equal(["None", "ConditionalCheckFailed", "None"], cancelled.CancellationReasons.Select(reason => reason.Code));
        Assert.Null(await stage.GetAsync("p", "a"));
        Assert.Null(await stage.GetAsync("p", "b"));
    }

    [Theory, MotoItself]
    public async Task A_refused_condition_of_a_transaction_brings_the_item_along_when_asked(Told told)
    {
        var stage = await oracles.StageAsync(told);
        await stage.PutAsync(Item("p", "fence", ("n", N("1"))));
        var check = Check(stage, N("2"));
        check.ConditionCheck.ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD;

        var cancelled = await Words.RefusedAsync<TransactionCanceledException>(() => WriteAsync(stage, check));

        Assert.Equal("PK=p SK=fence n=#1", Words.Of(Assert.Single(cancelled.CancellationReasons).Item));
    }

    [Theory, MotoItself]
    public async Task A_transaction_has_a_hundred_parts_and_not_one_more(Told told)
    {
        var stage = await oracles.StageAsync(told);
        await WriteAsync(stage, [.. Enumerable.Range(0, 100).Select(number => Put(stage, Name(number)))]);
        Assert.NotNull(await stage.GetAsync("p", "99"));

        await Words.RefusedAsync(
            "ValidationException", () => WriteAsync(stage, [.. Enumerable.Range(200, 101).Select(number => Put(stage, Name(number)))]));
        Assert.Null(await stage.GetAsync("p", "200"));
    }

    [Theory, MotoItself]
    public async Task A_transaction_names_an_item_once(Told told)
    {
        var stage = await oracles.StageAsync(told);

        await Words.RefusedAsync("ValidationException", () => WriteAsync(stage, Put(stage, "a"), Put(stage, "a")));
        Assert.Null(await stage.GetAsync("p", "a"));
    }

    [Theory, CloudOnly("does the request again", "APIReference/API_TransactWriteItems.html (ClientRequestToken)")]
    public async Task A_request_sent_again_under_its_token_is_done_once_for_ten_minutes(Told told)
    {
        var stage = await oracles.StageAsync(told);
        var request = new TransactWriteItemsRequest { TransactItems = [Increment(stage)], ClientRequestToken = "token" };

        await stage.Calls.TransactWriteItemsAsync(request, default);
        stage.Clock.Now += Duration.FromMinutes(10) - Duration.Epsilon;
        await stage.Calls.TransactWriteItemsAsync(request, default);
        Assert.Equal("PK=p SK=count n=#1", Words.Of(await stage.GetAsync("p", "count")));

        stage.Clock.Now += Duration.Epsilon;
        await stage.Calls.TransactWriteItemsAsync(request, default);
        Assert.Equal("PK=p SK=count n=#2", Words.Of(await stage.GetAsync("p", "count")));
    }

    [Theory, CloudOnly("takes it", "APIReference/API_TransactWriteItems.html (IdempotentParameterMismatchException)")]
    public async Task A_token_sent_again_with_another_request_is_refused(Told told)
    {
        var stage = await oracles.StageAsync(told);
        await stage.Calls.TransactWriteItemsAsync(new() { TransactItems = [Put(stage, "a")], ClientRequestToken = "token" }, default);

        await Words.RefusedAsync<IdempotentParameterMismatchException>(
            () => stage.Calls.TransactWriteItemsAsync(new() { TransactItems = [Put(stage, "b")], ClientRequestToken = "token" }, default));
        Assert.Null(await stage.GetAsync("p", "b"));
    }

    [Theory, CloudOnly("does one call after the other", "developerguide/transaction-apis.html (Transaction conflicts)")]
    public async Task While_a_transaction_is_on_nobody_else_writes_its_items_and_who_only_checked_one_counts(Told told)
    {
        var stage = await oracles.StageAsync(told);
        await stage.PutAsync(Item("p", "fence", ("n", N("1"))));
        stage.Account!.TransactionTime = () => Duration.FromMilliseconds(30);
        await WriteAsync(stage, Check(stage, N("1")), Put(stage, "a"));
        stage.Account.TransactionTime = () => Duration.Zero;

        var cancelled = await Words.RefusedAsync<TransactionCanceledException>(
            () => WriteAsync(stage, Put(stage, "b"), Check(stage, N("1"))));
        Assert.Equal(["None", "TransactionConflict"], cancelled.CancellationReasons.Select(reason => reason.Code));
        await Words.RefusedAsync<TransactionConflictException>(() => stage.PutAsync(Item("p", "fence")));
        Assert.NotNull(await stage.GetAsync("p", "a"));

        stage.Clock.Now += Duration.FromMilliseconds(30);
        await stage.PutAsync(Item("p", "fence", ("n", N("2"))));
        Assert.Equal("PK=p SK=fence n=#2", Words.Of(await stage.GetAsync("p", "fence")));
    }

    private static string Name(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static Task WriteAsync(Stage stage, params List<TransactWriteItem> items) =>
        stage.Calls.TransactWriteItemsAsync(new TransactWriteItemsRequest { TransactItems = items }, default);

    private static TransactWriteItem Put(Stage stage, string sort) =>
        new() { Put = new() { TableName = stage.Ledger, Item = Item("p", sort) } };

    private static TransactWriteItem Check(Stage stage, AttributeValue wanted) => new()
    {
        ConditionCheck = new()
        {
            TableName = stage.Ledger,
            Key = Key("p", "fence"),
            ConditionExpression = "n = :n",
            ExpressionAttributeValues = new() { [":n"] = wanted },
        },
    };

    private static TransactWriteItem Increment(Stage stage) => new()
    {
        Update = new()
        {
            TableName = stage.Ledger,
            Key = Key("p", "count"),
            UpdateExpression = "ADD n :one",
            ExpressionAttributeValues = new() { [":one"] = N("1") },
        },
    };
}
