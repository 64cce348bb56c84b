using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Kickoff.Core.Fixtures;
using Kickoff.Fixtures;
using NodaTime;
using Spectre.Console;

namespace Kickoff.Cli.Commands;

internal static class FixturesCommand
{
    public static Command Create(Globals globals) =>
        new(
            "fixtures",
            "The fixtures table: import, list, remove.\n"
                + "Example: kickoff fixtures import data/fixtures/bundesliga-2025-26.json --zone Europe/Berlin")
        {
            Import(globals), List(globals), Remove(globals),
        };

    private static Command Import(Globals globals)
    {
        var file = new Argument<string>("FILE")
        {
            Description = "openfootball, fixturedownload, iCalendar or football-data.org; told by the content",
        };
        var sources = new FixtureSources();
        var partial = new Option<bool>("--partial") { Description = "Take the good rows though others are rejected" };
        var dry = new Option<bool>("--dry-run") { Description = "Say what would change, and change nothing" };
        var command = new Command(
            "import",
            "Brings a file's fixtures into the table. Twice changes nothing; a moved match moves; another source's fixtures are left "
                + "alone.\nExample: kickoff fixtures import season.ics --competition Liga")
        {
            file, sources.Zone, sources.Competition, partial, dry,
        };
        command.SetAction(async (parse, cancel) =>
        {
            var output = globals.Output(parse);
            var name = parse.GetValue(file)!;
            var read = FixtureSources.ReadFile(name, parse.GetValue(sources.Zone), parse.GetValue(sources.Competition));
            foreach (var row in read.Rejected)
            {
                await Console.Error.WriteLineAsync($"{name}:{row.Line}: {row.Reason}");
            }

            if (!read.Rejected.IsEmpty && !parse.GetValue(partial))
            {
                throw new CommandException(ExitCodes.Faulty, string.Create(
                    CultureInfo.InvariantCulture,
                    $"Nothing imported: {read.Rejected.Length} rows are rejected. Put them right, or pass --partial for the "
                        + $"{read.Fixtures.Length} others."));
            }

            var table = globals.Fixtures(parse);
            var existing = new List<Fixture>();
            foreach (var competition in read.Fixtures.Select(fixture => fixture.Competition).Distinct(StringComparer.Ordinal))
            {
                existing.AddRange(await table.OfCompetitionAsync(competition, cancel));
            }

            var import = FixtureImport.Of(existing, read.Fixtures);
            if (!parse.GetValue(dry))
            {
                await WriteAsync(table, [.. import.ToPut], cancel);
            }

            Tell(output, read, import, parse.GetValue(dry));
            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task WriteAsync(IFixtures table, IReadOnlyCollection<Fixture> fixtures, CancellationToken cancel)
    {
        if (!Output.IsTerminal || fixtures.Count < 100)
        {
            await table.PutAsync(fixtures, null, cancel);
            return;
        }

        await AnsiConsole.Progress().StartAsync(async context =>
        {
            var bar = context.AddTask("importing", maxValue: fixtures.Count);
            await table.PutAsync(fixtures, new Bar(bar), cancel);
        });
    }

    private static void Tell(Output output, ImportResult read, FixtureImport import, bool dry)
    {
        if (output.IsJson)
        {
            output.Json(new JsonObject
            {
                ["format"] = read.Format,
                ["new"] = import.New.Length,
                ["moved"] = Output.Array(
                    import.Moved,
                    moved => new JsonObject
                    {
                        ["fixture"] = Name(moved.Is),
                        ["was"] = moved.Was.Kickoff?.ToString(),
                        ["is"] = moved.Is.Kickoff?.ToString(),
                    }),
                ["changed"] = import.Changed.Length,
                ["unchanged"] = import.Unchanged,
                ["ofAnotherSource"] = import.Foreign.Length,
                ["rejected"] = read.Rejected.Length,
                ["written"] = !dry,
            });
            return;
        }

        foreach (var note in read.Notes.Concat(import.Foreign))
        {
            output.Line("note: " + note);
        }

        foreach (var moved in import.Moved)
        {
            output.Line($"moved: {Name(moved.Is)}, from {When(moved.Was)} to {When(moved.Is)}");
        }

        var timeless = read.Fixtures.Count(fixture => fixture.Kickoff is null);
        output.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{read.Format}: {import.New.Length} new, {import.Moved.Length} moved, {import.Changed.Length} changed, "
                + $"{import.Unchanged} unchanged, {import.Foreign.Length} of another source, {read.Rejected.Length} rejected"
                + $"{(timeless > 0 ? $"; {timeless} have no kickoff time yet and ask for their whole day" : "")}"
                + $"{(dry ? "; nothing written (--dry-run)" : "")}"));
    }

    private static Command List(Globals globals)
    {
        var from = new Option<string?>("--from") { Description = "First day (default: today)" };
        var until = new Option<string?>("--until") { Description = "Last day (default: 7 days later)" };
        var command =
            new Command(
                "list", "The fixtures of some days.\nExample: kickoff fixtures list --from 2026-06-11 --until 2026-06-14") { from, until };
        command.SetAction(async (parse, cancel) =>
        {
            var now = Globals.Clock.GetCurrentInstant();
            var begin = (parse.GetValue(from) is { } text ? Times.Parse(text, "--from", now) : now).InUtc().Date;
            var end = parse.GetValue(until) is { } last ? Times.Parse(last, "--until", now).InUtc().Date : begin.PlusDays(7);
            var fixtures = (await globals.Fixtures(parse).OnDaysAsync(begin, end, cancel)).OrderBy(fixture => fixture.Day).ThenBy(
                fixture => fixture.Kickoff).ThenBy(fixture => fixture.Key.Id, StringComparer.Ordinal).ToArray();
            var output = globals.Output(parse);
            if (output.IsJson)
            {
                output.Json(Output.Array(fixtures, fixture => new JsonObject
                {
                    ["competition"] = fixture.Competition,
                    ["id"] = fixture.Key.Id,
                    ["round"] = fixture.Round,
                    ["home"] = fixture.Home,
                    ["away"] = fixture.Away,
                    ["day"] = $"{fixture.Day:uuuu-MM-dd}",
                    ["kickoff"] = fixture.Kickoff?.ToString(),
                    ["zone"] = fixture.Zone,
                    ["status"] = fixture.Status.ToString(),
                    ["knockout"] = fixture.Knockout,
                    ["source"] = fixture.Source,
                }));
                return ExitCodes.Done;
            }

            output.Table(
                ["kickoff (UTC)", "fixture", "status", "competition", "id"],
                [
                    .. fixtures.Select(
                        fixture =>
                            (IReadOnlyList<string>)[
                                When(fixture), $"{fixture.Home} v {fixture.Away}", fixture.Status.ToString(),
                                $"{fixture.Competition}, {fixture.Round}", fixture.Key.Id])]);
            output.Line(
                string.Create(CultureInfo.InvariantCulture, $"{fixtures.Length} fixtures from {begin:uuuu-MM-dd} to {end:uuuu-MM-dd}"));
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Remove(Globals globals)
    {
        var competition = new Argument<string>("COMPETITION") { Description = "As kickoff fixtures list shows it" };
        var id = new Argument<string?>("ID")
        {
            Description = "One fixture (default: all of the competition)",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command =
            new Command(
                "remove", "Removes a competition's fixtures, or one.\nExample: kickoff fixtures remove \"Euro 2012\"") { competition, id };
        command.SetAction(async (parse, cancel) =>
        {
            var table = globals.Fixtures(parse);
            var name = parse.GetValue(competition)!;
            var one = parse.GetValue(id);
            var found = (await table.OfCompetitionAsync(name, cancel)).Where(fixture => one is null || fixture.Key.Id == one).Select(
                fixture => fixture.Key).ToArray();
            if (found.Length == 0)
            {
                throw new CommandException(
                    ExitCodes.No, $"There is no such fixture in '{name}'; kickoff fixtures list shows competitions and ids.");
            }

            await table.RemoveAsync(found, cancel);
            globals.Output(parse).Line(string.Create(CultureInfo.InvariantCulture, $"{found.Length} fixtures removed"));
            if (globals.Output(parse).IsJson)
            {
                globals.Output(parse).Json(new JsonObject { ["removed"] = found.Length });
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static string Name(Fixture fixture) => $"{fixture.Home} v {fixture.Away}";

    private static string When(Fixture fixture) =>
        fixture.Kickoff is { } kickoff ? Times.Show(kickoff) : $"{fixture.Day:uuuu-MM-dd} all day";

    private sealed class Bar(ProgressTask task) : IProgress<int>
    {
        public void Report(int value) => task.Value = value;
    }
}
