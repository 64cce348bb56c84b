using System.Globalization;

namespace Kickoff.Cli.Tests;

/// <summary>The commands that speak to AWS, against the emulator: what an operator does on a match day, and in a script.</summary>
public sealed class OnAStackTests(EmulatedStack stack) : IClassFixture<EmulatedStack>
{
    [Fact]
    public async Task Importing_twice_changes_nothing_and_a_moved_match_moves()
    {
        var first = await stack.AskAsync("fixtures", "import", "data/fixtures/euro-2012.json");
        var second = await stack.AskAsync("fixtures", "import", "data/fixtures/euro-2012.json");
        Assert.Equal((31, 0), ((int)first["new"]!, (int)second["new"]!));
        Assert.Equal(31, (int)second["unchanged"]!);

        var text = await File.ReadAllTextAsync(Path.Combine(KickoffCommand.Root, "data/fixtures/euro-2012.json"));
        var final = text.IndexOf("\"Final\"", StringComparison.Ordinal);
        var moved = Path.Combine(stack.Folder, "moved.json");
        await File.WriteAllTextAsync(moved, text[..final] + text[final..].Replace("20:45", "21:15", StringComparison.Ordinal));
        var third = await stack.AskAsync("fixtures", "import", moved);

        Assert.Equal((0, 1, 30), ((int)third["new"]!, third["moved"]!.AsArray().Count, (int)third["unchanged"]!));
        Assert.Equal(31, (await stack.AskAsync("fixtures", "list", "--from", "2012-06-01", "--until", "2012-07-31")).AsArray().Count);
        Assert.Equal("31 fixtures removed\n", (await stack.KickoffAsync("fixtures", "remove", "Euro 2012", "--yes")).Output);
    }

    [Fact]
    public async Task Of_a_file_with_rejected_rows_nothing_goes_in_unless_it_is_said_to_be_partial()
    {
        var file = Path.Combine(stack.Folder, "half.csv");
        await File.WriteAllTextAsync(
            file,
            "Match Number,Round Number,Date,Location,Home Team,Away Team,Result\n1,1,14/08/2026 20:00,Stadium,One,Two,\n"
                + "2,1,99/99/2026 20:00,Stadium,Three,Four,\n");
        var refused = await stack.KickoffAsync("fixtures", "import", file, "--zone", "Europe/London", "--competition", "Half");

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("half.csv:3: ", refused.Error, StringComparison.Ordinal);
        Assert.Contains("Nothing imported: 1 rows are rejected.", refused.Error, StringComparison.Ordinal);
        Assert.Equal(
            1,
            (int)(
                await stack.AskAsync("fixtures", "import", file, "--zone", "Europe/London", "--competition", "Half", "--partial"))["new"]!);
    }

    [Fact]
    public async Task Ten_thousand_fixtures_go_in_by_batches()
    {
        var file = Path.Combine(stack.Folder, "many.csv");
        await File.WriteAllLinesAsync(file, Enumerable.Range(0, 10_000).Select(number => string.Create(
            CultureInfo.InvariantCulture,
            $"{number + 1},{(number / 100) + 1},{(number % 28) + 1:00}/{(number % 12) + 1:00}/2031 20:00,Stadium {number % 50},Home "
                + $"{number % 200},Away {number % 199},"))
            .Prepend("Match Number,Round Number,Date,Location,Home Team,Away Team,Result"));

        Assert.Equal(
            10_000, (int)(await stack.AskAsync("fixtures", "import", file, "--zone", "Europe/London", "--competition", "Many"))["new"]!);
        Assert.Equal(
            10_000,
            (int)(await stack.AskAsync("fixtures", "import", file, "--zone", "Europe/London", "--competition", "Many"))["unchanged"]!);
    }

    [Fact]
    public async Task A_hold_shows_in_holds_and_in_the_status_until_it_is_released()
    {
        Assert.Equal("backend-production: at least 40 servers until 2099-01-01 00:00 UTC (fleet.yml allows 2 to 40)\n",
            (await stack.KickoffAsync("hold", "backend-production", "99", "--until", "2099-01-01T00:00", "--reason", "cup draw")).Output);
        var held = (await stack.AskAsync("holds")).AsArray().Single()!;
        Assert.Equal(("backend-production", "cup draw"), ((string)held["pool"]!, (string)held["reason"]!));
        Assert.Equal(40, (int)(await stack.AskAsync("status")).AsArray().Single()!["planned"]!);

        Assert.Equal(0, (await stack.KickoffAsync("release", "backend-production")).ExitCode);
        Assert.Equal(2, (int)(await stack.AskAsync("status")).AsArray().Single()!["planned"]!);
    }

    [Fact]
    public async Task The_2012_button_is_a_hold_of_four_hours()
    {
        await stack.KickoffAsync("start", "backend-production", "10");
        var held = (await stack.AskAsync("holds")).AsArray().Single()!;
        var lasts = DateTimeOffset.Parse((string)held["until"]!, CultureInfo.InvariantCulture) - TimeProvider.System.GetUtcNow();

        Assert.InRange(lasts, TimeSpan.FromHours(3.9), TimeSpan.FromHours(4));
        await stack.KickoffAsync("release", "backend-production");
    }

    [Fact]
    public async Task Somebody_elses_hold_stays_unless_it_is_replaced_by_name()
    {
        await stack.KickoffAsync("hold", "backend-production", "30", "--until", "2099-01-01T00:00", "--exactly", "--reason", "the final");
        var refused = await stack.KickoffAsync("start", "backend-production", "10");
        var second = await stack.KickoffAsync("hold", "backend-production", "5", "--until", "+1h", "--json");

        Assert.Equal((2, 2), (refused.ExitCode, second.ExitCode));
        Assert.Equal(("", ""), (refused.Output, second.Output));
        Assert.Matches(
            "^backend-production is held at exactly 30 until 2099-01-01 00:00 UTC by .+: the final\\. It stays; --replace ", refused.Error);
        Assert.Equal(30, (int)(await stack.AskAsync("holds")).AsArray().Single()!["servers"]!);

        var replaced = await stack.AskAsync("start", "backend-production", "10", "--replace");
        Assert.Equal(
            ("the final", 10),
            ((string)replaced["instead"]!["reason"]!, (int)(await stack.AskAsync("holds")).AsArray().Single()!["servers"]!));
        await stack.KickoffAsync("release", "backend-production");
        Assert.Null((await stack.AskAsync("start", "backend-production", "3"))["instead"]);
        await stack.KickoffAsync("release", "backend-production");
    }

    [Fact]
    public async Task A_server_is_explained_by_its_groups()
    {
        var server = await stack.LaunchAsync("backend-production", "office");
        var said = await stack.KickoffAsync("explain", server);

        Assert.StartsWith($"# kickoff {server} {server} live 0s\n---\n", said.Output, StringComparison.Ordinal);
        Assert.Contains("  \"kickoff::agent\": {} # office\n", said.Output, StringComparison.Ordinal);
        Assert.Equal(1, (int)(await stack.AskAsync("status")).AsArray().Single()!["running"]!);
    }

    [Fact]
    public async Task A_server_with_copied_tags_is_adopted_and_a_pool_that_is_gone_is_retired()
    {
        var server = await stack.LaunchAsAsync("backend-2025", "backend-production");
        var unasked = await stack.KickoffAsync("pool", "adopt", "backend-2025");
        Assert.Equal(2, unasked.ExitCode);
        Assert.Contains(server, unasked.Error, StringComparison.Ordinal);
        Assert.Contains("pass --yes", unasked.Error, StringComparison.Ordinal);

        var adopted = await stack.AskAsync("pool", "adopt", "backend-2025", "--yes");
        Assert.Equal(server, (string)adopted["adopted"]!.AsArray().Single()!);
        var again = await stack.KickoffAsync("pool", "adopt", "backend-2025", "--yes");
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("Nothing to adopt", again.Error, StringComparison.Ordinal);

        Assert.Equal(server, (string)(await stack.AskAsync("pool", "retire", "backend-2025", "--yes"))["retiring"]!.AsArray().Single()!);
        Assert.True((bool)(await stack.AskAsync("pool", "retire", "backend-2025", "--cancel"))["cancelled"]!);
        Assert.False((bool)(await stack.AskAsync("pool", "retire", "backend-2025", "--cancel"))["cancelled"]!);
    }

    [Theory]
    [InlineData("pool retire backend-production --yes", 2, "fleet.yml has the pool 'backend-production': take it out and deploy first")]
    [InlineData("pool retire nothing --yes", 1, "No server has the tags of this stack and of the pool 'nothing'")]
    [InlineData("pool retire backend-2025 --drain 2h --yes", 2, "--drain is a duration such as 5m, at most 1h")]
    [InlineData("history backend-production", 0, "")]
    [InlineData("explain i-0fedcba9876543210", 1, "EC2 shows no live server of the name i-0fedcba9876543210 in this region.")]
    [InlineData("enrolment reset i-0fedcba9876543210", 1, "")]
    [InlineData("fixtures remove Nothing", 1, "There is no such fixture in 'Nothing'")]
    [InlineData("hold backend-prodution 3 --until +1h", 2, "did you mean 'backend-production'?")]
    [InlineData("hold backend-production 3 --until 2012-01-01T00:00", 2, "is past")]
    [InlineData("status --ledger-table nowhere", 3, "DynamoDB has no such table in this region")]
    public async Task What_is_not_there_is_said_in_one_sentence(string command, int exitCode, string sentence)
    {
        var said = await stack.KickoffAsync(command.Split(' '));

        Assert.Equal(exitCode, said.ExitCode);
        Assert.Contains(sentence, said.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said.Error, StringComparison.Ordinal);
    }
}
