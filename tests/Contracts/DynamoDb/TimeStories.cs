using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Kickoff.Cloud.DynamoDb;
using NodaTime;
using static Kickoff.Contracts.Stage;

namespace Kickoff.Contracts.DynamoDb;

/// <summary>
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html, HowItWorks.ReadConsistency.html and
/// read-write-operations.html.
/// </summary>
[Collection(TellsStories.Name)]
public sealed class TimeStories(Oracles oracles)
{
    [Theory, MotoItself]
    public async Task An_item_whose_time_is_over_is_read_and_found_until_it_is_deleted(Told told)
    {
        var stage = await oracles.StageAsync(told);
        await stage.PutAsync(Expiring(stage, "s", Duration.FromSeconds(-1)));

        Assert.NotNull(await stage.GetAsync("p", "s"));
        Assert.True(await stage.HoldsAsync("attribute_exists(PK)", "p", "s"));
    }

    [Theory, CloudOnly("never deletes", "developerguide/TTL.html")]
    public async Task An_item_is_deleted_a_while_after_its_time_from_the_table_and_its_history_says_who_did_it(Told told)
    {
        var stage = await oracles.StageAsync(told);
        var changes = new List<ItemChange>();
        (stage.Account!.OnChange, stage.Account.TimeToLiveLag) = (changes.Add, () => Duration.FromHours(30));
        await stage.PutAsync(Expiring(stage, "s", Duration.FromHours(1)));
        await stage.PutAsync(Item("p", "stays"));

        stage.Clock.Now += Duration.FromHours(31) - Duration.Epsilon;
        Assert.NotNull(await stage.GetAsync("p", "s"));

        stage.Clock.Now += Duration.Epsilon;
        Assert.Null(await stage.GetAsync("p", "s"));
        Assert.NotNull(await stage.GetAsync("p", "stays"));
        Assert.Equal([false, false, true], changes.Select(change => change.ByTimeToLive));
    }

    [Theory, CloudOnly("never deletes", "developerguide/TTL.html")]
    public async Task A_time_that_was_over_for_five_years_when_it_was_written_deletes_nothing(Told told)
    {
        var stage = await oracles.StageAsync(told);
        await stage.PutAsync(Expiring(stage, "s", Duration.FromDays(-6 * 365)));

        stage.Clock.Now += Duration.FromDays(30);

        Assert.NotNull(await stage.GetAsync("p", "s"));
    }

    [Theory, CloudOnly("answers every read from the newest", "developerguide/HowItWorks.ReadConsistency.html")]
    public async Task A_read_that_does_not_ask_for_a_consistent_one_may_be_answered_from_an_older_copy(Told told)
    {
        var stage = await oracles.StageAsync(told);
        await stage.PutAsync(Item("p", "s", ("a", S("1"))));
        stage.Clock.Now += Duration.FromSeconds(10);
        await stage.PutAsync(Item("p", "s", ("a", S("2"))));
        stage.AtOnce!.Behind = Duration.FromSeconds(1);

        var request = new GetItemRequest { TableName = stage.Ledger, Key = Key("p", "s") };
        Assert.Equal("PK=p SK=s a=1", Words.Of((await stage.Calls.GetItemAsync(request, default)).Item));
        Assert.Equal("PK=p SK=s a=2", Words.Of(await stage.GetAsync("p", "s")));
    }

    [Theory, CloudOnly("counts nothing", "developerguide/read-write-operations.html")]
    public async Task Units_are_four_kilobytes_read_and_one_written_and_a_transaction_costs_twice(Told told)
    {
        var stage = await oracles.StageAsync(told);
        var used = stage.Account!.Consumed(stage.Ledger);
        await stage.PutAsync(Item("p", "s", ("fat", S(new string('x', 5000)))));
        Assert.Equal((0, 5), (used.Reads, used.Writes));

        await stage.GetAsync("p", "s");
        Assert.Equal((2, 5), (used.Reads, used.Writes));

        await stage.Calls.GetItemAsync(new GetItemRequest { TableName = stage.Ledger, Key = Key("p", "s") }, default);
        Assert.Equal((3, 5), (used.Reads, used.Writes));

        await stage.HoldsAsync("attribute_exists(PK)", "p", "s");
        Assert.Equal((3, 15), (used.Reads, used.Writes));
    }

    private static Dictionary<string, AttributeValue> Expiring(Stage stage, string sort, Duration from) =>
        Item("p", sort, ("expires", N((stage.Clock.Now + from).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))));
}
