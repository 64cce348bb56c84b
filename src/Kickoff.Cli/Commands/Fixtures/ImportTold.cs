using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Kickoff.Core.Fixtures.Recognition;
using Kickoff.Core.Fixtures.Sources;
using Kickoff.Fixtures;

namespace Kickoff.Cli.Commands.Fixtures;

/// <summary>What an import did, for people and scripts.</summary>
internal sealed class ImportTold(ImportResult read, ImportOutcome outcome, ImmutableArray<string> foreign)
{
    private readonly RecognizedFixtures _recognized = outcome.Recognized;

    private int Unchanged => _recognized.All.Count(one => !one.IsChange && one.Outcome is Outcome.Same);

    /// <summary>Of the same match something that moves it nowhere: its status, its round.</summary>
    private int Changed => _recognized.All.Count(one => one.IsChange && one.Outcome is Outcome.Same);

    private int Moved => _recognized.All.Count(one => one.IsMoved);

    public void Tell(Output output, bool dry)
    {
        if (output.IsJson)
        {
            output.Json(Json());
            return;
        }

        foreach (var note in read.Notes.Concat(foreign).Concat(_recognized.Warnings))
        {
            output.Line("note: " + note);
        }

        foreach (var one in _recognized.All.Where(one => one.IsMoved || one.Outcome is not (Outcome.Same or Outcome.New)))
        {
            output.Line(Line(one));
        }

        var timeless = read.Fixtures.Count(fixture => fixture.Kickoff is null && fixture.Length is null);
        output.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{read.Format}: {_recognized.Count(Outcome.New)} new, {Moved} moved, {Count(Outcome.Renamed, "renamed")}"
                + $"{Count(Outcome.FilledIn, "filled in")}{Count(Outcome.Exchanged, "exchanged")}{Count(Outcome.Retired, "retired")}"
                + $"{Count(Outcome.Missing, "missing and kept")}{Count(Outcome.Older, "older than what is known")}{Changed} changed, "
                + $"{Unchanged} unchanged, {foreign.Length} of another source, {read.Rejected.Length} rejected"
                + $"{(timeless > 0 ? $"; {timeless} have no kickoff time yet" : "")}"
                + $"{(dry ? "; nothing written (--dry-run)" : outcome.Waits ? "; nothing written" : "")}"));
    }

    private string Count(Outcome of, string word) =>
        _recognized.Count(of) is > 0 and var count ? string.Create(CultureInfo.InvariantCulture, $"{count} {word}, ") : "";

    private static string Line(Recognized one) => one.Outcome switch
    {
        Outcome.Retired or Outcome.Missing or Outcome.Older =>
            $"{Word(one.Outcome)}: {one.Is.Name}, {FixturesCommand.When(one.Is)} ({one.Reason})",
        _ when one.IsMoved =>
            $"moved: {Named(one)}, from {FixturesCommand.When(one.Was!)} to {FixturesCommand.When(one.Is)} ({one.Reason})",
        _ => $"{Word(one.Outcome)}: {Named(one)}, {FixturesCommand.When(one.Is)} ({one.Reason})",
    };

    private static string Named(Recognized one) => one.Was!.Name == one.Is.Name ? one.Is.Name : $"{one.Is.Name}, which was {one.Was.Name}";

    private static string Word(Outcome of) => of switch
    {
        Outcome.FilledIn => "filled in",
        Outcome.Missing => "missing and kept",
        Outcome.Older => "older news",
        _ => of.ToString().ToLowerInvariant(),
    };

    private JsonObject Json() => new()
    {
        ["format"] = read.Format,
        ["new"] = _recognized.Count(Outcome.New),
        ["moved"] = Output.Array(
            _recognized.All.Where(one => one.IsMoved),
            moved => new JsonObject
            {
                ["fixture"] = moved.Is.Name,
                ["was"] = moved.Was!.Kickoff?.ToString(),
                ["is"] = moved.Is.Kickoff?.ToString(),
            }),
        ["renamed"] = _recognized.Count(Outcome.Renamed),
        ["filledIn"] = _recognized.Count(Outcome.FilledIn),
        ["exchanged"] = _recognized.Count(Outcome.Exchanged),
        ["retired"] = _recognized.Count(Outcome.Retired),
        ["missing"] = _recognized.Count(Outcome.Missing),
        ["older"] = _recognized.Count(Outcome.Older),
        ["changed"] = Changed,
        ["unchanged"] = Unchanged,
        ["ofAnotherSource"] = foreign.Length,
        ["rejected"] = read.Rejected.Length,
        ["objections"] = Output.Array(outcome.Judgement.Objections, objection => objection),
        ["written"] = outcome.IsWritten,
    };
}
