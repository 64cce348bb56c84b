namespace Kickoff.Core.Fixtures.Recognition;

/// <summary>A fixture and the row that it is, and why that is believed.</summary>
internal sealed record Match(Candidate Fixture, Candidate Row, string Reason);

/// <summary>
/// Rows and fixtures that are still without each other. Each rule pairs those that it alone can tell; what it cannot tell apart it leaves
/// to the next.
/// </summary>
internal sealed class Assignment(IEnumerable<Candidate> fixtures, IEnumerable<Candidate> rows)
{
    /// <summary>Comparisons of one group: a file of five thousand rows that say the same is nobody's fixtures.</summary>
    private const int MostComparisons = 250_000;

    private readonly List<Candidate> _fixtures = [.. fixtures];

    private readonly List<Candidate> _rows = [.. rows];

    public List<Match> Matches { get; } = [];

    /// <summary>Rows for which several fixtures were equally good.</summary>
    public Dictionary<Candidate, Candidate[]> Doubtful { get; } = [];

    public IReadOnlyList<Candidate> Fixtures => _fixtures;

    public IReadOnlyList<Candidate> Rows => _rows;

    /// <param name="reason">What the match is told by.</param>
    /// <param name="key">What both have in common; null for one of which the rule does not speak.</param>
    /// <param name="fits">Fixture and row, of one key.</param>
    /// <param name="inOrder">As many rows as fixtures that all fit are the same ones in the order of time.</param>
    public void Pair(string reason, Func<Candidate, string?> key, Func<Candidate, Candidate, bool>? fits = null, bool inOrder = false)
    {
        if (_rows.Count == 0 || _fixtures.Count == 0)
        {
            return;
        }

        var byKey = _fixtures.ToLookup(key);
        var before = Matches.Count;
        foreach (var group in _rows.GroupBy(key).Where(group => group.Key is not null && byKey.Contains(group.Key)))
        {
            Resolve(reason, [.. byKey[group.Key]], [.. group], fits, inOrder);
        }

        if (Matches.Count > before)
        {
            var done = Matches.Skip(before).SelectMany(match => new[] { match.Fixture, match.Row }).ToHashSet();
            _fixtures.RemoveAll(done.Contains);
            _rows.RemoveAll(done.Contains);
        }
    }

    private void Resolve(string reason, List<Candidate> fixtures, List<Candidate> rows, Func<Candidate, Candidate, bool>? fits,
        bool inOrder)
    {
        if ((long)fixtures.Count * rows.Count > MostComparisons)
        {
            return;
        }

        if (fits is null || fixtures.TrueForAll(fixture => rows.TrueForAll(row => fits(fixture, row))))
        {
            if ((fixtures.Count == 1 && rows.Count == 1) || AreTwins(fixtures) || AreTwins(rows)
                || (inOrder && fixtures.Count == rows.Count))
            {
                Matches.AddRange(InOrder(fixtures).Zip(InOrder(rows), (fixture, row) => new Match(fixture, row, reason)));
                return;
            }
        }

        for (var found = true; found;)
        {
            found = false;
            foreach (var row in rows.ToArray())
            {
                if (Only(fixtures, fixture => fits is null || fits(fixture, row)) is { } fixture
                    && Only(rows, other => fits is null || fits(fixture, other)) == row)
                {
                    Matches.Add(new Match(fixture, row, reason));
                    fixtures.Remove(fixture);
                    found = rows.Remove(row);
                }
            }
        }

        foreach (var row in rows)
        {
            var equal = fixtures.Where(fixture => fits is null || fits(fixture, row)).ToArray();
            if (equal.Length > 1)
            {
                Doubtful[row] = equal;
            }
        }
    }

    /// <summary>One of them is as good as the other.</summary>
    private static bool AreTwins(List<Candidate> candidates) =>
        candidates.Count > 1 && candidates.TrueForAll(one => one.IsTwinOf(candidates[0]));

    private static IEnumerable<Candidate> InOrder(IEnumerable<Candidate> candidates) =>
        candidates.OrderBy(one => one.Begin).ThenBy(one => one.Fixture.Key.Id, StringComparer.Ordinal);

    private static Candidate? Only(List<Candidate> candidates, Func<Candidate, bool> fits)
    {
        Candidate? only = null;
        foreach (var one in candidates)
        {
            if (fits(one))
            {
                if (only is not null)
                {
                    return null;
                }

                only = one;
            }
        }

        return only;
    }
}
