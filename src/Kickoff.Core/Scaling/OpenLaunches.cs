using System.Collections.Immutable;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Core.Scaling;

/// <summary>
/// What became of launches that nobody had an answer about, by evidence and age, never by guess: first what EC2 shows of them; and, when
/// all new work of the tick is done, those that are still wanted are sent again.
/// </summary>
internal sealed class OpenLaunches(Launcher launcher, IPoolLedger ledger)
{
    /// <summary>
    /// Younger than this a launch is sent again with the same token while its servers are wanted; EC2 shows by then every server it
    /// launched, so that an older one is looked up by its tag and closed.
    /// </summary>
    public static readonly Duration Young = Duration.FromMinutes(10);

    /// <summary>One that was sent again at the end of its youth has another youth in which EC2 may not show its servers.</summary>
    public static readonly Duration Shown = Young * 2;

    /// <summary>Those of <paramref name="observed"/> that this launch brought.</summary>
    public static ImmutableArray<InstanceId> Brought(LaunchIntent intent, IReadOnlyCollection<Server> observed)
    {
        var tag = intent.Id.ToString("D");
        return [.. observed.Where(server => server.Tag(KickoffTags.Launch) == tag).Select(server => server.Id)];
    }

    /// <summary>What launches without an answer may have brought: all they asked for but what EC2 shows.</summary>
    public static int Unanswered(IEnumerable<LaunchIntent> launches, IReadOnlyCollection<Server> observed, Instant now) =>
        launches.Where(launch => launch.State == LaunchState.Open && launch.At + Young > now)
            .Sum(launch => launch.Request.Count - Brought(launch, observed).Length);

    /// <summary>Those of the open launches that are decided by what EC2 shows. Pure.</summary>
    public static ImmutableArray<LaunchFate> Decided(
        ImmutableArray<LaunchIntent> launches, IReadOnlyCollection<Server> observed, ImmutableArray<LaunchFailures> failures, Instant now)
    {
        var decided = ImmutableArray.CreateBuilder<LaunchFate>();
        foreach (var open in launches.Where(launch => launch.State == LaunchState.Open))
        {
            var shown = Brought(open, observed);
            if (shown.Length == open.Request.Count || (shown.Length > 0 && open.At + Young <= now))
            {
                decided.Add(new(
                    open with { State = LaunchState.Launched, Instances = shown, Outcome = "found by its tag" }, true, []));
            }
            else if (open.At + Young <= now)
            {
                decided.Add(new(open, false, [LaunchFailures.After(
                    failures, LaunchCandidate.Of(open), LaunchFailure.Unanswered, open.At,
                    open.Outcome ?? "no answer, and no server has its tag")]));
            }
        }

        return decided.ToImmutable();
    }

    /// <summary>
    /// Sends again, with its token, what nobody had an answer about and is still missing. What open launches may bring is neither counted
    /// in <paramref name="missing"/> nor in <paramref name="room"/>, the servers that the pool's maximum allows besides those it has. A
    /// launch is sent again whole or not at all, and none while all of them together might lead above the maximum. A subnet that does not
    /// answer is asked once a tick; a token that is spent is not sent again, since it proves a launch.
    /// </summary>
    public async Task ReplayAsync(
        PoolLease lease, FleetView view, IReadOnlyCollection<Server> observed, int missing, int room, Instant now, CancellationToken cancel)
    {
        var silent = new HashSet<string>(StringComparer.Ordinal);
        var maybe = view.Unanswered;
        foreach (var intent in view.Launches.Where(launch => launch is { State: LaunchState.Open, Outcome: null }))
        {
            var shown = Brought(intent, observed);
            // EC2 may not show yet all it launched; asked again it says which they are, and launches nothing new.
            if (!(shown.Length > 0 || (missing > 0 && maybe <= room)) || silent.Contains(intent.Request.SubnetId))
            {
                continue;
            }

            switch (await launcher.CallAsync(intent, cancel))
            {
                case LaunchResult.Launched launched:
                    await ledger.SettleAsync(lease, new(launched.Intent, true, []), cancel);
                    Brings(launched.Intent.Instances.Except(shown).Count());
                    break;
                // What a token has launched it launches no more (ec2/latest/devguide/ec2-api-idempotency.html).
                case LaunchResult.Failed { Kind: LaunchFailure.NoCapacity } failed:
                    await ledger.SettleAsync(lease, Launcher.Failed(view.Failures, intent, failed, now), cancel);
                    Brings(0);
                    break;
                // That EC2 refuses it now says nothing of the first time, before a right was taken away or a subnet was deleted.
                case LaunchResult.Open { IsSpent: true } spent:
                    await ledger.PutLaunchAsync(lease, intent with { Outcome = spent.Why }, cancel);
                    break;
                default:
                    silent.Add(intent.Request.SubnetId);
                    break;
            }

            void Brings(int servers)
            {
                missing -= servers;
                room -= servers;
                maybe -= intent.Request.Count - shown.Length;
            }
        }
    }
}
