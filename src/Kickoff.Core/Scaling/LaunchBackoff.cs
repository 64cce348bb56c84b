using System.Collections.Immutable;
using NodaTime;

namespace Kickoff.Core.Scaling;

/// <summary>
/// How long a candidate, or the whole pool, is waited with after failures in a row: 1, 2, 4 … 15 minutes. Pure. What costs a call only is
/// asked again at least every second minute while fixtures or a hold ask for servers; launches that die cost servers, and wait whoever
/// asks.
/// </summary>
internal static class LaunchBackoff
{
    /// <summary>Launches of a pool that may die before it waits: by then two candidates have had their turn.</summary>
    private const int Tolerated = 3;

    private static readonly Duration Longest = Duration.FromMinutes(15);

    private static readonly Duration LongestForCalls = Duration.FromMinutes(2);

    /// <summary>Until when, and after which failures; null when it may be tried.</summary>
    /// <param name="of">A candidate; null: the pool.</param>
    /// <param name="failures">As the ledger has them.</param>
    /// <param name="launches">What became of the newest may not be known yet: they are waited for as well.</param>
    /// <param name="wanted">Fixtures or a hold ask for servers.</param>
    /// <param name="now">The tick.</param>
    public static (Instant Until, LaunchFailures After)? Of(
        LaunchCandidate? of, IEnumerable<LaunchFailures> failures, IEnumerable<LaunchIntent> launches, bool wanted, Instant now)
    {
        if (failures.FirstOrDefault(one => one.Candidate == of) is not { } after)
        {
            return null;
        }

        var died = after.Last == LaunchFailure.Died;
        var beyond = after.Count - (of is null && died ? Tolerated : 1);
        if (beyond < 0)
        {
            return null;
        }

        var wait = Duration.Min(
            Duration.FromMinutes(Math.Pow(2, Math.Min(beyond, 10))), wanted && !died ? LongestForCalls : Longest);
        var last = launches.Where(launch => launch is { State: LaunchState.Launched, Served: false }
            && (of is null || LaunchCandidate.Of(launch) == of)).Select(launch => launch.At).Append(after.At).Max();
        return now < last + wait ? (last + wait, after) : null;
    }

    /// <summary>Every candidate that is waited with.</summary>
    public static ImmutableDictionary<LaunchCandidate, (Instant Until, LaunchFailures After)> OfCandidates(
        LaunchSpecification launch, FleetView fleet, bool wanted, Instant now) =>
        LaunchCandidates.Of(launch)
            .Select(candidate => (Candidate: candidate, Wait: Of(candidate, fleet.Failures, fleet.Launches, wanted, now)))
            .Where(one => one.Wait is not null)
            .ToImmutableDictionary(one => one.Candidate, one => one.Wait!.Value);
}
