using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Core.Registration;

/// <summary>What became of one server in a call to a load balancer.</summary>
public abstract record CallResult
{
    private CallResult()
    {
    }

    /// <summary>It is as it should be; Called: by a call of ours, not because it was found so.</summary>
    public sealed record Done(bool Called) : CallResult;

    /// <summary>The load balancer will not have it, or is not there.</summary>
    public sealed record Refused(string Reason) : CallResult;

    /// <summary>No answer: it may have happened.</summary>
    public sealed record Unknown(string Reason) : CallResult;

    /// <summary>There was not enough time left for it.</summary>
    public sealed record NotMade : CallResult;
}

/// <summary>As few calls to one load balancer as will do, with one server's refusal never costing another's registration.</summary>
public sealed class LoadBalancerCalls(ILoadBalancers loadBalancers, IClock clock)
{
    /// <summary>Servers in one call. AWS documents no bound; its own aws-load-balancer-controller sends 200.</summary>
    public const int MostPerCall = 200;

    /// <summary>
    /// Puts these in (or takes them out), and says what became of each. Of those in <paramref name="looks"/> the list is read first. No
    /// call is begun after <paramref name="latest"/> (real clock).
    /// </summary>
    public async Task<IReadOnlyDictionary<InstanceId, CallResult>> MakeAsync(
        LoadBalancer loadBalancer, Wanted wanted, IReadOnlyCollection<InstanceId> instances, IReadOnlySet<InstanceId> looks, Instant latest,
        CancellationToken cancel)
    {
        var results = new Dictionary<InstanceId, CallResult>(instances.Count);
        var needed = instances.Order().ToList();
        // Deregistering what is not there is nothing to AWS; only registering twice must not happen.
        if (wanted == Wanted.In && looks.Count > 0)
        {
            await LookAsync(loadBalancer, needed, looks, results, cancel);
        }

        string? full = null;
        foreach (var chunk in needed.Chunk(MostPerCall))
        {
            full = full is null ? await CallAsync(loadBalancer, wanted, chunk, latest, results, cancel) : Refuse(chunk, full, results);
        }

        return results;
    }

    private async Task LookAsync(
        LoadBalancer loadBalancer, List<InstanceId> needed, IReadOnlySet<InstanceId> looks, Dictionary<InstanceId, CallResult> results,
        CancellationToken cancel)
    {
        try
        {
            var answer = await loadBalancers.MembersAsync(loadBalancer, cancel);
            foreach (var id in needed.Where(looks.Contains))
            {
                CallResult? result = answer switch
                {
                    MembersAnswer.NoSuchLoadBalancer => new CallResult.Refused($"there is no {loadBalancer}"),
                    // Somebody may have made the call: who may not look does not know.
                    MembersAnswer.Refused refused => new CallResult.Unknown($"{refused.Code}: {refused.Message}"),
                    MembersAnswer.Listed listed when listed.Members.TryGetValue(id, out var health) && health != MemberHealth.Draining =>
                        new CallResult.Done(Called: false),
                    _ => null,
                };
                if (result is not null)
                {
                    results[id] = result;
                }
            }
        }
        catch (UnavailableException unavailable)
        {
            foreach (var id in needed.Where(looks.Contains))
            {
                results[id] = new CallResult.Unknown(unavailable.Message);
            }
        }

        needed.RemoveAll(results.ContainsKey);
    }

    /// <summary>Answers why there is no room for anybody after these; null: there may be.</summary>
    private async Task<string?> CallAsync(
        LoadBalancer loadBalancer, Wanted wanted, ReadOnlyMemory<InstanceId> chunk, Instant latest,
        Dictionary<InstanceId, CallResult> results, CancellationToken cancel)
    {
        if (clock.GetCurrentInstant() > latest)
        {
            return Note(new CallResult.NotMade());
        }

        RegistrationAnswer answer;
        try
        {
            answer = wanted == Wanted.In
                ? await loadBalancers.RegisterAsync(loadBalancer, chunk.ToArray(), cancel)
                : await loadBalancers.DeregisterAsync(loadBalancer, chunk.ToArray(), cancel);
        }
        catch (UnavailableException unavailable)
        {
            return Note(new CallResult.Unknown(unavailable.Message));
        }

        switch (answer)
        {
            case RegistrationAnswer.Accepted:
                return Note(new CallResult.Done(Called: true));
            case RegistrationAnswer.NoSuchLoadBalancer:
                // A load balancer that is gone lists nobody.
                return Note(
                    wanted == Wanted.In ? new CallResult.Refused($"there is no {loadBalancer}") : new CallResult.Done(Called: true));
            case RegistrationAnswer.InvalidInstance or RegistrationAnswer.Full when chunk.Length > 1:
                var half = chunk.Length / 2;
                return await CallAsync(loadBalancer, wanted, chunk[..half], latest, results, cancel) is { } full
                    ? Refuse(chunk[half..], full, results)
                    : await CallAsync(loadBalancer, wanted, chunk[half..], latest, results, cancel);
            case RegistrationAnswer.Full none:
                return Refuse(chunk, $"{none.Code}: {none.Message}", results);
            case RegistrationAnswer.Refused refused:
                return Note(new CallResult.Refused($"{refused.Code}: {refused.Message}"));
            case RegistrationAnswer.InvalidInstance invalid:
                // Out is what it is when the load balancer cannot have it.
                return Note(wanted == Wanted.In ? new CallResult.Refused(invalid.Message) : new CallResult.Done(Called: true));
            default:
                throw new InvalidOperationException($"An answer nobody knows: {answer}");
        }

        string? Note(CallResult result)
        {
            foreach (var id in chunk.Span)
            {
                results[id] = result;
            }

            return null;
        }
    }

    private static string Refuse(ReadOnlyMemory<InstanceId> chunk, string full, Dictionary<InstanceId, CallResult> results)
    {
        foreach (var id in chunk.Span)
        {
            results[id] = new CallResult.Refused(full);
        }

        return full;
    }
}
