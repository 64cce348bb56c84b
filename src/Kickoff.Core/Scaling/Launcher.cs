using System.Globalization;
using Kickoff.Core.Configuration;
using Kickoff.Core.Servers;
using Kickoff.Core.Telemetry;
using NodaTime;

namespace Kickoff.Core.Scaling;

/// <summary>
/// RunInstances, so that no server is ever launched twice for one need and none without an owner in the ledger: the whole request is
/// written down first, and its id is the ClientToken.
/// </summary>
internal sealed class Launcher(IFleet fleet, IPoolLedger ledger, IJournal journal, Func<Guid> newId, string stack, string region)
{
    /// <summary>Launches up to <paramref name="count"/>; answers how many.</summary>
    public async Task<int> LaunchAsync(PoolLease lease, Pool pool, FleetView view, int count, Instant now, CancellationToken cancel)
    {
        if (await ImageAsync(pool, cancel) is not { } image)
        {
            Alarm(pool, "NoImage", "no available image has the owner and name of fleet.yml");
            return 0;
        }

        var candidates = new LaunchCandidates(
            pool.Launch, view.Servers.Where(server => !server.IsDraining).Select(server => server.Server.SubnetId).Concat(NotYetShown(view, now)));
        var launched = 0;
        while (launched < count)
        {
            if (candidates.Next(count - launched) is not { } candidate)
            {
                Alarm(pool, "NoCapacity", string.Create(CultureInfo.InvariantCulture, $"{count - launched} servers short: no type has capacity in any subnet"));
                break;
            }

            var intent = new LaunchIntent { Id = newId(), Pool = pool.Name, At = now, Request = Request(pool, image, candidate) };
            intent = intent with { Request = intent.Request with { Tags = intent.Request.Tags.SetItem(KickoffTags.Launch, intent.Id.ToString("D")) } };
            await ledger.PutLaunchAsync(lease, intent, cancel);
            var closed = await CallAsync(intent, cancel);
            if (closed is null)
            {
                // It may have happened: the intent stays open and the next tick asks again with the same token.
                break;
            }

            await ledger.PutLaunchAsync(lease, closed, cancel);
            if (closed.State is LaunchState.Refused or LaunchState.Abandoned)
            {
                Alarm(pool, "LaunchRefused", closed.Outcome ?? "");
                break;
            }

            launched += closed.Instances.Length;
            candidates.Launched(candidate.Subnet, closed.Instances.Length);
            if (closed.Instances.Length < candidate.Count)
            {
                candidates.Exhausted(candidate.Type, candidate.Subnet);
            }
        }

        return launched;
    }

    /// <summary>Sends exactly the intent, and answers it closed with what EC2 said; null when EC2 said nothing.</summary>
    public async Task<LaunchIntent?> CallAsync(LaunchIntent intent, CancellationToken cancel)
    {
        try
        {
            var closed = await fleet.LaunchAsync(intent, cancel) switch
            {
                LaunchAnswer.Launched answer => intent with { State = LaunchState.Launched, Instances = answer.Instances },
                LaunchAnswer.NoCapacity answer => intent with { State = LaunchState.NoCapacity, Outcome = answer.Code },
                LaunchAnswer.TokenSpent answer => intent with { State = LaunchState.Abandoned, Outcome = answer.Code },
                LaunchAnswer.Refused answer => intent with { State = LaunchState.Refused, Outcome = $"{answer.Code}: {answer.Message}" },
                var other => throw new InvalidOperationException($"An answer nobody knows: {other}"),
            };
            journal.Record(new(
                closed.State == LaunchState.Launched ? JournalLevel.Information : JournalLevel.Warning, "launch", intent.Pool,
                string.Create(CultureInfo.InvariantCulture, $"{closed.State}: {closed.Instances.Length} of {intent.Request.Count} {intent.Request.InstanceType} in {intent.Request.SubnetId} {closed.Outcome}")));
            return closed;
        }
        catch (UnavailableException unavailable)
        {
            journal.Record(new(JournalLevel.Error, "launch", intent.Pool, unavailable.Message));
            return null;
        }
    }

    // The subnets of what was launched a moment ago and EC2 does not show yet.
    private static IEnumerable<string> NotYetShown(FleetView view, Instant now)
    {
        var shown = view.Servers.Select(server => server.Server.Id).ToHashSet();
        return view.Launches.Where(launch => launch.State == LaunchState.Launched && launch.At + OpenLaunches.Young > now)
            .SelectMany(launch => launch.Instances.Where(id => !shown.Contains(id)).Select(_ => launch.Request.SubnetId));
    }

    private async Task<string?> ImageAsync(Pool pool, CancellationToken cancel) => pool.Launch.Image switch
    {
        ImageSource.Fixed named => named.ImageId,
        ImageSource.Newest newest => await fleet.NewestImageAsync(newest, cancel),
        var other => throw new InvalidOperationException($"An image source nobody knows: {other}"),
    };

    private LaunchRequest Request(Pool pool, string image, (string Type, string Subnet, int Count) candidate) => new()
    {
        ImageId = image,
        InstanceType = candidate.Type,
        SubnetId = candidate.Subnet,
        SecurityGroups = pool.Launch.SecurityGroups,
        KeyName = pool.Launch.KeyName,
        InstanceProfile = pool.Launch.InstanceProfile,
        UserData = pool.Launch.UserData is { } script ? UserDataFile.Fill(script, stack, pool.Name, region) : null,
        Tags = pool.Launch.Tags.SetItem(KickoffTags.Stack, stack).SetItem(KickoffTags.Pool, pool.Name),
        Count = candidate.Count,
    };

    private void Alarm(Pool pool, string metric, string reason)
    {
        journal.Record(new(JournalLevel.Error, "alarm", pool.Name, reason));
        journal.Measure(PoolMetric.Of(metric, pool.Name, 1));
    }
}
