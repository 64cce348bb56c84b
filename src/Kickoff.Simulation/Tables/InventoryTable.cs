using Kickoff.Core.Servers;

namespace Kickoff.Simulation.Tables;

/// <summary>The ledger's inventory items: a later boot wins over an earlier one, and within a boot what was seen later.</summary>
public sealed class InventoryTable
{
    private readonly SortedDictionary<InstanceId, InventoryItem> _items = [];

    public InventoryItem? Find(InstanceId id) => _items.GetValueOrDefault(id);

    public void Record(InventoryItem item)
    {
        if (Find(item.Server.Id) is not { } known || known.Server.LaunchTime < item.Server.LaunchTime
            || (known.Server.LaunchTime == item.Server.LaunchTime && known.SeenAt < item.SeenAt))
        {
            _items[item.Server.Id] = item;
        }
    }
}
