using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Kickoff.Simulation.Season;
using NodaTime;
using Spectre.Console;

namespace Kickoff.Cli.Commands;

internal static class SimulateCommand
{
    public static Command Create(Globals globals)
    {
        var file = new Argument<string>("FIXTURES") { Description = "A season's file" };
        var sources = new FixtureSources();
        var neverUp = new Option<double>("--never-up") { Description = "Share of servers that never come up, 0 to 0.9" };
        var shortage = new Option<double>("--shortage")
        {
            Description = "Share of the time in which a type has no capacity in a subnet, 0 to 0.9",
        };
        var seed = new Option<int>("--seed") { Description = "The same seed replays the same season", DefaultValueFactory = _ => 1 };
        var command = new Command(
            "simulate",
            "Replays a season in virtual time: servers ready at each kickoff, launches, hours, alarms; exit 1 when a kickoff was missed.\n"
                + "Example: kickoff simulate data/fixtures/bundesliga-2024-25.json --zone Europe/Berlin")
        {
            file, sources.Zone, sources.Competition, neverUp, shortage, seed,
        };
        command.SetAction((parse, cancel) =>
        {
            var read = FixtureSources.ReadFile(
                parse.GetValue(file)!, globals.Folder(parse).Fixtures(), null, parse.GetValue(sources.Zone),
                parse.GetValue(sources.Competition));
            if (read.Rejected is [var first, ..])
            {
                throw new CommandException(ExitCodes.Faulty, $"{parse.GetValue(file)}:{first.Line}: {first.Reason}");
            }

            var request = new SeasonRequest
            {
                Pools = globals.Folder(parse).Pools(),
                Fixtures = read.Fixtures,
                NeverUp = Share(parse.GetValue(neverUp), "--never-up"),
                Shortages = new Shortages(Share(parse.GetValue(shortage), "--shortage"), Duration.FromHours(1)),
                Seed = (ulong)Math.Max(1, parse.GetValue(seed)),
            };
            var report = Run(request, cancel);
            Show(globals.Output(parse), report);
            return Task.FromResult(report.Missed > 0 ? ExitCodes.No : ExitCodes.Done);
        });
        return command;
    }

    private static SeasonReport Run(SeasonRequest request, CancellationToken cancel)
    {
        if (!Output.IsTerminal)
        {
            return SeasonReplay.Run(request, null, cancel);
        }

        SeasonReport? report = null;
        AnsiConsole.Progress().Start(context =>
        {
            var bar = context.AddTask("replaying", maxValue: 1);
            report = SeasonReplay.Run(request, new Bar(bar), cancel);
        });
        return report!;
    }

    private static double Share(double share, string option) =>
        share is >= 0 and <= 0.9 ? share : throw new CommandException(ExitCodes.Faulty, $"{option} is a share from 0 to 0.9.");

    private static void Show(Output output, SeasonReport report)
    {
        if (output.IsJson)
        {
            output.Json(new JsonObject
            {
                ["from"] = report.From.ToString(),
                ["until"] = report.Until.ToString(),
                ["kickoffs"] = report.Kickoffs.Length,
                ["missed"] = report.Missed,
                ["alarms"] = report.Alarms,
                ["worstLatenessSeconds"] = report.WorstLateness?.TotalSeconds,
                ["pools"] = Output.Array(report.Pools, pool => new JsonObject
                {
                    ["pool"] = pool.Pool,
                    ["launches"] = pool.Launches,
                    ["servers"] = pool.Servers,
                    ["peak"] = pool.Peak,
                    ["serverHours"] = Math.Round(pool.ServerHours, 1),
                    ["alwaysAtPeakHours"] = Math.Round(pool.AlwaysAtPeak, 1),
                }),
                ["missedKickoffs"] = Output.Array(report.Kickoffs.Where(kickoff => kickoff.Missed), kickoff => new JsonObject
                {
                    ["kickoff"] = kickoff.Kickoff.ToString(),
                    ["fixture"] = $"{kickoff.Fixture.Home} v {kickoff.Fixture.Away}",
                    ["due"] = kickoff.Due,
                    ["ready"] = kickoff.Ready,
                }),
            });
            return;
        }

        foreach (var pool in report.Pools)
        {
            output.Line(string.Create(
                CultureInfo.InvariantCulture,
                $"{pool.Pool}: {pool.Servers} servers in {pool.Launches} launches, at most {pool.Peak} at once; {pool.ServerHours:0} "
                    + $"server-hours, always at the peak {pool.AlwaysAtPeak:0}"));
        }

        foreach (var kickoff in report.Kickoffs.Where(kickoff => kickoff.Missed))
        {
            output.Line(string.Create(
                CultureInfo.InvariantCulture,
                $"missed: {Times.Show(kickoff.Kickoff)} {kickoff.Fixture.Home} v {kickoff.Fixture.Away}: {kickoff.Ready} of {kickoff.Due} "
                    + $"in service"));
        }

        var worst = report.WorstLateness is { } late ? $"worst lateness {late.TotalMinutes:0} min" : "one was never reached";
        output.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Kickoffs.Length} kickoffs, {report.Missed} missed; {worst}; {report.Alarms} pages by ShortBeforeKickoff"));
    }

    private sealed class Bar(ProgressTask task) : IProgress<double>
    {
        public void Report(double value) => task.Value = value;
    }
}
