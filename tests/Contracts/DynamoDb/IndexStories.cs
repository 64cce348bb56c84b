using Amazon.DynamoDBv2.Model;
using NodaTime;
using static Kickoff.Contracts.Stage;

namespace Kickoff.Contracts.DynamoDb;

/// <summary>https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html.</summary>
[Collection(TellsStories.Name)]
public sealed class IndexStories(Oracles oracles)
{
    private const string Day = "2012-06-28";

    [Theory, MotoItself]
    public async Task An_index_has_the_items_of_its_own_partition_key_whole(Told told)
    {
        var stage = await oracles.StageAsync(told);
        await PutAsync(stage, "euro", "1", Day);
        await PutAsync(stage, "euro", "2", "2012-06-27");
        await PutAsync(stage, "other", "1b", Day);

        Assert.Equal(["competition=euro day=2012-06-28 id=1", "competition=other day=2012-06-28 id=1b"], await FindAsync(stage));
    }

    [Theory, MotoItself]
    public async Task An_item_moves_in_the_index_and_leaves_it_with_its_day(Told told)
    {
        var stage = await oracles.StageAsync(told);
        await PutAsync(stage, "euro", "1", Day);
        await PutAsync(stage, "euro", "1", "2012-06-29");
        Assert.Empty(await FindAsync(stage));

        await PutAsync(stage, "euro", "1", Day);
        await PutAsync(stage, "euro", "1", day: null);
        Assert.Empty(await FindAsync(stage));
    }

    [Theory, MotoItself]
    public async Task Two_items_of_one_index_key_are_both_there_page_by_page(Told told)
    {
        var stage = await oracles.StageAsync(told);
        await PutAsync(stage, "euro", "1", Day);
        await PutAsync(stage, "other", "1", Day);
        await PutAsync(stage, "third", "1", Day);

        var (found, request) = (new List<string>(), Query(stage));
        request.Limit = 1;
        do
        {
            var page = await stage.Calls.QueryAsync(request, default);
            found.AddRange(page.Items.Select(item => item["competition"].S));
            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });

        Assert.Equal(["euro", "other", "third"], found.Order(StringComparer.Ordinal));
    }

    [Theory, MotoItself]
    public async Task The_next_page_of_an_index_is_named_by_both_keys(Told told)
    {
        var stage = await oracles.StageAsync(told);
        await PutAsync(stage, "euro", "1", Day);
        await PutAsync(stage, "euro", "2", Day);
        var request = Query(stage);
        request.Limit = 1;

        Assert.Equal("competition=euro day=2012-06-28 id=1", Words.Of((await stage.Calls.QueryAsync(request, default)).LastEvaluatedKey));
    }

    [Theory, CloudOnly("reads an index as it reads a table", "developerguide/HowItWorks.ReadConsistency.html")]
    public async Task An_index_is_never_read_consistently(Told told)
    {
        var stage = await oracles.StageAsync(told);
        var request = Query(stage);
        request.ConsistentRead = true;

        await Words.RefusedAsync("ValidationException", () => stage.Calls.QueryAsync(request, default));
    }

    [Theory, CloudOnly("is up to date at once", "developerguide/GSI.html (Data synchronization)")]
    public async Task An_index_knows_of_a_write_a_while_later(Told told)
    {
        var stage = await oracles.StageAsync(told);
        await PutAsync(stage, "euro", "1", Day);
        stage.Clock.Now += Duration.FromSeconds(10);
        await PutAsync(stage, "euro", "2", Day);
        await PutAsync(stage, "euro", "1", "2012-06-29");
        stage.AtOnce!.Behind = Duration.FromSeconds(1);
        Assert.Equal(["competition=euro day=2012-06-28 id=1"], await FindAsync(stage));

        stage.Clock.Now += Duration.FromSeconds(1);

        Assert.Equal(["competition=euro day=2012-06-28 id=2"], await FindAsync(stage));
    }

    private static Task PutAsync(Stage stage, string competition, string id, string? day)
    {
        var item = new Dictionary<string, AttributeValue> { ["competition"] = S(competition), ["id"] = S(id) };
        if (day is not null)
        {
            item["day"] = S(day);
        }

        return stage.Calls.PutItemAsync(new PutItemRequest { TableName = stage.Fixtures, Item = item }, default);
    }

    private static QueryRequest Query(Stage stage) => new()
    {
        TableName = stage.Fixtures,
        IndexName = "by-day",
        KeyConditionExpression = "#day = :day",
        ExpressionAttributeNames = new() { ["#day"] = "day" },
        ExpressionAttributeValues = new() { [":day"] = S(Day) },
    };

    private static async Task<IEnumerable<string>> FindAsync(Stage stage) =>
        (await stage.Calls.QueryAsync(Query(stage), default)).Items.Select(Words.Of).Order(StringComparer.Ordinal);
}
