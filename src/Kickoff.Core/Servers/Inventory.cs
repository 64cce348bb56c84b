using System.Collections.Immutable;
using NodaTime;

namespace Kickoff.Core.Servers;

/// <summary>
/// A mapped server as EC2 showed it at <paramref name="SeenAt"/> (real clock); it may have been stopping or ended by then.
/// </summary>
public sealed record InventoryItem(Server Server, Instant SeenAt);

/// <summary>The ledger's memory of servers: it saves EncApi an EC2 call in the burst that follows a launch.</summary>
public interface IInventory
{
    Task<InventoryItem?> FindAsync(InstanceId id, CancellationToken cancel);

    /// <summary>The items of these servers, strongly consistent; unknown ids are absent.</summary>
    Task<ImmutableArray<InventoryItem>> FindAsync(IReadOnlyCollection<InstanceId> ids, CancellationToken cancel);

    /// <summary>Writes each item unless the ledger has one of a later boot, or of the same boot seen later.</summary>
    Task RecordAsync(IReadOnlyCollection<InventoryItem> items, CancellationToken cancel);
}
