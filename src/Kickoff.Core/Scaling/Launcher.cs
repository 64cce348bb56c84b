using System.Collections.Immutable;
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
    /// Launches what the action asks for, candidate by candidate. One without an answer from an earlier tick has its turn when that is sent
    /// again: a second launch of it would only be one more that nobody knows of.
    /// </summary>
    public async Task<LaunchedServers> LaunchAsync(
        PoolLease lease, Pool pool, FleetView view, FleetAction.Launch launch, Instant now, CancellationToken cancel)
    {
        if (await ImageAsync(pool, cancel) is not { } image)
        {
            journal.Measure(Metrics.NotLaunched.Of(pool.Name, launch.Count));
            return new(0, 0);
        }

        var candidates = new LaunchCandidates(
            pool.Launch, view.Servers.Where(server => !server.IsDraining).Select(server => server.Server.SubnetId)
                .Concat(NotYetShown(view, now)));
        var tally = new LaunchTally(pool, launch.Count, launch.Room, journal);
        foreach (var open in view.Launches.Where(one => one.State == LaunchState.Open))
        {
            candidates.PassOver(LaunchCandidate.Of(open));
        }

        foreach (var (candidate, wait) in LaunchBackoff.OfCandidates(pool.Launch, view, launch.Wanted, now))
        {
            candidates.PassOver(candidate);
            tally.Waits(wait.After);
        }

        var aboutRequest = new List<LaunchCandidate>();
        while (Math.Min(tally.Missing, tally.Room) is > 0 and var count && candidates.Next(count) is var (candidate, share))
        {
            var intent = Intent(pool, image, candidate, share, now);
            await ledger.PutLaunchAsync(lease, intent, cancel);
            var result = await CallAsync(intent, cancel);
            tally.Note(share, result);
            if (result is LaunchResult.Launched { Intent: var launched })
            {
                await ledger.SettleAsync(lease, new(launched, true, Cleared(view.Failures, candidate)), cancel);
                candidates.Launched(candidate.SubnetId, launched.Instances.Length);
            }

            // Without an answer it may have happened: the intent stays open, and a later tick looks.
            if (result is LaunchResult.Open { IsAboutCaller: true })
            {
                break;
            }

            if (result is LaunchResult.Failed failed)
            {
                var fate = Failed(view.Failures, intent, failed, now);
                var isPools = failed.IsAboutRequest
                    && aboutRequest.Any(one => one.InstanceType != candidate.InstanceType && one.SubnetId != candidate.SubnetId);
                await ledger.SettleAsync(lease, isPools ? OfPool(view.Failures, fate, failed, now) : fate, cancel);
                if (isPools)
                {
                    break;
                }

                aboutRequest.AddRange(failed.IsAboutRequest ? [candidate] : []);
            }

            if (result is not LaunchResult.Launched { Intent.Instances.Length: var brought } || brought < share)
            {
                candidates.PassOver(candidate);
            }
        }

        tally.Tell();
        return new(tally.Launched, tally.Unanswered);
    }

    /// <summary>A launch that EC2 said it does not make: forgotten but for its candidate's count.</summary>
    public static LaunchFate Failed(ImmutableArray<LaunchFailures> before, LaunchIntent intent, LaunchResult.Failed failed, Instant now) =>
        new(intent, false, [LaunchFailures.After(before, LaunchCandidate.Of(intent), failed.Kind, now, failed.Why)]);

    /// <summary>Sends exactly the intent.</summary>
    public async Task<LaunchResult> CallAsync(LaunchIntent intent, CancellationToken cancel)
    {
        LaunchResult result;
        try
        {
            result = await fleet.LaunchAsync(intent, cancel) switch
            {
                // An answer that names nobody says nothing of what was launched.
                LaunchAnswer.Launched { Instances.IsEmpty: true } => new LaunchResult.Open("an answer without servers", false, false),
                LaunchAnswer.Launched answer =>
                    new LaunchResult.Launched(intent with { State = LaunchState.Launched, Instances = answer.Instances }),
                LaunchAnswer.NoCapacity answer => new LaunchResult.Failed(LaunchFailure.NoCapacity, answer.Code, false),
                LaunchAnswer.TokenSpent answer => new LaunchResult.Open(answer.Code, false, true),
                LaunchAnswer.Refused answer =>
                    new LaunchResult.Failed(LaunchFailure.Refused, $"{answer.Code}: {answer.Message}", answer.IsAboutRequest),
                var other => throw new InvalidOperationException($"An answer nobody knows: {other}"),
            };
        }
        catch (UnavailableException unavailable)
        {
            result = new LaunchResult.Open(unavailable.Message, unavailable.IsAboutCaller, false);
        }

        var (level, text) = result switch
        {
            LaunchResult.Launched { Intent.Instances.Length: var servers } =>
                (JournalLevel.Information, string.Create(CultureInfo.InvariantCulture, $"launched {servers} of")),
            LaunchResult.Failed failed => (JournalLevel.Warning, $"{failed.Why}: none of"),
            LaunchResult.Open open => (JournalLevel.Error, $"{open.Why}: nobody knows of"),
            _ => throw new InvalidOperationException($"A result nobody knows: {result}"),
        };
        journal.Record(new(level, "launch", intent.Pool, string.Create(
            CultureInfo.InvariantCulture,
            $"{text} {intent.Request.Count} {LaunchCandidate.Of(intent)}")));
        return result;
    }

    /// <summary>EC2 launched there: what it once refused it gives now. Whether servers live there is seen later.</summary>
    private static ImmutableArray<LaunchFailures> Cleared(ImmutableArray<LaunchFailures> before, LaunchCandidate candidate) =>
        [
            .. before.Where(one => one.Last != LaunchFailure.Died && (one.Candidate is null || one.Candidate == candidate))
                .Select(one => one with { Count = 0 })];

    /// <summary>Another type in another subnet was refused by a code about the request: it is no candidate's affair.</summary>
    private static LaunchFate OfPool(ImmutableArray<LaunchFailures> before, LaunchFate fate, LaunchResult.Failed failed, Instant now) =>
        fate with
        {
            Failures = fate.Failures.Add(LaunchFailures.After(before, null, failed.Kind, now, failed.Why)),
        };

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

    private LaunchIntent Intent(Pool pool, string image, LaunchCandidate candidate, int count, Instant now)
    {
        var id = newId();
        return new LaunchIntent
        {
            Id = id,
            Pool = pool.Name,
            At = now,
            Request = new LaunchRequest
            {
                ImageId = image,
                InstanceType = candidate.InstanceType,
                SubnetId = candidate.SubnetId,
                SecurityGroups = pool.Launch.SecurityGroups,
                KeyName = pool.Launch.KeyName,
                InstanceProfile = pool.Launch.InstanceProfile,
                UserData = pool.Launch.UserData is { } script ? UserData.Fill(script, stack, pool.Name, region) : null,
                Tags = pool.Launch.Tags.SetItem(KickoffTags.Stack, stack).SetItem(KickoffTags.Pool, pool.Name)
                    .SetItem(KickoffTags.Launch, id.ToString("D")),
                Count = count,
            },
        };
    }
}

/// <summary>What one tick's launches of a pool came to.</summary>
/// <param name="Launched">Servers that EC2 named.</param>
/// <param name="Unanswered">Servers that may be there besides.</param>
internal sealed record LaunchedServers(int Launched, int Unanswered);
