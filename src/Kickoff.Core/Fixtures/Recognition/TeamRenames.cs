namespace Kickoff.Core.Fixtures.Recognition;

/// <summary>
/// Teams that the whole answer calls otherwise ("Turkey", now "Türkiye"): the old name is in no row, and where only that name differs
/// between a fixture and a row of one day, or of one round, it is mostly the same two names.
/// </summary>
internal static class TeamRenames
{
    /// <summary>A round may come twice in a season, and a day of it does not.</summary>
    private const int OfOneDay = 3;

    private const int OfOneRound = 1;

    /// <summary>New names of cores, by the old ones.</summary>
    public static Dictionary<string, string> Of(Assignment assignment, IReadOnlyCollection<Candidate> rows)
    {
        var there = Cores(rows);
        var votes = new Dictionary<(string Old, string New), int>();
        Vote(one => one.Day, OfOneDay);
        // In another zone's days it is the day before or after.
        Vote(one => one.Day, OfOneDay, one => one.DayBefore);
        Vote(one => one.Day, OfOneDay, one => one.DayAfter);
        Vote(one => one.Round.Length > 0 ? one.Round : null, OfOneRound);
        var olds = votes.GroupBy(vote => vote.Key.Old, StringComparer.Ordinal).ToDictionary(of => of.Key, Best, StringComparer.Ordinal);
        var news = votes.GroupBy(vote => vote.Key.New, StringComparer.Ordinal).ToDictionary(of => of.Key, Best, StringComparer.Ordinal);
        return votes.Keys.Where(vote => olds[vote.Old] == vote && news[vote.New] == vote)
            .ToDictionary(vote => vote.Old, vote => vote.New, StringComparer.Ordinal);

        void Vote(Func<Candidate, string?> at, int weight, Func<Candidate, string?>? ofFixture = null)
        {
            ofFixture ??= at;
            var byHome = assignment.Rows.Where(row => at(row) is not null).ToLookup(row => $"{row.HomeCore}\n{at(row)}");
            var byAway = assignment.Rows.Where(row => at(row) is not null).ToLookup(row => $"{row.AwayCore}\n{at(row)}");
            foreach (var fixture in assignment.Fixtures.Where(fixture => at(fixture) is not null))
            {
                var where = ofFixture(fixture);
                Count(fixture.AwayCore, fixture.AwayIsOpen, byHome[$"{fixture.HomeCore}\n{where}"].Select(row => row.AwayCore), weight);
                Count(fixture.HomeCore, fixture.HomeIsOpen, byAway[$"{fixture.AwayCore}\n{where}"].Select(row => row.HomeCore), weight);
            }
        }

        void Count(string was, bool isOpen, IEnumerable<string> candidates, int weight)
        {
            if (isOpen || there.Contains(was))
            {
                return;
            }

            foreach (var now in candidates)
            {
                votes[(was, now)] = votes.GetValueOrDefault((was, now)) + weight;
            }
        }
    }

    /// <summary>The one that has more votes than all others together; null for none.</summary>
    private static (string Old, string New)? Best(IEnumerable<KeyValuePair<(string Old, string New), int>> votes)
    {
        var ordered = votes.OrderByDescending(vote => vote.Value).ToArray();
        return ordered[0].Value * 2 > ordered.Sum(vote => vote.Value) ? ordered[0].Key : null;
    }

    private static HashSet<string> Cores(IEnumerable<Candidate> candidates)
    {
        var cores = new HashSet<string>(StringComparer.Ordinal);
        foreach (var one in candidates)
        {
            if (!one.HomeIsOpen)
            {
                cores.Add(one.HomeCore);
            }

            if (!one.AwayIsOpen)
            {
                cores.Add(one.AwayCore);
            }
        }

        return cores;
    }
}
