namespace Kickoff.Core.Scaling;

/// <summary>
/// Which candidate to try next: types in the operator's order, a launch spread so that subnets end up alike, and what had no capacity,
/// refused, did not answer or is waited with passed over for the rest of this tick.
/// </summary>
internal sealed class LaunchCandidates(LaunchSpecification launch, IEnumerable<string?> subnetsInUse)
{
    private readonly Dictionary<string, int> _load = launch.Subnets.Distinct()
        .ToDictionary(subnet => subnet, subnet => subnetsInUse.Count(used => used == subnet), StringComparer.Ordinal);

    private readonly HashSet<LaunchCandidate> _passedOver = [];

    /// <summary>All that fleet.yml names.</summary>
    public static IEnumerable<LaunchCandidate> Of(LaunchSpecification launch) =>
        from type in launch.InstanceTypes.Distinct() from subnet in launch.Subnets.Distinct() select new LaunchCandidate(type, subnet);

    /// <summary>The next attempt for <paramref name="missing"/> servers; null when every candidate had its turn.</summary>
    public (LaunchCandidate Candidate, int Count)? Next(int missing)
    {
        foreach (var type in launch.InstanceTypes)
        {
            var open = launch.Subnets.Distinct().Where(subnet => !_passedOver.Contains(new(type, subnet))).ToArray();
            if (open.Length > 0)
            {
                var (subnet, count) = LargestShare(open, missing);
                return (new(type, subnet), count);
            }
        }

        return null;
    }

    public void Launched(string subnet, int count) => _load[subnet] += count;

    public void PassOver(LaunchCandidate candidate) => _passedOver.Add(candidate);

    /// <summary>Fills the emptiest subnet first, one server at a time, and answers who got most.</summary>
    private (string Subnet, int Count) LargestShare(string[] open, int missing)
    {
        var load = open.ToDictionary(subnet => subnet, subnet => _load[subnet], StringComparer.Ordinal);
        var share = open.ToDictionary(subnet => subnet, _ => 0, StringComparer.Ordinal);
        for (var i = 0; i < missing; i++)
        {
            var emptiest = open.MinBy(subnet => load[subnet])!;
            load[emptiest]++;
            share[emptiest]++;
        }

        var most = open.MaxBy(subnet => share[subnet])!;
        return (most, share[most]);
    }
}
