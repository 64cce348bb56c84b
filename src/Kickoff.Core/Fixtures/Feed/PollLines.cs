using System.Collections.Immutable;
using System.Globalization;
using Kickoff.Core.Fixtures.Recognition;
using Kickoff.Core.Fixtures.Sources;
using Kickoff.Core.Telemetry;

namespace Kickoff.Core.Fixtures.Feed;

/// <summary>What the log says of polls: a line each, and one for each match that moved, was renamed or is gone, up to some.</summary>
internal sealed class PollLines(IJournal journal)
{
    private const int MostChanges = 20;

    private const int MostObjections = 5;

    public void Same(FixtureSource source, string how) => journal.Record(new(JournalLevel.Information, "source", source.Name, how));

    public void Failed(FixtureSource source, SourceState state) => journal.Record(new(
        JournalLevel.Warning, "source failed", source.Name,
        string.Create(CultureInfo.InvariantCulture, $"{state.Trouble}; {state.Failures} in a row, next at {state.Next}")));

    public void Overtaken(FixtureSource source) => journal.Record(new(
        JournalLevel.Information, "source left", source.Name, "somebody else takes it in at this moment"));

    public static string? Rejected(ImmutableArray<string> rejected) => rejected is [var first, ..]
        ? string.Create(CultureInfo.InvariantCulture, $"{rejected.Length} rows are rejected: {first}")
        : null;

    public void Taken(FixtureSource source, SourceText read, ImportOutcome outcome)
    {
        var recognized = outcome.Recognized;
        foreach (var text in read.Rejected.Take(MostChanges))
        {
            journal.Record(new(JournalLevel.Warning, "row rejected", source.Name, text));
        }

        foreach (var text in read.Doubts.Concat(recognized.Warnings).Take(MostChanges))
        {
            journal.Record(new(JournalLevel.Warning, "row doubtful", source.Name, text));
        }

        if (outcome.Waits)
        {
            journal.Record(new(JournalLevel.Warning, "import waits", source.Name,
                "it would take away " + string.Join("; ", outcome.Judgement.Objections.Take(MostObjections))));
            return;
        }

        foreach (var one in recognized.All.Where(IsTold).Take(MostChanges))
        {
            journal.Record(new(JournalLevel.Information, "fixture", one.Is.Name, Change(source, one)));
        }

        journal.Record(new(JournalLevel.Information, "source", source.Name, string.Create(
            CultureInfo.InvariantCulture,
            $"{recognized.Count(Outcome.New)} new, {recognized.All.Count(one => one.IsMoved)} moved, "
                + $"{recognized.Count(Outcome.Retired)} retired, {recognized.All.Count(one => one.IsChange)} changed in all, of "
                + $"{read.Rows.Length}; {read.Rejected.Length} rejected")));
    }

    private static bool IsTold(Recognized one) => one.IsMoved || one.Outcome is not (Outcome.Same or Outcome.New)
        || (one.IsChange && one.Was is { } was && was.Status != one.Is.Status);

    private static string Change(FixtureSource source, Recognized one) => one switch
    {
        { IsMoved: true } => $"{source.Name} moves it from {Begin(one.Was!)} to {Begin(one.Is)}: {one.Reason}",
        { Outcome: Outcome.Same, Was: { } was } => $"{source.Name}: {was.Status}, then {one.Is.Status}",
        _ => $"{source.Name}: {one.Outcome}, {Begin(one.Is)}: {one.Reason}",
    };

    private static string Begin(Fixture fixture) => fixture.Kickoff?.ToString() ?? $"some time on {fixture.Day:uuuu-MM-dd}";
}
