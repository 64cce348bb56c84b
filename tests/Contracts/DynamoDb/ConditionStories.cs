using Amazon.DynamoDBv2.Model;
using static Kickoff.Contracts.Stage;

namespace Kickoff.Contracts.DynamoDb;

/// <summary>https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html.</summary>
[Collection(TellsStories.Name)]
public sealed class ConditionStories(Oracles oracles)
{
    [Theory, MotoItself]
    public Task Numbers_compare_as_numbers(Told told) => HoldAsync(told,
        ("ten > :v", N("9"), true), ("ten < :v", N("9"), false), ("ten = :v", N("10.0"), true), ("ten = :v", N("1E1"), true),
            ("ten <> :v", N("10"), false),
        ("ten >= :v", N("10"), true), ("ten <= :v", N("10"), true), ("ten < :v", N("10.5"), true), ("ten > :v", N("-11"), true));

    [Theory, MotoItself]
    public Task Text_compares_by_its_characters(Told told) => HoldAsync(told,
        ("word < :v", S("b"), true), ("word > :v", S("Z"), true), ("word < :v", S("aa"), true), ("word <= :v", S("a"), true),
            ("word < :v", S("a"), false));

    [Theory, MotoItself]
    public Task Values_of_two_types_are_unlike(Told told) => HoldAsync(told,
        ("ten = :v", S("10"), false), ("ten <> :v", S("10"), true));

    [Theory, CloudOnly("cancels the transaction with a TypeError", "developerguide/Expressions.OperatorsAndFunctions.html")]
    public Task Values_of_two_types_are_in_no_order(Told told) => HoldAsync(told, ("ten < :v", S("9"), false), ("ten > :v", S("1"), false));

    [Theory, MotoItself]
    public Task What_is_not_there_equals_nothing_and_is_in_no_order(Told told) => HoldAsync(told,
        ("absent = :v", S("a"), false), ("absent < :v", S("a"), false), ("absent > :v", S("a"), false),
            ("absent BETWEEN :v AND :v", S("a"), false),
        ("absent IN (:v)", S("a"), false), ("begins_with(absent, :v)", S("a"), false), ("contains(absent, :v)", S("a"), false));

    [Theory, CloudOnly("takes what is not there for unlike nothing", "developerguide/Expressions.OperatorsAndFunctions.html")]
    public Task What_is_not_there_is_unlike_everything(Told told) => HoldAsync(told, ("absent <> :v", S("a"), true));

    [Theory, MotoItself]
    public Task Not_binds_before_and_and_and_before_or(Told told) => HoldAsync(told,
        ("ten = :v OR ten = :v AND word = :v", N("10"), true), ("(ten = :v OR ten = :v) AND word = :v", N("10"), false),
        ("NOT ten = :v AND word = :v", N("10"), false), ("NOT (ten = :v AND word = :v)", N("10"), true));

    [Theory, MotoItself]
    public Task Between_has_both_its_ends(Told told) => HoldAsync(told,
        ("ten BETWEEN :v AND ten", N("10"), true), ("ten BETWEEN :v AND ten", N("11"), false), ("word BETWEEN :v AND word", S("a"), true));

    [Theory, MotoItself]
    public Task Functions_look_into_texts_sets_lists_and_maps(Told told) => HoldAsync(told,
        ("begins_with(long, :v)", S("kick"), true), ("begins_with(long, :v)", S("off"), false),
        ("contains(long, :v)", S("offk"), false), ("contains(long, :v)", S("ckof"), true),
        ("contains(colours, :v)", S("red"), true), ("contains(colours, :v)", S("re"), false), ("contains(things, :v)", S("x"), true),
        ("attribute_exists(things[0]) AND word <> :v", S("x"), true), ("attribute_exists(things[7]) AND word <> :v", S("x"), false),
        ("attribute_exists(deep.inside) AND word <> :v", S("x"), true), ("attribute_not_exists(deep.nothing) AND word <> :v", S("x"), true),
        ("deep.inside = :v", S("in"), true), ("things[1] = :v", S("y"), true));

    [Theory, MotoItself]
    public Task Size_and_type_are_as_the_value_is(Told told) => HoldAsync(told,
        ("size(long) = :v", N("7"), true), ("size(things) = :v", N("2"), true), ("size(colours) < :v", N("3"), true),
        ("attribute_type(ten, :v)", S("N"), true), ("attribute_type(ten, :v)", S("S"), false), ("attribute_type(deep, :v)", S("M"), true));

    [Theory, MotoItself]
    public Task Documents_are_equal_when_all_in_them_is(Told told) => HoldAsync(told,
        ("things = :v", new() { L = [S("x"), S("y")] }, true), ("things = :v", new() { L = [S("y"), S("x")] }, false),
        ("deep = :v", new() { M = new() { ["inside"] = S("in") } }, true),
            ("deep = :v", new() { M = new() { ["inside"] = S("out") } }, false));

    [Theory, CloudOnly("compares sets in their order", "developerguide/HowItWorks.NamingRulesDataTypes.html (Sets)")]
    public Task A_set_has_no_order(Told told) =>
        HoldAsync(told, ("colours = :v", new() { SS = ["red", "blue"] }, true), ("colours = :v", new() { SS = ["blue", "red"] }, true));

    [Theory, MotoItself]
    public async Task An_item_that_is_not_there_has_no_attributes(Told told)
    {
        var stage = await oracles.StageAsync(told);

        Assert.True(await stage.HoldsAsync("attribute_not_exists(PK)", "p", "nowhere"));
        Assert.False(await stage.HoldsAsync("attribute_exists(PK)", "p", "nowhere"));
        Assert.False(await stage.HoldsAsync("PK = :v", "p", "nowhere", new() { [":v"] = S("p") }));
    }

    private async Task HoldAsync(Told told, params (string Condition, AttributeValue Value, bool Holds)[] conditions)
    {
        var stage = await oracles.StageAsync(told);
        await stage.PutAsync(
            Item("p", "s", ("ten", N("10")), ("word", S("a")), ("long", S("kickoff")), ("colours", new() { SS = ["red", "blue"] }),
            ("things", new() { L = [S("x"), S("y")] }), ("deep", new() { M = new() { ["inside"] = S("in") } })));
        foreach (var (condition, value, holds) in conditions)
        {
            var aliased = condition.Replace("long", "#long", StringComparison.Ordinal);
            var names = aliased == condition ? null : new Dictionary<string, string> { ["#long"] = "long" };
            Assert.True(
                holds == await stage.HoldsAsync(aliased, "p", "s", new() { [":v"] = value }, names),
                    $"{condition} with {Words.Of(value)} is not {holds}");
        }
    }
}
