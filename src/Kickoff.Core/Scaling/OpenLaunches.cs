using System.Collections.Immutable;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Core.Scaling;

/// <summary>What became of launches an earlier tick did not live to close, by evidence and age, never by guess.</summary>
internal sealed class OpenLaunches(Launcher launcher, IPoolLedger ledger)
{
    /// <summary>
    /// Younger than this a launch is sent again with the same token while its servers are wanted; EC2 shows by then every server it
    /// launched, so that an older one is looked up by its tag and closed.
    /// </summary>
    public static readonly Duration Young = Duration.FromMinutes(10);

    /// <summary>Those of <paramref name="observed"/> that this launch brought.</summary>
    public static ImmutableArray<InstanceId> Brought(LaunchIntent intent, IReadOnlyCollection<Server> observed)
    {
        var tag = intent.Id.ToString("D");
        return [.. observed.Where(server => server.Tag(KickoffTags.Launch) == tag).Select(server => server.Id)];
    }

    /// <summary>
    /// Answers the launches as the ledger has them now. What open launches may bring is neither counted in <paramref name="missing"/> nor
    /// in <paramref name="room"/>, the servers that the pool's maximum allows besides those it has. A launch is sent again whole or not at
    /// all, and none while all of them together might lead above the maximum. A subnet that does not answer is asked once a tick.
    /// </summary>
    public async Task<ImmutableArray<LaunchIntent>> CloseAsync(
        PoolLease lease, ImmutableArray<LaunchIntent> launches, IReadOnlyCollection<Server> observed, int missing, int room, Instant now,
        CancellationToken cancel)
    {
        var closed = launches.ToBuilder();
        var silent = new HashSet<string>(StringComparer.Ordinal);
        var maybe = launches.Where(launch => launch.State == LaunchState.Open)
            .Sum(launch => launch.Request.Count - Brought(launch, observed).Length);
        for (var i = 0; i < closed.Count; i++)
        {
            if (closed[i] is not { State: LaunchState.Open } intent)
            {
                continue;
            }

            var shown = Brought(intent, observed);
            // EC2 may not show yet all it launched; asked again it says which they are, and launches nothing new.
            var again = (shown.Length > 0 || (missing > 0 && maybe <= room)) && !silent.Contains(intent.Request.SubnetId);
            var result = shown.Length == intent.Request.Count || (shown.Length > 0 && intent.At + Young <= now) ? Found(intent, shown)
                : intent.At + Young <= now ? intent with { State = LaunchState.Abandoned, Outcome = "no server has its tag" }
                : again ? await AskAgainAsync(intent, cancel)
                : null;
            if (result is not null)
            {
                await ledger.PutLaunchAsync(lease, result, cancel);
                closed[i] = result;
                var brought = result.Instances.Except(shown).Count();
                missing -= brought;
                room -= brought;
                maybe -= intent.Request.Count - shown.Length;
            }
            else if (again)
            {
                silent.Add(intent.Request.SubnetId);
            }
        }

        return closed.ToImmutable();
    }

    /// <summary>
    /// Null where it stays open. That EC2 refuses it now says nothing of the first time, before a right was taken away or a subnet was
    /// deleted: it is looked up when it is old enough. A lack of capacity does, since what a token has launched it launches no more
    /// (ec2/latest/devguide/ec2-api-idempotency.html).
    /// </summary>
    private async Task<LaunchIntent?> AskAgainAsync(LaunchIntent intent, CancellationToken cancel) =>
        (await launcher.CallAsync(intent, cancel)).Closed is { State: not LaunchState.Refused } closed ? closed : null;

    private static LaunchIntent Found(LaunchIntent intent, ImmutableArray<InstanceId> shown) =>
        intent with { State = LaunchState.Launched, Instances = shown, Outcome = "found by its tag" };
}
