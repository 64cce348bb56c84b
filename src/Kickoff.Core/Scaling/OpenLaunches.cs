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

    /// <summary>Answers the launches as the ledger has them now.</summary>
    public async Task<ImmutableArray<LaunchIntent>> CloseAsync(
        PoolLease lease, ImmutableArray<LaunchIntent> launches, IReadOnlyCollection<Server> observed, int missing, Instant now, CancellationToken cancel)
    {
        var closed = launches.ToBuilder();
        for (var i = 0; i < closed.Count; i++)
        {
            var intent = closed[i];
            if (intent.State != LaunchState.Open)
            {
                continue;
            }

            var shown = observed.Where(server => server.Tag(KickoffTags.Launch) == intent.Id.ToString("D")).Select(server => server.Id).ToImmutableArray();
            var result = shown.Length > 0 ? intent with { State = LaunchState.Launched, Instances = shown, Outcome = "found by its tag" }
                : intent.At + Young <= now ? intent with { State = LaunchState.Abandoned, Outcome = "no server has its tag" }
                : missing > 0 ? await launcher.CallAsync(intent, cancel)
                : null;
            if (result is not null)
            {
                await ledger.PutLaunchAsync(lease, result, cancel);
                closed[i] = result;
                missing -= shown.Length > 0 ? 0 : result.Instances.Length;
            }
        }

        return closed.ToImmutable();
    }
}
