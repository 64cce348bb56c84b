using Kickoff.Wire.Tests.Local;

namespace Kickoff.Wire.Tests.FixtureFeed;

/// <summary>FixtureFeed's own binary over the wire: a source that does what sources do in a day, and a secret.</summary>
[Collection(UsesEmulator.Name)]
public sealed class FeedingTests(EmulatorFixture emulator)
{
    private static readonly DateTimeOffset Kickoff = new(2012, 6, 28, 18, 45, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_day_in_which_a_source_moves_its_kickoff_goes_to_extra_time_dies_and_comes_back()
    {
        await using var stage = await Stage.SetAsync(emulator.Proxy, Kickoff - TimeSpan.FromHours(8));
        stage.Source(Match(Kickoff, "TIMED"));
        await stage.MinuteAsync(Kickoff - TimeSpan.FromHours(8));
        Assert.Equal([("2012-06-28T18:45:00.000000000Z", "Timed")], await stage.FixturesAsync());

        // In a minute between its turns it is not looked at, and nothing is written.
        var written = (stage.Calls("PutItem"), stage.Calls("BatchWriteItem"));
        stage.Source(Match(Kickoff + TimeSpan.FromMinutes(15), "TIMED"));
        await stage.MinuteAsync(Kickoff - TimeSpan.FromHours(8) + TimeSpan.FromSeconds(50));
        Assert.Equal(written, (stage.Calls("PutItem"), stage.Calls("BatchWriteItem")));

        var log = await stage.MinuteAsync(Kickoff - TimeSpan.FromMinutes(30));
        Assert.Contains("euro moves it from 2012-06-28T18:45:00Z to 2012-06-28T19:00:00Z", log, StringComparison.Ordinal);
        Assert.Equal([("2012-06-28T19:00:00.000000000Z", "Timed")], await stage.FixturesAsync());

        stage.Source(Match(Kickoff + TimeSpan.FromMinutes(15), "EXTRA_TIME"));
        await stage.MinuteAsync(Kickoff + TimeSpan.FromMinutes(125));
        Assert.Equal([("2012-06-28T19:00:00.000000000Z", "ExtraTime")], await stage.FixturesAsync());

        stage.Source(null);
        await stage.MinuteAsync(Kickoff + TimeSpan.FromMinutes(126));
        stage.Source("<html>Back soon</html>");
        await stage.MinuteAsync(Kickoff + TimeSpan.FromMinutes(127));
        Assert.Equal([("2012-06-28T19:00:00.000000000Z", "ExtraTime")], await stage.FixturesAsync());
        var state = await stage.StateAsync("euro");
        Assert.Equal("2", (string?)state!["failures"]!["N"]);
        Assert.Equal("euro.json is a page (HTML or XML), not a file of fixtures", (string?)state["trouble"]!["S"]);

        stage.Source(Match(Kickoff + TimeSpan.FromMinutes(15), "FINISHED"));
        await stage.MinuteAsync(Kickoff + TimeSpan.FromMinutes(150));
        Assert.Equal([("2012-06-28T19:00:00.000000000Z", "Finished")], await stage.FixturesAsync());
        Assert.Equal("0", (string?)(await stage.StateAsync("euro"))!["failures"]!["N"]);
    }

    /// <summary>What is published has no door to its own machine: Lambda's runtime API is there.</summary>
    [Fact]
    public async Task A_secret_is_read_from_the_parameter_store_and_the_published_function_does_not_come_to_its_own_machine()
    {
        await using var stage = await Stage.SetAsync(emulator.Proxy, Kickoff);
        stage.Source(Match(Kickoff, "TIMED"));
        await stage.MinuteAsync(Kickoff);
        Assert.Equal(
            $"the secret euro cannot be had: SSM says ParameterNotFound of /kickoff/{stage.Name}/secrets/euro",
            (string?)(await stage.StateAsync("secret"))!["trouble"]!["S"]);

        await stage.PutSecretAsync("euro", "a-secret-of-ours");
        var log = await stage.MinuteAsync(Kickoff + TimeSpan.FromMinutes(5));

        Assert.Equal(
            "its name leads to no address of the public internet", (string?)(await stage.StateAsync("secret"))!["trouble"]!["S"]);
        Assert.DoesNotContain("a-secret-of-ours", log, StringComparison.Ordinal);
        Assert.DoesNotContain("localhost", log, StringComparison.Ordinal);
        Assert.Equal([("2012-06-28T18:45:00.000000000Z", "Timed")], await stage.FixturesAsync());
    }

    private static string Match(DateTimeOffset kickoff, string status) => $$$"""
        {"competition": {"name": "Euro 2012", "type": "CUP"}, "matches": [{"id": 1, "utcDate": "{{{kickoff:yyyy-MM-ddTHH:mm:ssZ}}}",
        "status": "{{{status}}}", "stage": "SEMI_FINALS", "homeTeam": {"name": "Germany"}, "awayTeam": {"name": "Italy"}}]}
        """;
}
