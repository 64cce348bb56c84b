using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using static Kickoff.Contracts.Stage;

namespace Kickoff.Contracts.DynamoDb;

/// <summary>https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html.</summary>
[Collection(TellsStories.Name)]
public sealed class UpdateStories(Oracles oracles)
{
    [Theory, MotoItself]
    public async Task An_update_makes_the_item_that_was_not_there(Told told)
    {
        var stage = await oracles.StageAsync(told);

        Assert.Equal("PK=p SK=s a=1 n=#1",
            await UpdateAsync(stage, "SET a = :a, n = if_not_exists(n, :zero) + :one", (":a", S("1")), (":zero", N("0")),
                (":one", N("1"))));
        Assert.Equal("PK=p SK=s a=1 n=#2",
            await UpdateAsync(stage, "SET n = if_not_exists(n, :zero) + :one", (":zero", N("0")), (":one", N("1"))));
    }

    // As https://github.com/scylladb/scylladb/issues/5862 has met it.
    [Theory, CloudOnly("makes it", "APIReference/API_UpdateItem.html (AttributeUpdates, DELETE)")]
    public async Task An_update_that_only_takes_away_makes_no_item(Told told)
    {
        var stage = await oracles.StageAsync(told);

        Assert.Equal("nothing", await UpdateAsync(stage, "REMOVE a"));
        Assert.Equal("nothing", await UpdateAsync(stage, "REMOVE a DELETE #set :x", (":x", new() { SS = ["x"] })));
        Assert.Null(await stage.GetAsync("p", "s"));

        Assert.Equal("PK=p SK=s b=1", await UpdateAsync(stage, "REMOVE a SET b = :b", (":b", S("1"))));
        Assert.Equal("PK=p SK=s", await UpdateAsync(stage, "REMOVE b"));
    }

    [Theory, MotoItself]
    public async Task Set_remove_add_and_delete_change_what_they_name_and_nothing_else(Told told)
    {
        var stage = await oracles.StageAsync(told);
        await stage.PutAsync(
            Item("p", "s", ("a", S("1")), ("b", S("2")), ("n", N("5")), ("set", new() { SS = ["x", "y"] }), ("kept", S("k"))));

        Assert.Equal("PK=p SK=s b=2 kept=k n=#5 set=<x,y>", await UpdateAsync(stage, "REMOVE a"));
        Assert.Equal("PK=p SK=s b=2 kept=k n=#2 set=<x,y>", await UpdateAsync(stage, "SET n = n - :three", (":three", N("3"))));
        Assert.Equal("PK=p SK=s b=2 kept=k n=#12 set=<x,y,z>",
            await UpdateAsync(stage, "ADD n :ten, #set :z", (":ten", N("10")), (":z", new() { SS = ["z"] })));
        Assert.Equal("PK=p SK=s b=2 kept=k n=#12 set=<y,z>", await UpdateAsync(stage, "DELETE #set :x", (":x", new() { SS = ["x"] })));
    }

    [Theory, MotoItself]
    public async Task A_document_is_changed_in_place_and_a_list_grows_at_its_end(Told told)
    {
        var stage = await oracles.StageAsync(told);
        await stage.PutAsync(Item("p", "s", ("m", new() { M = new() { ["x"] = S("1"), ["y"] = S("2") } }), ("l", new() { L = [S("a")] })));

        Assert.Equal("PK=p SK=s l=[a] m={x=9 y=2}", await UpdateAsync(stage, "SET m.x = :v", (":v", S("9"))));
        Assert.Equal("PK=p SK=s l=[a,b] m={x=9 y=2}",
            await UpdateAsync(stage, "SET l = list_append(l, :v)", (":v", new() { L = [S("b")] })));
        Assert.Equal("PK=p SK=s l=[a,b] m={x=9}", await UpdateAsync(stage, "REMOVE m.y"));
    }

    [Theory, MotoItself]
    public async Task An_update_hands_back_what_it_was_asked_for(Told told)
    {
        var stage = await oracles.StageAsync(told);
        await stage.PutAsync(Item("p", "s", ("a", S("1")), ("kept", S("k"))));

        Assert.Equal("nothing", await UpdateAsync(stage, "SET a = :v", ReturnValue.NONE, (":v", S("2"))));
        Assert.Equal("PK=p SK=s a=2 kept=k", await UpdateAsync(stage, "SET a = :v", ReturnValue.ALL_OLD, (":v", S("3"))));
        Assert.Equal("a=3", await UpdateAsync(stage, "SET a = :v", ReturnValue.UPDATED_OLD, (":v", S("4"))));
        Assert.Equal("a=5", await UpdateAsync(stage, "SET a = :v", ReturnValue.UPDATED_NEW, (":v", S("5"))));
    }

    [Theory, MotoItself]
    public async Task An_update_that_cannot_be_done_is_refused_and_changes_nothing(Told told)
    {
        var stage = await oracles.StageAsync(told);
        await stage.PutAsync(Item("p", "s", ("a", S("1"))));

        await Words.RefusedAsync("ValidationException", () => UpdateAsync(stage, "SET a = a + :one", (":one", N("1"))));
        await Words.RefusedAsync("ValidationException", () => UpdateAsync(stage, "SET a = absent"));
        await Words.RefusedAsync("ValidationException", () => UpdateAsync(stage, "SET a = :v, a = :v", (":v", S("x"))));

        Assert.Equal("PK=p SK=s a=1", Words.Of(await stage.GetAsync("p", "s")));
    }

    [Theory, CloudOnly("changes nothing and says nothing", "developerguide/Expressions.UpdateExpressions.html")]
    public async Task What_lies_in_a_document_that_is_not_there_cannot_be_set(Told told)
    {
        var stage = await oracles.StageAsync(told);
        await stage.PutAsync(Item("p", "s", ("a", S("1"))));

        await Words.RefusedAsync("ValidationException", () => UpdateAsync(stage, "SET a.b = :v", (":v", S("x"))));
    }

    [Theory, CloudOnly("changes it", "APIReference/API_UpdateItem.html (UpdateExpression)")]
    public async Task A_key_is_never_changed(Told told)
    {
        var stage = await oracles.StageAsync(told);
        await stage.PutAsync(Item("p", "s", ("a", S("1"))));

        await Words.RefusedAsync("ValidationException", () => UpdateAsync(stage, "SET SK = :v", (":v", S("x"))));
        Assert.Equal("PK=p SK=s a=1", Words.Of(await stage.GetAsync("p", "s")));
    }

    [Theory, MotoItself]
    public async Task Each_word_stands_once_in_an_update(Told told)
    {
        var stage = await oracles.StageAsync(told);

        await Words.RefusedAsync("ValidationException", () => UpdateAsync(stage, "SET a = :v SET b = :v", (":v", S("x"))));
    }

    private static Task<string> UpdateAsync(Stage stage, string update, params (string Name, AttributeValue Value)[] values) =>
        UpdateAsync(stage, update, ReturnValue.ALL_NEW, values);

    private static async Task<string> UpdateAsync(Stage stage, string update, ReturnValue returns,
        params (string Name, AttributeValue Value)[] values)
    {
        var request = new UpdateItemRequest
        {
            TableName = stage.Ledger,
            Key = Key("p", "s"),
            UpdateExpression = update,
            ExpressionAttributeNames = update.Contains("#set", StringComparison.Ordinal) ? new() { ["#set"] = "set" } : null,
            ExpressionAttributeValues = values.Length == 0 ? null : values.ToDictionary(value => value.Name, value => value.Value),
            ReturnValues = returns,
        };
        return Words.Of((await stage.Calls.UpdateItemAsync(request, default)).Attributes);
    }
}
