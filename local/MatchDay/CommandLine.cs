using System.CommandLine;
using Kickoff.Local;
using NodaTime.Text;

namespace Kickoff.MatchDay;

/// <summary>The command line of ./run.</summary>
internal static class CommandLine
{
    private const string SemiFinal = "2012-06-28";

    public static async Task<int> RunAsync(string[] arguments, Func<Wanted, CancellationToken, Task<int>> play, CancellationToken cancel)
    {
        var fixtures = new Option<string>("--fixtures")
        {
            Description = "A file of fixtures (openfootball, fixturedownload, iCalendar, football-data.org)",
            DefaultValueFactory = _ => Path.Combine(Checkout.Root, "data", "fixtures", "euro-2012.json"),
        };
        var day = new Option<string>("--day") { Description = "The day to play, as 2012-06-28", DefaultValueFactory = _ => SemiFinal };
        var zone = new Option<string?>("--zone") { Description = "IANA time zone of the file's local times, where it does not say" };
        var config = new Option<string>("--config")
        {
            Description = "The configuration to run with",
            DefaultValueFactory = _ => Path.Combine(Checkout.Root, "config"),
        };
        var keep = new Option<bool>("--keep") { Description = "Leave the world up afterwards, and say how to ask it things" };
        var feed = new Option<bool>("--feed")
        {
            Description = "Let FixtureFeed bring the day's matches, from a source that moves a kickoff, dies and comes back",
        };
        day.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !LocalDatePattern.Iso.Parse(result.Tokens[0].Value).Success)
            {
                result.AddError($"'{result.Tokens[0].Value}' is no day: --day 2012-06-28");
            }
        });
        var root = new RootCommand("Plays one match day, end to end, on this machine.") { fixtures, day, zone, config, keep, feed };
        root.SetAction((parsed, token) => play(
            new Wanted
            {
                FixturesFile = parsed.GetRequiredValue(fixtures),
                Day = LocalDatePattern.Iso.Parse(parsed.GetRequiredValue(day)).Value,
                Zone = parsed.GetValue(zone),
                Configuration = parsed.GetRequiredValue(config),
                Keep = parsed.GetValue(keep),
                Feed = parsed.GetValue(feed),
            },
            token));
        return await root.Parse(arguments).InvokeAsync(
            new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, cancel);
    }
}
