using System.Globalization;
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
    /// <summary>
    /// Launches what the action asks for, candidate by candidate; answers how many. One without an answer from an earlier tick had its turn
    /// when it was sent again: a second launch of it would only be one more that nobody knows of.
    /// </summary>
    public async Task<int> LaunchAsync(
        PoolLease lease, Pool pool, FleetView view, FleetAction.Launch launch, Instant now, CancellationToken cancel)
    {
        if (await ImageAsync(pool, cancel) is not { } image)
        {
            journal.Measure(Metrics.NotLaunched.Of(pool.Name, launch.Count));
            return 0;
        }

        var candidates = new LaunchCandidates(
            pool.Launch, view.Servers.Where(server => !server.IsDraining).Select(server => server.Server.SubnetId)
                .Concat(NotYetShown(view, now)));
        foreach (var open in view.Launches.Where(one => one.State == LaunchState.Open))
        {
            candidates.PassOver(open.Request.InstanceType, open.Request.SubnetId);
        }

        var tally = new LaunchTally(pool, launch.Count, launch.Room, journal);
        while (Math.Min(tally.Missing, tally.Room) is > 0 and var count && candidates.Next(count) is { } candidate)
        {
            var intent = new LaunchIntent { Id = newId(), Pool = pool.Name, At = now, Request = Request(pool, image, candidate) };
            intent = intent with
            {
                Request = intent.Request with { Tags = intent.Request.Tags.SetItem(KickoffTags.Launch, intent.Id.ToString("D")) },
            };
            await ledger.PutLaunchAsync(lease, intent, cancel);
            var (closed, throttled) = await CallAsync(intent, cancel);
            tally.Note(candidate.Count, closed);
            if (throttled)
            {
                // Nothing to do with the candidate: the next one would be told the same.
                break;
            }

            // Without an answer it may have happened: the intent stays open, and the next tick asks again with the same token.
            if (closed is not null)
            {
                await ledger.PutLaunchAsync(lease, closed, cancel);
            }

            candidates.Launched(candidate.Subnet, closed?.Instances.Length ?? 0);
            if (closed is null || closed.Instances.Length < candidate.Count)
            {
                candidates.PassOver(candidate.Type, candidate.Subnet);
            }
        }

        tally.Tell();
        return tally.Launched;
    }

    /// <summary>
    /// Sends exactly the intent, and answers it closed with what EC2 said; null when EC2 said nothing, or that it is asked too often.
    /// </summary>
    public async Task<(LaunchIntent? Closed, bool Throttled)> CallAsync(LaunchIntent intent, CancellationToken cancel)
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
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{closed.State}: {closed.Instances.Length} of {intent.Request.Count} {intent.Request.InstanceType} "
                    + $"in {intent.Request.SubnetId} {closed.Outcome}")));
            return (closed, false);
        }
        catch (UnavailableException unavailable)
        {
            journal.Record(new(JournalLevel.Error, "launch", intent.Pool, string.Create(
                CultureInfo.InvariantCulture,
                $"{intent.Request.Count} {intent.Request.InstanceType} in {intent.Request.SubnetId}: {unavailable.Message}")));
            return (null, unavailable.IsAboutCaller);
        }
    }

    // The subnets of what was launched a moment ago and EC2 does not show yet.
    private static IEnumerable<string> NotYetShown(FleetView view, Instant now)
    {
        var shown = view.Servers.Select(server => server.Server.Id).ToHashSet();
        return view.Launches.Where(launch => launch.State == LaunchState.Launched && launch.At + OpenLaunches.Young > now)
            .SelectMany(launch => launch.Instances.Where(id => !shown.Contains(id)).Select(_ => launch.Request.SubnetId));
    }

    /// <summary>Null when there is none, or EC2 does not say: said, and this pool's affair.</summary>
    private async Task<string?> ImageAsync(Pool pool, CancellationToken cancel)
    {
        switch (pool.Launch.Image)
        {
            case ImageSource.Fixed named:
                return named.ImageId;
            case ImageSource.Newest newest:
                try
                {
                    switch (await fleet.NewestImageAsync(newest, cancel))
                    {
                        case ImageAnswer.Found found:
                            return found.ImageId;
                        case ImageAnswer.NoneSuch:
                            return None("no available image has the owner and name of fleet.yml");
                        case ImageAnswer.Refused refused:
                            return None($"{refused.Code}: {refused.Message}");
                        case var other:
                            throw new InvalidOperationException($"An answer nobody knows: {other}");
                    }
                }
                catch (UnavailableException unavailable)
                {
                    return None(unavailable.Message);
                }

            case var other:
                throw new InvalidOperationException($"An image source nobody knows: {other}");
        }

        string? None(string reason)
        {
            journal.Record(new(JournalLevel.Error, "no image", pool.Name, reason));
            journal.Measure(Metrics.NoImage.Of(pool.Name, 1));
            return null;
        }
    }

    private LaunchRequest Request(Pool pool, string image, (string Type, string Subnet, int Count) candidate) => new()
    {
        ImageId = image,
        InstanceType = candidate.Type,
        SubnetId = candidate.Subnet,
        SecurityGroups = pool.Launch.SecurityGroups,
        KeyName = pool.Launch.KeyName,
        InstanceProfile = pool.Launch.InstanceProfile,
        UserData = pool.Launch.UserData is { } script ? Scaling.UserData.Fill(script, stack, pool.Name, region) : null,
        Tags = pool.Launch.Tags.SetItem(KickoffTags.Stack, stack).SetItem(KickoffTags.Pool, pool.Name),
        Count = candidate.Count,
    };
}
