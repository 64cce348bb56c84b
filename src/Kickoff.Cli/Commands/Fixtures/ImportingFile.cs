using System.Collections.Immutable;
using System.CommandLine;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Fixtures.Sources;
using Kickoff.Fixtures;
using NodaTime;

namespace Kickoff.Cli.Commands.Fixtures;

/// <summary>One file on its way into the table.</summary>
internal sealed class ImportingFile(FixtureSource source, bool isNamed, ImportResult read, string file)
{
    public async Task<int> RunAsync(
        Globals globals, ParseResult parse, FixtureSettings settings, bool dry, bool accept, Func<int, Func<IProgress<int>?, Task>,
            Task> write,
        CancellationToken cancel)
    {
        var now = Globals.Clock.GetCurrentInstant();
        var table = globals.Fixtures(parse);
        var states = isNamed ? globals.FixtureSources(parse) : new NoSources();
        var state = await states.ReadAsync(source.Name, cancel);
        var (rows, foreign) = isNamed ? (read.Rows, []) : await OwnRowsAsync(table, settings, cancel);
        // What is rejected is not missing.
        var answer = new SourceAnswer(rows, read.Rejected.IsEmpty && !read.IsPart, now);
        var import = new SourceImport(table, globals.PoolsIfThere(parse), settings.Names);
        var outcome = dry ? await import.JudgeAsync(source, state, answer, cancel)
            : await TakeAsync(new SourceIntake(states, import), state, answer, new() { Accept = accept, Show = write }, cancel);
        var waits = outcome.Waits && !accept && state.Accepted != outcome.Judgement.Print;
        new ImportTold(read, outcome, foreign).Tell(globals.Output(parse), dry);
        if (!waits)
        {
            return ExitCodes.Done;
        }

        foreach (var objection in outcome.Judgement.Objections)
        {
            await Console.Error.WriteLineAsync($"{file}: it would take away {objection}");
        }

        throw new CommandException(ExitCodes.Faulty, isNamed
            ? $"Nothing imported. Pass --accept, or say kickoff fixtures accept {source.Name} and import it again."
            : "Nothing imported. Pass --accept where that is meant.");
    }

    private static IEnumerable<string> Competitions(ImmutableArray<FixtureRow> rows) => rows.Select(row => row.Fixture.Competition)
        .Distinct();

    private async Task<ImportOutcome> TakeAsync(
        SourceIntake intake, SourceState state, SourceAnswer answer, IntakeOptions options, CancellationToken cancel)
    {
        var taken = await intake.TakeAsync(source, state, answer, options, cancel);
        return taken.State is not null ? taken.Outcome : throw new CommandException(
            ExitCodes.Faulty, $"Somebody else imports {source.Name} at this moment. Importing again is safe.");
    }

    /// <summary>A match that a named source has is not brought in a second time.</summary>
    private async Task<(ImmutableArray<FixtureRow> Rows, ImmutableArray<string> Foreign)> OwnRowsAsync(
        IFixtures table, FixtureSettings settings, CancellationToken cancel)
    {
        var others = new Dictionary<(string, string, LocalDate), string>();
        foreach (var competition in Competitions(read.Rows))
        {
            foreach (var fixture in (await table.OfCompetitionAsync(competition, cancel))
                .Where(one => one.Source != source.Name && one.Retired is null))
            {
                others[Named(fixture)] = fixture.Source;
            }
        }

        var foreign = read.Rows.Where(row => others.ContainsKey(Named(row.Fixture))).ToHashSet();
        return ([.. read.Rows.Where(row => !foreign.Contains(row))],
            [.. foreign.Select(row => $"{row.Fixture.Name} is {others[Named(row.Fixture)]}'s already")]);

        (string, string, LocalDate) Named(Fixture fixture) =>
            (settings.Names.Of(fixture.Home), settings.Names.Of(fixture.Away), fixture.Day);
    }
}
