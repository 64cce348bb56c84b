using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using static Kickoff.Contracts.Stage;

namespace Kickoff.Contracts.DynamoDb;

/// <summary>https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithItems.html.</summary>
[Collection(TellsStories.Name)]
public sealed class ItemStories(Oracles oracles)
{
    [Theory, MotoItself]
    public async Task What_is_put_is_read_back_whatever_its_type(Told told)
    {
        var stage = await oracles.StageAsync(told);
        await stage.PutAsync(Item("p", "s", ("text", S("t")), ("number", N("12.50")), ("list", new() { L = [S("a"), N("1")] }),
            ("map", new() { M = new() { ["in"] = S("x") } }), ("set", new() { SS = ["b", "a"] }), ("yes", new() { BOOL = true }),
                ("none", new() { NULL = true })));

        var item = (await stage.GetAsync("p", "s"))!;

        Assert.Equal(12.5m, decimal.Parse(item["number"].N, System.Globalization.CultureInfo.InvariantCulture));
        item.Remove("number");
        Assert.Equal("PK=p SK=s list=[a,#1] map={in=x} none=null set=<a,b> text=t yes=True", Words.Of(item));
    }

    [Theory, MotoItself]
    public async Task An_item_that_is_not_there_is_null(Told told)
    {
        var stage = await oracles.StageAsync(told);

        Assert.Null(await stage.GetAsync("p", "s"));
    }

    [Theory, MotoItself]
    public async Task A_put_replaces_the_whole_item_and_hands_back_the_old_one_when_asked(Told told)
    {
        var stage = await oracles.StageAsync(told);
        var request = new PutItemRequest
        {
            TableName = stage.Ledger,
            Item = Item("p", "s", ("a", S("1"))),
            ReturnValues = ReturnValue.ALL_OLD,
        };
        Assert.Null((await stage.Calls.PutItemAsync(request, default)).Attributes);

        request.Item = Item("p", "s", ("b", S("2")));
        var answer = await stage.Calls.PutItemAsync(request, default);

        Assert.Equal("PK=p SK=s a=1", Words.Of(answer.Attributes));
        Assert.Equal("PK=p SK=s b=2", Words.Of(await stage.GetAsync("p", "s")));
    }

    [Theory, MotoItself]
    public async Task A_delete_hands_back_what_was_there_and_deleting_nothing_succeeds(Told told)
    {
        var stage = await oracles.StageAsync(told);
        await stage.PutAsync(Item("p", "s", ("a", S("1"))));
        var request = new DeleteItemRequest { TableName = stage.Ledger, Key = Key("p", "s"), ReturnValues = ReturnValue.ALL_OLD };

        Assert.Equal("PK=p SK=s a=1", Words.Of((await stage.Calls.DeleteItemAsync(request, default)).Attributes));
        Assert.Null((await stage.Calls.DeleteItemAsync(request, default)).Attributes);
        Assert.Null(await stage.GetAsync("p", "s"));
    }

    [Theory, MotoItself]
    public async Task What_a_caller_does_to_its_request_or_its_answer_afterwards_changes_nothing(Told told)
    {
        var stage = await oracles.StageAsync(told);
        var item = Item("p", "s", ("map", new() { M = new() { ["in"] = S("x") } }));
        await stage.PutAsync(item);
        item["map"].M["in"].S = "changed";
        (await stage.GetAsync("p", "s"))!["map"].M["in"].S = "changed";

        Assert.Equal("PK=p SK=s map={in=x}", Words.Of(await stage.GetAsync("p", "s")));
    }

    [Theory, MotoItself]
    public async Task A_refused_condition_brings_the_item_along_when_asked_and_else_nothing(Told told)
    {
        var stage = await oracles.StageAsync(told);
        await stage.PutAsync(Item("p", "s", ("a", S("1"))));
        var request = new PutItemRequest
        {
            TableName = stage.Ledger,
            Item = Item("p", "s"),
            ConditionExpression = "attribute_not_exists(PK)",
        };
        var silent = await Words.RefusedAsync<ConditionalCheckFailedException>(() => stage.Calls.PutItemAsync(request, default));
        Assert.True(silent.Item is null or { Count: 0 });

        request.ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD;
        var refused = await Words.RefusedAsync<ConditionalCheckFailedException>(() => stage.Calls.PutItemAsync(request, default));

        Assert.Equal("PK=p SK=s a=1", Words.Of(refused.Item));
        Assert.Equal("PK=p SK=s a=1", Words.Of(await stage.GetAsync("p", "s")));
    }

    [Theory, MotoItself]
    public async Task A_condition_on_an_item_that_is_not_there_is_refused_with_nothing(Told told)
    {
        var stage = await oracles.StageAsync(told);
        var request = new DeleteItemRequest
        {
            TableName = stage.Ledger,
            Key = Key("p", "s"),
            ConditionExpression = "attribute_exists(PK)",
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        };

        var refused = await Words.RefusedAsync<ConditionalCheckFailedException>(() => stage.Calls.DeleteItemAsync(request, default));

        Assert.True(refused.Item is null or { Count: 0 });
    }

    [Theory, MotoItself]
    public async Task A_read_may_ask_for_some_attributes_only(Told told)
    {
        var stage = await oracles.StageAsync(told);
        await stage.PutAsync(
            Item("p", "s", ("state", S("on")), ("map", new() { M = new() { ["x"] = S("1"), ["y"] = S("2") } }), ("other", S("o"))));

        var answer = await stage.Calls.GetItemAsync(
            new GetItemRequest
            {
                TableName = stage.Ledger,
                Key = Key("p", "s"),
                ProjectionExpression = "#state, #map.x, absent",
                ExpressionAttributeNames = new() { ["#state"] = "state", ["#map"] = "map" },
            },
            default);

        Assert.Equal("map={x=1} state=on", Words.Of(answer.Item));
    }
}
