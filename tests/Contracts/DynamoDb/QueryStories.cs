using System.Globalization;
using Amazon.DynamoDBv2.Model;
using static Kickoff.Contracts.Stage;

namespace Kickoff.Contracts.DynamoDb;

/// <summary>https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.html.</summary>
[Collection(TellsStories.Name)]
public sealed class QueryStories(Oracles oracles)
{
    [Theory, MotoItself]
    public async Task Items_come_in_the_order_of_their_sort_keys_and_backwards_when_asked(Told told)
    {
        var stage = await LetteredAsync(told, "b", "é", "a", "B", "~", "10", "9");

        Assert.Equal("10 9 B a b ~ é", await SortsAsync(stage, Query(stage)));

        var backwards = Query(stage);
        backwards.ScanIndexForward = false;
        Assert.Equal("é ~ b a B 9 10", await SortsAsync(stage, backwards));
    }

    [Theory, MotoItself]
    public async Task A_stretch_of_sort_keys_has_the_ends_its_comparator_says(Told told)
    {
        var stage = await LetteredAsync(told, "a", "b", "b1", "c", "d");

        Assert.Equal("b b1 c", await SortsAsync(stage, Query(stage, " AND SK BETWEEN :from AND :until", ("from", "b"), ("until", "c"))));
        Assert.Equal("b", await SortsAsync(stage, Query(stage, " AND SK = :from", ("from", "b"))));
        Assert.Equal("a b", await SortsAsync(stage, Query(stage, " AND SK <= :from", ("from", "b"))));
        Assert.Equal("a", await SortsAsync(stage, Query(stage, " AND SK < :from", ("from", "b"))));
        Assert.Equal("c d", await SortsAsync(stage, Query(stage, " AND SK >= :from", ("from", "c"))));
        Assert.Equal("d", await SortsAsync(stage, Query(stage, " AND SK > :from", ("from", "c"))));
        Assert.Equal("b b1", await SortsAsync(stage, Query(stage, " AND begins_with(SK, :from)", ("from", "b"))));
        Assert.Equal("", await SortsAsync(stage, Query(stage, " AND SK = :from", ("from", "x"))));
    }

    [Theory, MotoItself]
    public async Task Only_one_partition_is_read(Told told)
    {
        var stage = await LetteredAsync(told, "a");
        await stage.PutAsync(Item("other", "a"));
        await stage.PutAsync(Item("p2", "a"));

        Assert.Equal("a", await SortsAsync(stage, Query(stage)));
        Assert.Equal("", await SortsAsync(stage, new QueryRequest
        {
            TableName = stage.Ledger,
            KeyConditionExpression = "PK = :p",
            ExpressionAttributeValues = new() { [":p"] = S("nobody") },
        }));
    }

    [Theory, MotoItself]
    public async Task A_limit_ends_a_page_and_the_next_goes_on_behind_it(Told told)
    {
        var stage = await LetteredAsync(told, "a", "b", "c", "d", "e");
        var request = Query(stage);
        request.Limit = 2;

        Assert.Equal(["a b", "c d", "e"], await PagesAsync(stage, request));

        request = Query(stage);
        (request.Limit, request.ScanIndexForward) = (2, false);
        Assert.Equal(["e d", "c b", "a"], await PagesAsync(stage, request));
    }

    [Theory, CloudOnly("knows at the limit whether more follows", "developerguide/Query.Pagination.html")]
    public async Task A_page_that_ended_at_its_limit_has_a_next_even_when_nothing_follows(Told told)
    {
        var stage = await LetteredAsync(told, "a", "b");
        var request = Query(stage);
        request.Limit = 2;

        Assert.Equal(["a b", ""], await PagesAsync(stage, request));
    }

    [Theory, MotoItself]
    public async Task A_megabyte_ends_a_page(Told told)
    {
        var stage = await oracles.StageAsync(told);
        for (var number = 0; number < 7; number++)
        {
            await stage.PutAsync(Item("p", number.ToString(CultureInfo.InvariantCulture), ("fat", S(new string('x', 300_000)))));
        }

        Assert.Equal(["0 1 2", "3 4 5", "6"], await PagesAsync(stage, Query(stage)));
    }

    [Theory, MotoItself]
    public async Task What_fits_a_megabyte_is_one_page(Told told)
    {
        var stage = await oracles.StageAsync(told);
        for (var number = 0; number < 3; number++)
        {
            await stage.PutAsync(Item("p", number.ToString(CultureInfo.InvariantCulture), ("fat", S(new string('x', 330_000)))));
        }

        Assert.Equal(["0 1 2"], await PagesAsync(stage, Query(stage)));
    }

    [Theory, MotoItself]
    public async Task A_filter_leaves_out_what_was_read_and_counts_it(Told told)
    {
        var stage = await oracles.StageAsync(told);
        await stage.PutAsync(Item("p", "a", ("n", N("1"))));
        await stage.PutAsync(Item("p", "b", ("n", N("2"))));
        var request = Query(stage);
        request.FilterExpression = "n > :one";
        request.ExpressionAttributeValues[":one"] = N("1");

        var page = await stage.Calls.QueryAsync(request, default);

        Assert.Equal(("b", 1, 2), (page.Items.Single()["SK"].S, page.Count, page.ScannedCount));
    }

    [Theory, MotoItself]
    public async Task Who_does_not_name_the_partition_is_refused(Told told)
    {
        var stage = await oracles.StageAsync(told);
        var request = Query(stage);
        request.KeyConditionExpression = "SK = :p";

        await Words.RefusedAsync("ValidationException", () => stage.Calls.QueryAsync(request, default));
    }

    private async Task<Stage> LetteredAsync(Told told, params string[] sorts)
    {
        var stage = await oracles.StageAsync(told);
        foreach (var sort in sorts)
        {
            await stage.PutAsync(Item("p", sort));
        }

        return stage;
    }

    private static QueryRequest Query(Stage stage, string more = "", params (string Name, string Text)[] values)
    {
        var request = new QueryRequest
        {
            TableName = stage.Ledger,
            ConsistentRead = true,
            KeyConditionExpression = "PK = :p" + more,
            ExpressionAttributeValues = new() { [":p"] = S("p") },
        };
        foreach (var (name, text) in values)
        {
            request.ExpressionAttributeValues[$":{name}"] = S(text);
        }

        return request;
    }

    private static async Task<string> SortsAsync(Stage stage, QueryRequest request) => Assert.Single(await PagesAsync(stage, request));

    private static async Task<List<string>> PagesAsync(Stage stage, QueryRequest request)
    {
        var pages = new List<string>();
        do
        {
            var page = await stage.Calls.QueryAsync(request, default);
            pages.Add(string.Join(' ', page.Items.Select(item => item["SK"].S)));
            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });

        return pages;
    }
}
