using System.Collections.Immutable;
using Amazon.DynamoDBv2.Model;
using Kickoff.Core;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Aws.Ledger;

/// <summary>The ledger's inventory items.</summary>
public sealed class DynamoInventory(LedgerTable table) : IInventory
{
    private const int WritesAtOnce = 16;

    /// <summary>Long enough to still know a terminated server that had lost its groups by then.</summary>
    private static readonly Duration Kept = Duration.FromDays(30);

    public async Task<InventoryItem?> FindAsync(InstanceId id, CancellationToken cancel) =>
        await table.GetAsync(LedgerKey.Inventory(id), cancel) is { } item ? table.Read(item, Read) : null;

    public async Task<ImmutableArray<InventoryItem>> FindAsync(IReadOnlyCollection<InstanceId> ids, CancellationToken cancel)
    {
        var items = await table.GetAsync([.. ids.Select(LedgerKey.Inventory)], cancel);
        return table.Read(items, Read);
    }

    public Task RecordAsync(IReadOnlyCollection<InventoryItem> items, CancellationToken cancel) =>
        InParallel.EachAsync([.. items], WritesAtOnce, item => table.PutAsync(
            Write(item),
            "attribute_not_exists(PK) OR launchTime < :launchTime OR (launchTime = :launchTime AND seenAt < :seenAt)",
            new() { [":launchTime"] = LedgerItem.Time(item.Server.LaunchTime), [":seenAt"] = LedgerItem.Time(item.SeenAt) },
            cancel));

    private static Dictionary<string, AttributeValue> Write(InventoryItem item)
    {
        var server = item.Server;
        return LedgerItem.At(LedgerKey.Inventory(server.Id))
            .With("state", Name(server.State))
            .With("launchTime", server.LaunchTime)
            .With("securityGroups", server.SecurityGroups)
            .With("tags", server.Tags)
            .With("privateDnsName", server.PrivateDnsName)
            .With("privateIp", server.PrivateIp)
            .With("availabilityZone", server.AvailabilityZone)
            .With("subnetId", server.SubnetId)
            .With("instanceType", server.InstanceType)
            .With("imageId", server.ImageId)
            .With("seenAt", item.SeenAt)
            .Until(item.SeenAt + Kept);
    }

    private static InventoryItem Read(Dictionary<string, AttributeValue> item) => new(
        new Server
        {
            Id = InstanceId.Parse(item.Key().Partition["instance#".Length..]),
            State = Enum.GetValues<InstanceState>().Single(state => Name(state) == item.Text("state")),
            LaunchTime = item.Instant("launchTime"),
            SecurityGroups = [.. item.Texts("securityGroups")],
            Tags = Server.NoTags.AddRange(item.Map("tags")),
            PrivateDnsName = item.TextOrNull("privateDnsName"),
            PrivateIp = item.TextOrNull("privateIp"),
            AvailabilityZone = item.TextOrNull("availabilityZone"),
            SubnetId = item.TextOrNull("subnetId"),
            InstanceType = item.TextOrNull("instanceType"),
            ImageId = item.TextOrNull("imageId"),
        },
        item.Instant("seenAt"));

    private static string Name(InstanceState state) => state switch
    {
        InstanceState.Pending => "pending",
        InstanceState.Running => "running",
        InstanceState.Stopping => "stopping",
        InstanceState.Stopped => "stopped",
        InstanceState.ShuttingDown => "shutting-down",
        InstanceState.Terminated => "terminated",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };
}
