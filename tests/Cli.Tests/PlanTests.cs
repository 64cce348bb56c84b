using System.Text.Json;

namespace Kickoff.Cli.Tests;

public sealed class PlanTests
{
    private static readonly string[] SemiFinal = [
        "plan", "--fixtures", "data/fixtures/euro-2012.json", "--from", "2012-06-28", "--until", "2012-06-29"];

    [Fact]
    public async Task The_semi_final_is_planned_with_reasons_a_chart_and_costs()
    {
        var said = await KickoffCommand.RunAsync([.. SemiFinal, "--price", "m7i.large=0.1008"]);

        Assert.Equal("", said.Error);
        Assert.Equal(0, said.ExitCode);
        Assert.Equal(KickoffCommand.Golden("plan-semi-final"), said.Output);
    }

    [Fact]
    public async Task The_same_in_JSON_for_scripts()
    {
        var said = await KickoffCommand.RunAsync([.. SemiFinal, "--json"]);
        using var json = JsonDocument.Parse(said.Output);

        Assert.Equal(
            [2, 20, 2], json.RootElement[0].GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("servers").GetInt32()));
    }

    [Fact]
    public async Task And_as_a_page_that_needs_nothing_else()
    {
        var page = Path.GetTempFileName();
        try
        {
            Assert.Equal(0, (await KickoffCommand.RunAsync([.. SemiFinal, "--html", page])).ExitCode);
            var html = await File.ReadAllTextAsync(page);

            Assert.Contains("Germany v Italy", html, StringComparison.Ordinal);
            Assert.Contains("prefers-color-scheme:dark", html, StringComparison.Ordinal);
            Assert.DoesNotContain("src=", html, StringComparison.Ordinal);
            Assert.DoesNotContain("http://", html, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(page);
        }
    }

    [Theory]
    [InlineData("--price", "cheap", "--price takes TYPE=USD")]
    [InlineData("--until", "soon", "--until takes a time in UTC")]
    [InlineData("--until", "2012-06-27", "--until is not after --from")]
    [InlineData("--pool", "backend-prodution", "did you mean 'backend-production'?")]
    [InlineData("--fixtures", "nowhere.json", "There is no file 'nowhere.json'")]
    public async Task A_wrong_argument_is_answered_with_what_is_right(string option, string value, string answer)
    {
        var said = await KickoffCommand.RunAsync(
            ["plan", "--fixtures", "data/fixtures/euro-2012.json", "--from", "2012-06-28", option, value]);

        Assert.Equal(2, said.ExitCode);
        Assert.Contains(answer, said.Error, StringComparison.Ordinal);
    }
}
