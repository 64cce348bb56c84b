using System.Collections.Immutable;
using NodaTime;

namespace Kickoff.Core.Fixtures.Recognition;

/// <summary>What becomes of a fixture that no row is.</summary>
/// <param name="source">The source's name.</param>
/// <param name="covers">Whether its answer is the whole season.</param>
/// <param name="rows">Those that are fixtures.</param>
/// <param name="others">Those that are new.</param>
/// <param name="names">How names are compared.</param>
/// <param name="now">Real clock.</param>
internal sealed class Leavers(
    string source, SourceCover covers, ImmutableArray<Candidate> rows, ImmutableArray<Candidate> others, TeamNames names, Instant now)
{
    /// <summary>Days of matches that are over and that nobody had heard of: the source has written its history anew.</summary>
    private readonly HashSet<LocalDate> _rewritten =
        [.. others.Where(row => row.Fixture.LatestEnd <= now).SelectMany(row => new[] { -1, 0, 1 }.Select(row.Fixture.Day.PlusDays))];

    private readonly HashSet<string> _there = [.. rows.Select(Twin)];

    /// <summary>Null where nothing becomes of it: it is history, or only not listed, or retired already.</summary>
    public Recognized? Of(Fixture fixture)
    {
        if (fixture.Retired is not null)
        {
            return null;
        }

        // An import that was stopped half-way, or 0.1's, may have left the same match twice.
        if (_there.Contains(Twin(new Candidate(fixture, names))))
        {
            return Retired(fixture, "the same match is there under another id");
        }

        if (covers == SourceCover.Season && fixture.LatestEnd <= now && _rewritten.Contains(fixture.Day))
        {
            return Retired(fixture, $"{source} has it no more, and a match of that day that it had not before");
        }

        if (covers == SourceCover.Listed || fixture.Status.IsOver())
        {
            return null;
        }

        if (fixture.LatestEnd <= now)
        {
            // Nobody played it: it stood for matches that have their own names by now.
            return Placeholder.Is(fixture.Home) && Placeholder.Is(fixture.Away)
                ? Retired(fixture, $"{source} does not have it any more, and its teams were never known")
                : null;
        }

        return !fixture.Status.IsOff() && fixture.Begin - FixtureRecognition.Near <= now
            ? new Recognized(Outcome.Missing, fixture, fixture with { Source = source, Missing = fixture.Missing ?? now },
                $"{source} does not have it any more; so near its kickoff it stays as it is")
            : Retired(fixture, $"{source} does not have it any more");
    }

    private static string Twin(Candidate one) => $"{one.Core}\n{one.When}";

    private Recognized Retired(Fixture fixture, string reason) =>
        new(Outcome.Retired, fixture, fixture with { Source = source, Retired = now }, reason);
}
