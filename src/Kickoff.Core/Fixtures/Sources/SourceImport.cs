using System.Collections.Immutable;
using System.Globalization;
using Kickoff.Core.Fixtures.Recognition;
using Kickoff.Core.Scaling;
using NodaTime;

namespace Kickoff.Core.Fixtures.Sources;

/// <summary>One answer of a source: its rows, and whether they are all it has.</summary>
public sealed record SourceAnswer(ImmutableArray<FixtureRow> Rows, bool IsWhole, Instant At);

/// <summary>What became of an answer. Objections: what it would take away; while there are some, nothing is written.</summary>
public sealed record ImportOutcome(RecognizedFixtures Recognized, ImportJudgement Judgement, bool IsWritten)
{
    public bool Waits => !IsWritten && !Judgement.Objections.IsEmpty;
}

/// <summary>
/// Brings an answer into the fixtures table, the same way from a file, the command or the feed: recognized, judged, written. Stopped
/// anywhere and done again it ends the same.
/// </summary>
public sealed class SourceImport(IFixtures table, ImmutableArray<Pool> pools, TeamNames names)
{
    /// <summary>Days on both sides of the seven that are judged: a demand reaches over midnight.</summary>
    private const int Around = 2;

    private const int Ahead = 9;

    /// <summary>No season is longer.</summary>
    private const int LongestSeason = 400;

    /// <summary>What the answer would change, and what it would take away. Reads only.</summary>
    public async Task<ImportOutcome> JudgeAsync(FixtureSource source, SourceState state, SourceAnswer answer, CancellationToken cancel)
    {
        var known = await KnownAsync(state, answer, cancel);
        var covers = answer.IsWhole ? source.Covers : SourceCover.Listed;
        var recognized = Ruled(new FixtureRecognition(source.Name, covers, names).Of(known, answer.Rows, MayTake(source), answer.At));
        if (!recognized.All.Any(one => one.IsChange))
        {
            return new ImportOutcome(recognized, ImportJudgement.None, false);
        }

        var today = answer.At.InUtc().Date;
        var around = await table.OnDaysAsync(today.PlusDays(-Around), today.PlusDays(Ahead), cancel);
        var judgement = ImportJudgement.Of(recognized, around, pools, answer.At);
        return new ImportOutcome(recognized, HasShrunk(source, state, answer) is { } shrunk
            ? new ImportJudgement(judgement.Objections.Insert(0, shrunk), "shrunk " + judgement.Print)
            : judgement, false);
    }

    /// <summary>Writes what was judged: first what is there, then what is there under another name.</summary>
    public async Task<ImportOutcome> WriteAsync(ImportOutcome judged, IProgress<int>? progress, CancellationToken cancel)
    {
        await table.PutAsync([.. judged.Recognized.ToPut], progress, cancel);
        await table.RemoveAsync([.. judged.Recognized.ToRemove], cancel);
        return judged with { IsWritten = true };
    }

    /// <summary>
    /// Remembers of which fixtures a rule spoke. What an import takes from its rule, somebody has accepted; what a new fleet.yml takes,
    /// nobody has.
    /// </summary>
    private RecognizedFixtures Ruled(RecognizedFixtures recognized) => pools.IsEmpty ? recognized : recognized with
    {
        All = [.. recognized.All.Select(one => one.Is.Retired is null && one.Outcome is not (Outcome.Missing or Outcome.Older)
            ? one with
            {
                Is = one.Is with
                {
                    HadRule = DemandMatch.IsAskedFor(pools, one.Is)
                        || (one.Was is { HadRule: true } was && !DemandMatch.IsAskedFor(pools, was)),
                },
            }
            : one)],
    };

    private async Task<IReadOnlyCollection<Fixture>> KnownAsync(SourceState state, SourceAnswer answer, CancellationToken cancel)
    {
        var known = new Dictionary<FixtureKey, Fixture>();
        foreach (var competition in state.Competitions.Union(answer.Rows.Select(row => row.Fixture.Competition)))
        {
            foreach (var fixture in await table.OfCompetitionAsync(competition, cancel))
            {
                known[fixture.Key] = fixture;
            }
        }

        // The first time it may find its matches in an import of old, under another competition's name.
        if (state.Competitions.IsEmpty && state.Version == 0 && answer.Rows is [_, ..] rows && !IsFormat(state.Name))
        {
            var (first, last) = (rows.Min(row => row.Fixture.Day), rows.Max(row => row.Fixture.Day));
            if (Period.DaysBetween(first, last) <= LongestSeason)
            {
                foreach (var fixture in await table.OnDaysAsync(first, last, cancel))
                {
                    known.TryAdd(fixture.Key, fixture);
                }
            }
        }

        return known.Values;
    }

    private static string? HasShrunk(FixtureSource source, SourceState state, SourceAnswer answer) =>
        source.Covers == SourceCover.Season && answer.IsWhole && answer.Rows.Length * 2 < state.Rows
            ? string.Create(CultureInfo.InvariantCulture, $"it has {answer.Rows.Length} fixtures, and had {state.Rows}")
            : null;

    private static Func<Fixture, bool> MayTake(FixtureSource source) =>
        IsFormat(source.Name) ? _ => false : fixture => IsFormat(fixture.Source);

    private static bool IsFormat(string source) => FixtureSourceFormats.All.Contains(source);
}
