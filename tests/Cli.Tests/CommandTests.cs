namespace Kickoff.Cli.Tests;

public sealed class CommandTests
{
    public static TheoryData<string> Commands =>
        [
            "lint", "plan", "simulate", "fixtures import", "fixtures list", "fixtures remove", "status", "hold", "holds", "release",
            "start", "explain", "history", "enrolment reset"];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_command_has_help_with_an_example(string command)
    {
        var said = await KickoffCommand.RunAsync([.. command.Split(' '), "--help"]);

        Assert.Equal(0, said.ExitCode);
        Assert.Contains("Example: kickoff " + command, said.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_configuration_that_comes_with_Kickoff_has_no_fault()
    {
        var said = await KickoffCommand.RunAsync("lint", "config");

        Assert.Equal(new Said(0, "config: no fault\n", ""), said);
    }

    [Fact]
    public async Task Every_fault_is_told_with_file_and_line()
    {
        var folder = Directory.CreateTempSubdirectory("kickoff-lint-");
        try
        {
            await File.WriteAllTextAsync(
                Path.Combine(folder.FullName, "node_groups.yml"), "web:\n  classes: [Bad Name]\n  parameters: {title: x}\n");
            await File.WriteAllTextAsync(
                Path.Combine(folder.FullName, "fleet.yml"),
                "pools:\n  web:\n    launch: {image: ami-1, instance_types: [m7i.large], subnets: [a], security_groups: [b]}\n"
                    + "    capacity: {maximum: many, redy_before: 5m}\n");
            var said = await KickoffCommand.RunAsync("lint", folder.FullName);

            Assert.Equal(2, said.ExitCode);
            Assert.Contains("node_groups.yml:2: ", said.Error, StringComparison.Ordinal);
            Assert.Contains("node_groups.yml:3: ", said.Error, StringComparison.Ordinal);
            Assert.Contains("fleet.yml:3: ", said.Error, StringComparison.Ordinal);
            Assert.Contains("'maximum' is a whole number", said.Error, StringComparison.Ordinal);
            Assert.Contains("did you mean 'ready_before'?", said.Error, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_season_is_replayed_and_no_kickoff_missed()
    {
        var said = await KickoffCommand.RunAsync("simulate", "data/fixtures/bundesliga-2024-25.json", "--zone", "Europe/Berlin");

        Assert.Equal(0, said.ExitCode);
        Assert.Contains("305 kickoffs, 0 missed", said.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_season_in_which_servers_do_not_come_up_says_which_kickoffs_were_missed()
    {
        var said = await KickoffCommand.RunAsync(
            "simulate", "data/fixtures/bundesliga-2024-25.json", "--zone", "Europe/Berlin", "--never-up", "0.8");

        Assert.Equal(1, said.ExitCode);
        Assert.Contains("missed: 2024-", said.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("paln", "Did you mean 'plan'?")]
    [InlineData(
        "plan --fixtures data/fixtures/euro-2012.json --html /nonexistent/plan.html",
        "--html '/nonexistent/plan.html' cannot be written: ")]
    [InlineData("plan --fixtures data/fixtures/euro-2012.json --html config", "--html 'config' cannot be written: ")]
    [InlineData("plan --fixtures data/fixtures/euro-2012.json --until 9999-12-31", "--until takes a time from 1850 to 2200")]
    [InlineData(
        "plan --fixtures data/fixtures/euro-2012.json --price m7i.large=1 --price m7i.large=2", "--price gives m7i.large two prices.")]
    [InlineData("holds", "Which AWS region? Pass --region or set AWS_REGION.")]
    [InlineData("start backend-production many", "Try: kickoff start --help")]
    [InlineData("enrolment reset web1 --region eu-west-1", "'web1' is no instance id")]
    [InlineData("history backend-production --region eu-west-1", "Which ledger table?")]
    [InlineData("history backend-production --region eu-west-1 --ledger-table ledger", "There are no AWS credentials")]
    public async Task What_is_wrong_is_one_sentence_that_says_what_to_do(string command, string sentence)
    {
        var said = await KickoffCommand.RunAsync(command.Split(' '));

        Assert.NotEqual(0, said.ExitCode);
        Assert.Contains(sentence, said.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said.Error, StringComparison.Ordinal);
    }
}
