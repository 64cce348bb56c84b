namespace Kickoff.Core.Fixtures.Recognition;

/// <summary>
/// Two clubs of which nothing but their kind tells one from the other ("Sporting CF", "Sporting SC") keep their whole names.
/// </summary>
internal static class DistinctClubs
{
    /// <summary>Nobody plays twice a day: two names of one core on one day are two clubs.</summary>
    public static void Keep(IReadOnlyCollection<Candidate> fixtures, IReadOnlyCollection<Candidate> rows)
    {
        var two = new HashSet<string>(StringComparer.Ordinal);
        foreach (var side in new[] { fixtures, rows })
        {
            foreach (var day in side.GroupBy(one => one.Day, StringComparer.Ordinal))
            {
                var names = day.SelectMany(one => new[] { (one.HomeCore, one.Home), (one.AwayCore, one.Away) }).Distinct();
                two.UnionWith(names.GroupBy(name => name.Item1, StringComparer.Ordinal).Where(core => core.Count() > 1)
                    .Select(core => core.Key));
            }
        }

        foreach (var one in fixtures.Concat(rows))
        {
            one.HomeCore = two.Contains(one.HomeCore) ? one.Home : one.HomeCore;
            one.AwayCore = two.Contains(one.AwayCore) ? one.Away : one.AwayCore;
        }
    }
}
