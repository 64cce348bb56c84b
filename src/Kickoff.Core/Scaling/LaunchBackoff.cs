using System.Collections.Immutable;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Core.Scaling;

/// <summary>
/// After three launches in a row whose servers all died, or passed their boot deadline, before ever being in service, the pool waits 1, 2, 4 …
/// 15 minutes: a broken image must not become a launch storm.
/// </summary>
internal static class LaunchBackoff
{
    private const int Tolerated = 3;

    private static readonly Duration Longest = Duration.FromMinutes(15);

    /// <summary>Until when the pool launches nothing, and after how many dead launches; null when it may.</summary>
    public static (Instant Until, int Dead)? Of(IEnumerable<LaunchIntent> launches, ImmutableArray<PoolServer> servers, CapacityPolicy policy, Instant now)
    {
        var observed = servers.ToDictionary(server => server.Server.Id);
        var ended = launches.Where(launch => launch.State == LaunchState.Launched).OrderByDescending(launch => launch.At).ToArray();
        var dead = ended.TakeWhile(launch => !launch.Served && launch.Instances.All(id => IsDead(launch, id))).ToArray();
        if (dead.Length < Tolerated)
        {
            return null;
        }

        var wait = Duration.FromMinutes(Math.Pow(2, Math.Min(dead.Length - Tolerated, 10)));
        var until = dead[0].At + Duration.Min(wait, Longest);
        return now < until ? (until, dead.Length) : null;

        bool IsDead(LaunchIntent launch, InstanceId id) =>
            observed.TryGetValue(id, out var server)
                ? server.InService == false && server.Server.LaunchTime + policy.BootDeadline <= now
                // Not shown a minute after launch may still be eventual consistency.
                : launch.At + Duration.FromMinutes(2) <= now;
    }
}
