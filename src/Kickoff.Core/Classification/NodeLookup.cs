using System.Collections.Immutable;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Core.Classification;

/// <summary>Which server a node name means.</summary>
public abstract record LookupAnswer
{
    private LookupAnswer()
    {
    }

    /// <summary>Age is zero for what EC2 just said. Stale: EC2 could not be asked.</summary>
    public sealed record Found(Server Server, Duration Age, bool Stale) : LookupAnswer;

    public sealed record NoSuchServer : LookupAnswer;

    /// <summary>Two live servers of one name: no answer is better than the wrong one.</summary>
    public sealed record Ambiguous(ImmutableArray<InstanceId> Servers) : LookupAnswer;

    public sealed record Unavailable(string Reason) : LookupAnswer;
}

/// <summary>
/// Finds the live server of a node name: by instance id from the inventory while it is young, else from EC2; by DNS name always from EC2,
/// because the name may already be another server's. What is known when time is up (cancellation) is answered all the same.
/// </summary>
public sealed class NodeLookup(
    IServers servers, IInventory inventory, Func<Server, bool> remembers, Duration inventoryMaxAge, Duration staleMaxAge, IClock clock)
{
    public Task<LookupAnswer> FindAsync(NodeName name, CancellationToken cancel) => name switch
    {
        NodeName.OfInstance instance => OfInstanceAsync(instance.Id, cancel),
        NodeName.PrivateDns dns => OfDnsNameAsync(dns.Certname, cancel),
        _ => throw new InvalidOperationException($"A node name of a kind nobody knows: {name}"),
    };

    private async Task<LookupAnswer> OfInstanceAsync(InstanceId id, CancellationToken cancel)
    {
        InventoryItem? item;
        try
        {
            item = await inventory.FindAsync(id, cancel);
        }
        catch (UnavailableException)
        {
            // EC2 knows as well.
            item = null;
        }

        // One that was seen stopped or ended may have been started since; EC2 is asked.
        item = item is { Server.IsLive: true } ? item : null;
        var now = clock.GetCurrentInstant();
        if (item is not null && Age(item, now) < inventoryMaxAge)
        {
            return new LookupAnswer.Found(item.Server, Age(item, now), Stale: false);
        }

        ImmutableArray<Server> found;
        try
        {
            found = await servers.FindAsync([id], cancel);
        }
        catch (Exception error) when (
            error is UnavailableException or OperationCanceledException && item is not null && Age(item, now) < staleMaxAge)
        {
            return new LookupAnswer.Found(item.Server, Age(item, now), Stale: true);
        }
        catch (UnavailableException unavailable)
        {
            return new LookupAnswer.Unavailable(unavailable.Message);
        }

        if (found.FirstOrDefault(server => server.IsLive) is not { } live)
        {
            return new LookupAnswer.NoSuchServer();
        }

        await RememberAsync(live, now, cancel);
        return new LookupAnswer.Found(live, Duration.Zero, Stale: false);
    }

    private async Task<LookupAnswer> OfDnsNameAsync(string name, CancellationToken cancel)
    {
        try
        {
            var live = (await servers.FindLiveByPrivateDnsNameAsync(name, cancel)).Where(server => server.IsLive).ToImmutableArray();
            return live.Length switch
            {
                0 => new LookupAnswer.NoSuchServer(),
                1 => new LookupAnswer.Found(live[0], Duration.Zero, Stale: false),
                _ => new LookupAnswer.Ambiguous([.. live.Select(server => server.Id).Order()]),
            };
        }
        catch (UnavailableException unavailable)
        {
            return new LookupAnswer.Unavailable(unavailable.Message);
        }
    }

    private async Task RememberAsync(Server live, Instant now, CancellationToken cancel)
    {
        if (!remembers(live))
        {
            return;
        }

        try
        {
            await inventory.RecordAsync([new InventoryItem(live, now)], cancel);
        }
        catch (Exception error) when (error is UnavailableException or OperationCanceledException)
        {
            // The answer is known; the next question costs an EC2 call again.
        }
    }

    private static Duration Age(InventoryItem item, Instant now) => Duration.Max(now - item.SeenAt, Duration.Zero);
}
