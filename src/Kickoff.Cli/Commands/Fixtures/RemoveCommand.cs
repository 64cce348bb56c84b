using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Kickoff.Core.Fixtures;

namespace Kickoff.Cli.Commands.Fixtures;

internal static class RemoveCommand
{
    private const int Shown = 10;

    public static Command Create(Globals globals)
    {
        var (competition, id) = Which();
        var yes = new Option<bool>("--yes") { Description = "Do not ask" };
        var command = new Command(
            "remove",
            "Takes a competition's fixtures away, or one: they ask for nothing, whatever their source says of them, until kickoff fixtures "
                + "restore.\nExample: kickoff fixtures remove \"Euro 2012\"") { competition, id, yes };
        command.SetAction(async (parse, cancel) =>
        {
            var table = globals.Fixtures(parse);
            var found = await FindAsync(table, parse.GetValue(competition)!, parse.GetValue(id), fixture => fixture.RemovedBy is null,
                cancel);
            if (!parse.GetValue(yes))
            {
                Show(found);
            }

            if (!Confirmation.IsGiven(string.Create(CultureInfo.InvariantCulture, $"Remove these {found.Length}?"), parse.GetValue(yes)))
            {
                throw new CommandException(ExitCodes.No, "Nothing removed.");
            }

            var now = Globals.Clock.GetCurrentInstant();
            await table.PutAsync(
                [.. found.Select(fixture => fixture with { Retired = now, RemovedBy = Settings.User })], null, cancel);
            Tell(globals.Output(parse), found.Length, "removed");
            return ExitCodes.Done;
        });
        return command;
    }

    public static Command CreateRestore(Globals globals)
    {
        var (competition, id) = Which();
        var command = new Command(
            "restore",
            "Puts back what was removed.\nExample: kickoff fixtures restore \"Euro 2012\"") { competition, id };
        command.SetAction(async (parse, cancel) =>
        {
            var table = globals.Fixtures(parse);
            var found = await FindAsync(
                table, parse.GetValue(competition)!, parse.GetValue(id), fixture => fixture.RemovedBy is not null, cancel);
            await table.PutAsync([.. found.Select(fixture => fixture with { Retired = null, RemovedBy = null })], null, cancel);
            Tell(globals.Output(parse), found.Length, "restored");
            return ExitCodes.Done;
        });
        return command;
    }

    private static (Argument<string> Competition, Argument<string?> Id) Which() => (
        new Argument<string>("COMPETITION") { Description = "As kickoff fixtures list shows it" },
        new Argument<string?>("ID")
        {
            Description = "One fixture (default: all of the competition)",
            Arity = ArgumentArity.ZeroOrOne,
        });

    private static async Task<Fixture[]> FindAsync(
        IFixtures table, string competition, string? id, Func<Fixture, bool> which, CancellationToken cancel)
    {
        var found = (await table.OfCompetitionAsync(competition, cancel))
            .Where(fixture => (id is null || fixture.Key.Id == id) && which(fixture))
            .OrderBy(fixture => fixture.Begin).ToArray();
        return found.Length > 0 ? found : throw new CommandException(
            ExitCodes.No, $"There is no such fixture in '{competition}'; kickoff fixtures list shows competitions and ids.");
    }

    private static void Show(Fixture[] found)
    {
        foreach (var fixture in found.Take(Shown))
        {
            Console.Error.WriteLine($"{FixturesCommand.When(fixture)}  {fixture.Name}  {fixture.Key.Id}");
        }

        if (found.Length > Shown)
        {
            Console.Error.WriteLine($"and {found.Length - Shown} more");
        }
    }

    private static void Tell(Output output, int count, string what)
    {
        output.Line(string.Create(CultureInfo.InvariantCulture, $"{count} fixtures {what}"));
        if (output.IsJson)
        {
            output.Json(new JsonObject { [what] = count });
        }
    }
}
