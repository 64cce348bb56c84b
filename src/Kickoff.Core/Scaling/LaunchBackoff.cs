using System.Collections.Immutable;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Core.Scaling;

/// <summary>
/// After three launches whose servers all died, or passed their boot deadline, before ever being in service, the pool waits 1, 2, 4 … 15
/// minutes after each further one: a broken image must not become a launch storm. A launch that was in service ends the count; of others
/// it may not be known yet what became of them, and they are waited for as well.
/// </summary>
internal static class LaunchBackoff
{
    private const int Tolerated = 3;

    private static readonly Duration Longest = Duration.FromMinutes(15);

    /// <summary>Not shown a minute after launch may still be EC2's eventual consistency.</summary>
    private static readonly Duration Doubt = Duration.FromMinutes(2);

    /// <summary>Until when the pool launches nothing, and after how many dead launches; null when it may.</summary>
    public static (Instant Until, int Dead)? Of(
        IEnumerable<LaunchIntent> launches, ImmutableArray<PoolServer> servers, CapacityPolicy policy, Instant now)
    {
        var observed = servers.ToDictionary(server => server.Server.Id);
        var newestFirst = launches.Where(launch => launch.State == LaunchState.Launched).OrderByDescending(launch => launch.At).ToArray();
        var dead = newestFirst.TakeWhile(launch => !launch.Served).Count(IsDead);
        if (dead < Tolerated)
        {
            return null;
        }

        var wait = Duration.FromMinutes(Math.Pow(2, Math.Min(dead - Tolerated, 10)));
        var until = newestFirst[0].At + Duration.Min(wait, Longest);
        return now < until ? (until, dead) : null;

        bool IsDead(LaunchIntent launch) => launch.Instances.All(id =>
            observed.TryGetValue(id, out var server)
                ? server.InService == false && server.Server.LaunchTime + policy.BootDeadline <= now
                : launch.At + Doubt <= now);
    }
}
