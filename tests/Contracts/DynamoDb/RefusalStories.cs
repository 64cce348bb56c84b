using Amazon.DynamoDBv2.Model;
using static Kickoff.Contracts.Stage;

namespace Kickoff.Contracts.DynamoDb;

/// <summary>
/// Requests that are wrong in themselves (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html,
/// Constraints.html).
/// </summary>
[Collection(TellsStories.Name)]
public sealed class RefusalStories(Oracles oracles)
{
    [Theory, MotoItself]
    public async Task A_table_that_is_not_there_is_said_to_be_not_there_by_every_call(Told told)
    {
        var stage = await oracles.StageAsync(told) with { Ledger = "nowhere" };

        await Words.RefusedAsync<ResourceNotFoundException>(() => stage.GetAsync("p", "s"));
        await Words.RefusedAsync<ResourceNotFoundException>(() => stage.PutAsync(Item("p", "s")));
        await Words.RefusedAsync<ResourceNotFoundException>(
            () => stage.Calls.DeleteItemAsync(new DeleteItemRequest { TableName = stage.Ledger, Key = Key("p", "s") }, default));
        await Words.RefusedAsync<ResourceNotFoundException>(() => stage.Calls.QueryAsync(
            new QueryRequest
            {
                TableName = stage.Ledger,
                KeyConditionExpression = "PK = :p",
                ExpressionAttributeValues = new() { [":p"] = S("p") },
            },
            default));
        await Words.RefusedAsync<ResourceNotFoundException>(() => stage.Calls.BatchGetItemAsync(
            new BatchGetItemRequest { RequestItems = new() { [stage.Ledger] = new() { Keys = [Key("p", "s")] } } }, default));
        await Words.RefusedAsync<ResourceNotFoundException>(() => stage.Calls.BatchWriteItemAsync(
            new BatchWriteItemRequest
            {
                RequestItems = new() { [stage.Ledger] = [new() { PutRequest = new() { Item = Item("p", "s") } }] },
            },
            default));
    }

    [Theory, CloudOnly("cancels the transaction for it", "APIReference/API_TransactWriteItems.html (ResourceNotFoundException)")]
    public async Task A_table_that_is_not_there_is_said_to_be_not_there_by_a_transaction_too(Told told)
    {
        var stage = await oracles.StageAsync(told) with { Ledger = "nowhere" };

        await Words.RefusedAsync<ResourceNotFoundException>(() => stage.HoldsAsync("attribute_exists(PK)", "p", "s"));
    }

    [Theory, MotoItself]
    public async Task A_key_that_is_not_the_tables_is_refused(Told told)
    {
        var stage = await oracles.StageAsync(told);

        await RefusedAsync(stage, new() { ["PK"] = S("p") });
        await RefusedAsync(stage, new() { ["PK"] = S("p"), ["SK"] = N("1") });
        await RefusedAsync(stage, new() { ["PK"] = S("p"), ["SK"] = S("") });
    }

    [Theory, CloudOnly("takes it", "developerguide/GSI.html (Data synchronization)")]
    public async Task An_index_key_of_another_type_is_refused(Told told)
    {
        var stage = await oracles.StageAsync(told);

        await Words.RefusedAsync("ValidationException", () => stage.Calls.PutItemAsync(
            new PutItemRequest { TableName = stage.Fixtures, Item = new() { ["competition"] = S("c"), ["id"] = S("1"), ["day"] = N("1") } },
                default));
    }

    [Theory, MotoItself]
    public async Task A_reserved_word_is_no_name_without_a_placeholder(Told told)
    {
        var stage = await oracles.StageAsync(told);

        await Words.RefusedAsync("ValidationException", () => UpdateAsync(stage, "SET state = :v"));
        await Words.RefusedAsync("ValidationException", () => UpdateAsync(stage, "SET Owner = :v"));
        await UpdateAsync(stage, "SET mine = :v");
    }

    [Theory, CloudOnly("knows no reserved words in conditions", "developerguide/ReservedWords.html")]
    public async Task A_reserved_word_is_no_name_in_a_condition_either(Told told)
    {
        var stage = await oracles.StageAsync(told);

        await Words.RefusedAsync("ValidationException", () => stage.HoldsAsync("until = :v", "p", "s", new() { [":v"] = S("x") }));
    }

    [Theory, MotoItself]
    public async Task A_placeholder_without_a_meaning_is_refused(Told told)
    {
        var stage = await oracles.StageAsync(told);

        await Words.RefusedAsync("ValidationException", () => UpdateAsync(stage, "SET mine = :other"));
    }

    [Theory, CloudOnly("breaks over it", "developerguide/Expressions.ExpressionAttributeNames.html")]
    public async Task A_placeholder_of_a_name_without_a_meaning_is_refused(Told told)
    {
        var stage = await oracles.StageAsync(told);

        await Words.RefusedAsync("ValidationException", () => UpdateAsync(stage, "SET #mine = :v"));
    }

    [Theory, MotoItself]
    public async Task A_value_that_no_expression_uses_is_refused(Told told)
    {
        var stage = await oracles.StageAsync(told);

        await Words.RefusedAsync("ValidationException", () => UpdateAsync(stage, "REMOVE mine"));
    }

    [Theory, MotoItself]
    public async Task What_is_no_expression_is_refused(Told told)
    {
        var stage = await oracles.StageAsync(told);

        await Words.RefusedAsync("ValidationException", () => UpdateAsync(stage, "SET mine :v"));
        await Words.RefusedAsync("ValidationException", () => UpdateAsync(stage, "PUT mine = :v"));
    }

    [Theory, MotoItself]
    public async Task An_item_of_more_than_400_kilobytes_is_refused(Told told)
    {
        var stage = await oracles.StageAsync(told);
        await stage.PutAsync(Item("p", "s", ("fat", S(new string('x', 400_000)))));

        await Words.RefusedAsync("ValidationException", () => stage.PutAsync(Item("p", "s", ("fat", S(new string('x', 410_000))))));
    }

    [Theory, CloudOnly("draws the line at 405,000 bytes", "developerguide/Constraints.html (Item size)")]
    public async Task An_item_of_400_kilobytes_is_kept_and_one_byte_more_is_refused(Told told)
    {
        var stage = await oracles.StageAsync(told);
        var names = "PK".Length + "p".Length + "SK".Length + "s".Length + "fat".Length;
        await stage.PutAsync(Item("p", "s", ("fat", S(new string('x', (400 * 1024) - names)))));

        await Words.RefusedAsync("ValidationException",
            () => stage.PutAsync(Item("p", "s", ("fat", S(new string('x', (400 * 1024) - names + 1))))));
    }

    [Theory, CloudOnly("takes one of them", "APIReference/API_AttributeValue.html")]
    public async Task A_value_has_one_type_wherever_it_stands(Told told)
    {
        var stage = await oracles.StageAsync(told);
        AttributeValue both = new() { S = "x", N = "1" };

        await Words.RefusedAsync("ValidationException", () => stage.PutAsync(Item("p", "s", ("a", both))));
        await Words.RefusedAsync(
            "ValidationException", () => stage.PutAsync(Item("p", "s", ("a", new() { M = new() { ["deep"] = new() { L = [both] } } }))));
        await Words.RefusedAsync("ValidationException", () => stage.Calls.GetItemAsync(
            new GetItemRequest { TableName = stage.Ledger, Key = new() { ["PK"] = S("p"), ["SK"] = both } }, default));
        await Words.RefusedAsync("ValidationException", () => stage.HoldsAsync("a = :v", "p", "s", new() { [":v"] = both }));
    }

    [Theory, MotoItself]
    public async Task An_empty_text_is_kept_and_an_empty_set_is_refused(Told told)
    {
        var stage = await oracles.StageAsync(told);
        await stage.PutAsync(Item("p", "s", ("empty", S(""))));
        Assert.Equal("PK=p SK=s empty=", Words.Of(await stage.GetAsync("p", "s")));

        await Words.RefusedAsync("ValidationException", () => stage.PutAsync(Item("p", "s", ("set", new() { SS = [] }))));
    }

    [Theory, CloudOnly("takes any text for a number", "developerguide/HowItWorks.NamingRulesDataTypes.html (Number)")]
    public async Task A_number_has_38_digits_and_no_letters(Told told)
    {
        var stage = await oracles.StageAsync(told);
        await stage.PutAsync(Item("p", "s", ("n", N(new string('1', 38)))));

        await Words.RefusedAsync("ValidationException", () => stage.PutAsync(Item("p", "s", ("n", N(new string('1', 39))))));
        await Words.RefusedAsync("ValidationException", () => stage.PutAsync(Item("p", "s", ("n", N("ten")))));
        await Words.RefusedAsync("ValidationException", () => stage.PutAsync(Item("p", "s", ("n", N("1E126")))));
    }

    private static Task RefusedAsync(Stage stage, Dictionary<string, AttributeValue> key) => Words.RefusedAsync(
        "ValidationException", () => stage.Calls.PutItemAsync(new PutItemRequest { TableName = stage.Ledger, Item = key }, default));

    private static Task UpdateAsync(Stage stage, string update) => stage.Calls.UpdateItemAsync(
        new UpdateItemRequest
        {
            TableName = stage.Ledger,
            Key = Key("p", "s"),
            UpdateExpression = update,
            ExpressionAttributeValues = new() { [":v"] = S("x") },
        },
        default);
}
