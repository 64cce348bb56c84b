using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Fixtures.Sources;
using Kickoff.Core.Scaling;
using Kickoff.Core.Scaling.Rules;
using NodaTime;

namespace Kickoff.Cli.Commands;

internal static class PlanCommand
{
    public static Command Create(Globals globals)
    {
        var sources = new FixtureSources();
        var from = new Option<string?>("--from") { Description = "Begin, UTC (default: now; with --fixtures the first kickoff's day)" };
        var until = new Option<string?>("--until") { Description = "End, UTC (default: 7 days after the begin)" };
        var pool = new Option<string?>("--pool") { Description = "One pool only" };
        var html = new Option<string?>("--html") { Description = "Also write the plan as a page" };
        var prices = new Option<string[]>("--price")
        {
            Description = "TYPE=USD an hour, such as m7i.large=0.1008; may be given several times",
        };
        var against = new Option<string?>("--against")
        {
            Description = "A stack: only what this checkout would change in its plan, for a pull request",
        };
        var command = new Command(
            "plan",
            "The servers each pool is to have, step by step, and why.\n"
                + "Example: kickoff plan --fixtures data/fixtures/euro-2012.json --from 2012-06-28 --until 2012-06-29\n"
                + "Example: kickoff plan --against kickoff")
        {
            sources.Files, sources.Zone, sources.Competition, from, until, pool, html, prices, against,
        };
        command.SetAction(async (parse, cancel) =>
        {
            var pools = globals.Folder(parse).Pools();
            if (parse.GetValue(pool) is { } only)
            {
                pools = [globals.Pool(parse, only)];
            }

            var files = sources.Read(parse, globals.Folder(parse).Fixtures());
            var now = Globals.Clock.GetCurrentInstant();
            var begin = parse.GetValue(from) is { } text ? Times.Parse(text, "--from", now) : FirstDay(files) ?? now;
            var end = parse.GetValue(until) is { } last ? Times.Parse(last, "--until", now) : begin + Duration.FromDays(7);
            if (end <= begin)
            {
                throw new CommandException(ExitCodes.Faulty, "--until is not after --from.");
            }

            if (parse.GetValue(against) is { } stack)
            {
                return await new PlanAgainst(globals, parse, stack, begin, end).RunAsync(files, cancel);
            }

            var about = FixtureDays.About(pools, begin, end);
            var agreed = files is { } read
                ? new AgreedFixtures(read, [])
                : await globals.AgreeingFixtures(parse).AgreedOnDaysAsync(about.From, about.Until, cancel);
            var fixtures = agreed.Fixtures;
            var costs = PriceList.Parse(parse.GetValue(prices) ?? []);
            var plans = new List<PlannedPool>();
            foreach (var one in pools)
            {
                var hold = files is null ? (await globals.Pools(parse).ReadAsync(one.Name, cancel)).Hold : null;
                plans.Add(new PlannedPool(one, CapacityTimeline.Of(fixtures, hold, one, begin, end), begin, end));
            }

            // A file is a whole season; of the table only these days are read.
            var notes = RuleNotes.Of([.. plans.Select(plan => plan.Pool)], fixtures).ToArray();
            Show(globals.Output(parse), plans, costs, notes);
            foreach (var (one, finding) in notes)
            {
                globals.Output(parse).Line($"note: {one.Name}: {finding.Text}");
            }

            foreach (var disagreement in agreed.Disagreements)
            {
                globals.Output(parse).Line($"note: sources disagree: {disagreement.Text}");
            }

            foreach (var line in RuleNotes.WithoutRule(
                globals.Folder(parse).Pools(), fixtures.Where(fixture => fixture.Begin < end), begin))
            {
                globals.Output(parse).Line($"note: {line}");
            }

            if (parse.GetValue(html) is { } page)
            {
                await WriteAsync(page, PlanPage.Render(plans, fixtures), cancel);
                globals.Output(parse).Line($"Written: {page}");
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task WriteAsync(string file, string page, CancellationToken cancel)
    {
        try
        {
            await File.WriteAllTextAsync(file, page, cancel);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CommandException(ExitCodes.Faulty, $"--html '{file}' cannot be written: {error.Message}");
        }
    }

    private static Instant? FirstDay(ImmutableArray<Fixture>? fixtures) =>
        fixtures is [var first, ..] all ? all.Min(fixture => fixture.Day).AtMidnight().InUtc().ToInstant() : null;

    private static void Show(Output output, List<PlannedPool> plans, PriceList prices, (Pool Pool, RuleFinding Finding)[] notes)
    {
        if (output.IsJson)
        {
            output.Json(Output.Array(plans, plan =>
            {
                var json = plan.Json(prices);
                json["rules"] = Output.Array(
                    notes.Where(note => note.Pool == plan.Pool).Select(note => note.Finding), RuleNotes.Json);
                return json;
            }));
            return;
        }

        foreach (var plan in plans)
        {
            output.Line($"{plan.Pool.Name}, {Times.Show(plan.From)} to {Times.Show(plan.Until)} UTC");
            var steps = plan.Changes;
            output.Table(
                ["from (UTC)", "servers", "why"],
                [.. steps.Select((step, index) => (IReadOnlyList<string>)
                [
                    Times.Show(step.At),
                    step.Desired.ToString(CultureInfo.InvariantCulture)
                        + (
                            index == 0
                                ? ""
                                : step.Desired > steps[index - 1].Desired
                                ? " up"
                                : step.Desired < steps[index - 1].Desired
                                ? " down"
                                : ""),
                    step.Reasons.IsEmpty ? "nothing asks for more" : string.Join("; ", step.Reasons.Select(reason => reason.Text)),
                ])]);
            output.Line(PlanChart.Render(plan));
            foreach (var line in plan.Summary(prices))
            {
                output.Line(line);
            }

            output.Line();
        }
    }
}
