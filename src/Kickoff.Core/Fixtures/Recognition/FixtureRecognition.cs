using System.Collections.Immutable;
using System.Globalization;
using NodaTime;

namespace Kickoff.Core.Fixtures.Recognition;

/// <summary>
/// One match, one fixture: all rows of a source's answer against all fixtures that it may speak of, in one assignment. Pure; each decision
/// has its reason.
/// </summary>
/// <param name="Source">The source's name.</param>
/// <param name="Covers">Whether the answer is the whole season.</param>
/// <param name="Names">How names are compared.</param>
public sealed record FixtureRecognition(string Source, SourceCover Covers, TeamNames Names)
{
    /// <summary>So near its kickoff nobody calls a match off by not writing it down.</summary>
    public static readonly Duration Near = Duration.FromHours(24);

    /// <summary>Rounds of renaming: two names that rows exchange for one another would be exchanged for ever.</summary>
    private const int MostRenames = 20;

    /// <summary>How long a retired fixture can still be looked up, after its day.</summary>
    public static readonly Duration Kept = Duration.FromDays(30);

    /// <summary>
    /// <paramref name="fixtures"/>: this source's, those that an import without a source's name brought and that it may take over, and
    /// others', whose keys it leaves alone. <paramref name="mayTake"/> says which may be taken over.
    /// </summary>
    public RecognizedFixtures Of(
        IReadOnlyCollection<Fixture> fixtures, IReadOnlyCollection<FixtureRow> rows, Func<Fixture, bool> mayTake, Instant now)
    {
        var own = fixtures.Where(fixture => fixture.Source == Source).ToArray();
        Candidate[] left = [.. rows.Select(row => new Candidate(row.Fixture, Names, row))];
        var matches = new List<Match>();
        var doubtful = new Dictionary<Candidate, Candidate[]>();
        // Those that count come first, then those that were given up, then what nobody has: a match that is all three is taken once.
        Take(own.Where(fixture => fixture.Retired is null || fixture.RemovedBy is not null), whole: true);
        Take(own.Where(fixture => fixture.Retired is not null && fixture.RemovedBy is null), whole: false);
        Take(fixtures.Where(fixture => fixture.Source != Source && mayTake(fixture)), whole: true);

        var matched = matches.Select(match => match.Fixture.Fixture.Key).ToHashSet();
        // With one fixture of an import its whole competition is this source's: what a renamed team left behind there has no other owner.
        var taken = matches.Where(match => match.Fixture.Fixture.Source != Source).Select(match => match.Fixture.Fixture.Competition)
            .ToHashSet(StringComparer.Ordinal);
        var gone = fixtures.Where(fixture => !matched.Contains(fixture.Key)
            && (fixture.Source == Source || (Covers == SourceCover.Season && taken.Contains(fixture.Competition) && mayTake(fixture))));
        var keys = new KeyGiver(Source, fixtures);
        var all = ImmutableArray.CreateBuilder<Recognized>();
        all.AddRange(matches.Select(match => RecognizedRow.Of(match, Source, keys)));
        all.AddRange(left.Select(row => RecognizedRow.New(row, Source, keys)));
        var leavers = new Leavers(Source, Covers, [.. matches.Select(match => match.Row)], [.. left], Names, now);
        var forgotten = ImmutableArray.CreateBuilder<FixtureKey>();
        foreach (var fixture in gone)
        {
            if (fixture.Retired is { } retired && retired + Kept <= now && fixture.LatestEnd + Kept <= now)
            {
                forgotten.Add(fixture.Key);
            }
            else if (leavers.Of(fixture) is { } leaver)
            {
                all.Add(leaver);
            }
        }

        return new RecognizedFixtures(
            [.. all.OrderBy(one => one.Is.Begin).ThenBy(one => one.Is.Key.Id, StringComparer.Ordinal)], forgotten.ToImmutable(),
            [.. left.Where(doubtful.ContainsKey).Select(row => Doubt(row, doubtful[row]))]);

        void Take(IEnumerable<Fixture> candidates, bool whole)
        {
            Candidate[] those = [.. candidates.Select(fixture => new Candidate(fixture, Names))];
            if (those.Length == 0 || left.Length == 0)
            {
                return;
            }

            var assignment = new Assignment(those, left);
            var rules = new AssignmentRules(assignment, Covers == SourceCover.Season, now);
            rules.Exactly();
            DistinctClubs.Keep(those, left);
            rules.ByClub();
            if (whole)
            {
                // One name that is known makes others known.
                for (var round = 0; round < MostRenames && Rename(assignment, left); round++)
                {
                    rules.ByClub();
                }

                rules.ByWhatIsKnown();
            }

            matches.AddRange(assignment.Matches);
            left = [.. assignment.Rows];
            foreach (var (row, equal) in assignment.Doubtful)
            {
                doubtful[row] = equal;
            }
        }
    }

    private static bool Rename(Assignment assignment, Candidate[] rows)
    {
        var renames = TeamRenames.Of(assignment, rows);
        foreach (var fixture in assignment.Fixtures)
        {
            fixture.HomeCore = renames.GetValueOrDefault(fixture.HomeCore, fixture.HomeCore);
            fixture.AwayCore = renames.GetValueOrDefault(fixture.AwayCore, fixture.AwayCore);
        }

        return renames.Count > 0;
    }

    private static string Doubt(Candidate row, Candidate[] equal) => string.Create(
        CultureInfo.InvariantCulture,
        $"line {row.Row!.Line}: {row.Fixture.Name} on {row.Day} may be the one of "
            + $"{string.Join(" or of ", equal.Take(3).Select(one => one.Day))}; it is taken for a new one");
}
