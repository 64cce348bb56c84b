using System.Collections.Immutable;
using Kickoff.Local;
using Kickoff.Local.Emulator;
using Kickoff.Local.Emulator.Calls;
using Kickoff.Local.Events;
using Kickoff.Local.Stage;
using Kickoff.MatchDay.Facts;
using Kickoff.MatchDay.Page;
using Kickoff.MatchDay.Views;
using NodaTime;
using Spectre.Console;

namespace Kickoff.MatchDay.Playing;

/// <summary>The whole of ./run after the build: the world, the day in it, what was checked, the page.</summary>
internal static class Performance
{
    // EC2's boots end well within fleet.yml's boot_time of five minutes.
    private static readonly TimeSpan BootTime = TimeSpan.FromMinutes(4);

    // A copy of an event may come this much later than the first, after younger events.
    private static readonly TimeSpan Lateness = TimeSpan.FromMinutes(6);

    public static async Task<int> RunAsync(Wanted wanted, CancellationToken cancel)
    {
        var console = AnsiConsole.Console;
        if (Console.IsOutputRedirected)
        {
            // Lines of a log are not to be folded.
            console.Profile.Width = 1000;
        }

        var plan = DayPlan.Read(wanted, SystemClock.Instance.GetCurrentInstant());
        foreach (var note in plan.Notes)
        {
            console.WriteLine(note);
        }

        var script = wanted.Feed ? SourceScript.Of(plan) : [];
        var clock = new SteppedClock(plan.From.ToDateTimeOffset());
        var directory = Checkout.NewWorkDirectory("matchday");
        await using var world = await World.StartAsync(Options(wanted, directory, clock, script), cancel);
        var classifier = new Classifier(world);
        if (!wanted.Feed)
        {
            await Day.ImportAsync(world, plan, cancel);
        }

        if (Settings.PublishedFunctions is null)
        {
            await Classifier.WarmUpAsync(world, Day.Classifications, cancel);
        }

        var day = new Day(world, plan, clock, classifier, wanted.Feed ? new FedDay(world, script) : null);
        var live = !Console.IsOutputRedirected && console.Profile.Capabilities.Ansi;
        IDayView view = live ? new LiveView(plan, console) : new PlainView(Console.Out);
        var story = await view.ShowAsync(show => day.PlayAsync(show, cancel));
        plan = story.Moments[^1].Plan;

        Fact[] facts =
        [
            InServiceBeforeKickoff.Of(plan, story),
            RegisteredOnce.Of(world, story),
            Classified.Of(world, story),
            DrainedThenEnded.Of(world, plan, story),
            NothingFailed.Of(world, story),
            .. wanted.Feed ? [FollowedItsSource.Of(story.Source)] : (Fact[])[],
        ];
        if (story.Classifications.Values.FirstOrDefault(one => one.ExitCode == 0) is { } shown)
        {
            await Console.Out.WriteLineAsync($"\nWhat puppet/enc said of {shown.Certname}:\n\n{shown.Output}");
        }

        Summary.Write(console, facts);
        var page = Path.Combine(Checkout.Root, "out", "matchday.html");
        Directory.CreateDirectory(Path.GetDirectoryName(page)!);
        await File.WriteAllTextAsync(page, MatchDayPage.Write(plan, story, facts), cancel);
        await Console.Out.WriteLineAsync($"\nThe day as a page: {Path.GetRelativePath(Environment.CurrentDirectory, page)}");

        var holds = facts.All(fact => fact.Holds);
        if (wanted.Keep)
        {
            await StayingUp.UntilInterruptedAsync(world, classifier, story, cancel);
        }
        else if (!holds)
        {
            await Console.Out.WriteLineAsync(
                $"Logs of the functions and of moto: {Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(directory, "log"))}");
        }

        return holds ? 0 : 1;
    }

    private static WorldOptions Options(Wanted wanted, string directory, SteppedClock clock, ImmutableArray<SourceAct> script) => new()
    {
        Directory = directory,
        Configuration = script is [var first, ..]
            ? FedDay.Configure(wanted.Configuration, Path.Combine(directory, "source"), first.Text!)
            : wanted.Configuration,
        Parameters = new Dictionary<string, string>
        {
            // The day may be of 2012.
            ["MaxTickAge"] = "999999h",
            ["FixtureSources"] = script.IsEmpty ? "false" : "true",
            ["PuppetServerRoleArn"] = $"arn:aws:iam::{Moto.AccountId}:role/puppet-server",
        },
        Behaviour = new EmulatorBehaviour { Clock = clock, BootTime = BootTime },
        Events = new EventPumpOptions { Copies = 3, Lateness = Lateness },
        BatchWindow = TimeSpan.FromMilliseconds(20),
        // Real seconds: nothing fails on a good day, so nothing waits for it.
        VisibilityTimeout = TimeSpan.FromSeconds(5),
    };
}
