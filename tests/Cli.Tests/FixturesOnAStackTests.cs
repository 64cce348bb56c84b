using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace Kickoff.Cli.Tests;

/// <summary>Fixtures added, removed and accepted by hand, and a checkout against a stack, at the emulator.</summary>
public sealed class FixturesOnAStackTests(EmulatedStack stack) : IClassFixture<EmulatedStack>
{
    [Fact]
    public async Task An_event_is_added_with_its_own_servers_and_the_plan_has_it()
    {
        var said = await stack.KickoffAsync(
            "fixtures", "add", "Game release 2.0", "--at", "2099-04-10T17:00", "--lasts", "12h", "--servers", "30",
            "--competition", "Releases");
        Assert.Equal((0, "Game release 2.0, 2099-04-10 17:00: 30 servers of backend-production\n"), (said.ExitCode, said.Output));

        var plan = (await stack.AskAsync("plan", "--from", "2099-04-10", "--until", "2099-04-12")).AsArray().Single()!;
        Assert.Equal(30, (int)plan["peak"]!);
        Assert.Contains(
            "30 (its own)", (await stack.KickoffAsync("fixtures", "list", "--from", "2099-04-10")).Output, StringComparison.Ordinal);

        var removed = await stack.KickoffAsync("fixtures", "remove", "Releases", "--yes");
        Assert.Equal("1 fixtures removed\n", removed.Output);
        Assert.Equal(2, (int)(await stack.AskAsync("plan", "--from", "2099-04-10", "--until", "2099-04-12")).AsArray().Single()!["peak"]!);

        Assert.Equal("1 fixtures restored\n", (await stack.KickoffAsync("fixtures", "restore", "Releases")).Output);
        Assert.Equal(30, (int)(await stack.AskAsync("plan", "--from", "2099-04-10", "--until", "2099-04-12")).AsArray().Single()!["peak"]!);
        await stack.KickoffAsync("fixtures", "remove", "Releases", "--yes");
    }

    [Theory]
    [InlineData("2 servers", "--servers", "2x", "--servers takes a number such as 30")]
    [InlineData("Release", "--servers", "41", "backend-production has at most 40")]
    [InlineData("Release", "--servers", "backend-prodution=3", "did you mean 'backend-production'?")]
    [InlineData("Release", "--lasts", "3d", "--lasts is a duration such as 8h, at most 2d")]
    [InlineData("evil\u202etxt", "--lasts", "1h", "A name is 1 to 200 characters")]
    [InlineData("evil\u001b[2Jtxt", "--lasts", "1h", "A name is 1 to 200 characters")]
    public async Task What_cannot_be_added_is_refused(string name, string option, string value, string answer)
    {
        var said = await stack.KickoffAsync("fixtures", "add", name, "--at", "2099-05-01", option, value);

        Assert.Equal(2, said.ExitCode);
        Assert.Contains(answer, said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_that_takes_a_season_away_waits_until_it_is_accepted()
    {
        var whole = await CsvAsync("whole.csv", 8);
        var shrunken = await CsvAsync("shrunken.csv", 2);
        string[] options = ["--source", "league", "--zone", "Etc/UTC", "--competition", "League"];
        Assert.Equal(8, (int)(await stack.AskAsync(["fixtures", "import", whole, .. options]))["new"]!);

        var refused = await stack.KickoffAsync(["fixtures", "import", shrunken, .. options]);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("it has 2 fixtures, and had 8", refused.Error, StringComparison.Ordinal);
        Assert.Equal(8, await ListedAsync());

        var accepted = await stack.KickoffAsync("fixtures", "accept", "league");
        Assert.Equal((0, "accepted: it has 2 fixtures, and had 8\n"), (accepted.ExitCode, accepted.Output));
        Assert.Equal(6, (int)(await stack.AskAsync(["fixtures", "import", shrunken, .. options]))["retired"]!);
        Assert.Equal(2, await ListedAsync());
        Assert.Equal(1, (await stack.KickoffAsync("fixtures", "accept", "league")).ExitCode);
        await stack.KickoffAsync("fixtures", "remove", "League", "--yes");

        async Task<int> ListedAsync() => (await stack.AskAsync("fixtures", "list", "--from", "2098-01-01", "--until", "2098-02-01"))
            .AsArray().Count(fixture => (string?)fixture!["retired"] is null);
    }

    [Fact]
    public async Task A_name_in_the_table_that_steers_a_terminal_is_shown_without_that()
    {
        await stack.PutFixtureAsync("Hostile", "\u001b[2J\u202eevil", "2097-01-01");
        var listed = await stack.KickoffAsync("fixtures", "list", "--from", "2097-01-01", "--until", "2097-01-02");
        var planned = await stack.KickoffAsync("plan", "--from", "2097-01-01", "--until", "2097-01-02");

        Assert.All([listed, planned], said =>
        {
            Assert.Contains("evil", said.Output, StringComparison.Ordinal);
            Assert.DoesNotContain('\u001b', said.Output + said.Error);
            Assert.DoesNotContain('\u202e', said.Output + said.Error);
        });
        await stack.KickoffAsync("fixtures", "remove", "Hostile", "--yes");
    }

    [Fact]
    public async Task A_checkout_is_compared_with_what_its_stack_plans_by()
    {
        Assert.Equal(1, (await stack.KickoffAsync("plan", "--against", "kickoff")).ExitCode);
        await DeployedAsync((await File.ReadAllTextAsync(Path.Combine(stack.Folder, "config", "fleet.yml"))).Replace(
            "maximum: 40", "maximum: 30", StringComparison.Ordinal));
        await stack.KickoffAsync("fixtures", "add", "Germany v Spain", "--at", "+3d", "--round", "Final");

        var against = await stack.AskAsync("plan", "--against", "kickoff");
        var pool = against["pools"]!.AsArray().Single()!;
        Assert.Equal((30, 40), ((int)pool["was"]!["peak"]!, (int)pool["is"]!["peak"]!));
        Assert.Empty(pool["windows"]!.AsArray());

        await DeployedAsync((await File.ReadAllTextAsync(Path.Combine(stack.Folder, "config", "fleet.yml"))).Replace(
            "team: Germany, round: Final, servers: 40", "team: Germany, round: Final, servers: 25", StringComparison.Ordinal));
        var said = await stack.KickoffAsync("plan", "--against", "kickoff");
        Assert.Equal(0, said.ExitCode);
        Assert.Matches("changes +25 from .+ 40 from .+ Germany v Spain, Added", said.Output);
        Assert.Equal(2, (await stack.KickoffAsync("plan", "--against", "another")).ExitCode);
        await stack.KickoffAsync("fixtures", "remove", "Added", "--yes");
    }

    private async Task<string> CsvAsync(string name, int matches)
    {
        var file = Path.Combine(stack.Folder, name);
        await File.WriteAllLinesAsync(file, Enumerable.Range(1, matches).Select(number => string.Create(
            CultureInfo.InvariantCulture, $"{number},{number},{number:00}/01/2098 20:00,Stadium,Home {number},Away {number},"))
            .Prepend("Match Number,Round Number,Date,Location,Home Team,Away Team,Result"));
        return file;
    }

    /// <summary>As ScaleSchedule keeps it: gzip in base64 (docs/architecture.md).</summary>
    private async Task DeployedAsync(string fleet)
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(fleet.Replace("user_data: user-data.sh", "", StringComparison.Ordinal)));
        }

        await stack.PutAsync("Ledger", new JsonObject
        {
            ["PK"] = new JsonObject { ["S"] = "stack" },
            ["SK"] = new JsonObject { ["S"] = "deployed" },
            ["stack"] = new JsonObject { ["S"] = "kickoff" },
            ["fleet"] = new JsonObject { ["S"] = Convert.ToBase64String(packed.ToArray()) },
            ["since"] = new JsonObject { ["S"] = "2026-06-01T00:00:00.000000000Z" },
        });
    }
}
