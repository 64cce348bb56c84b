using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Core.Registration;

/// <summary>Writes the inventory items that tell something new; repeated events write nothing.</summary>
internal sealed class InventoryKeeper(IInventory inventory, IClock clock)
{
    /// <summary>An item younger than this that says the same is left as it is.</summary>
    private static readonly Duration Fresh = Duration.FromMinutes(5);

    /// <summary>Answers those that were written.</summary>
    public async Task<IReadOnlyCollection<InventoryItem>> KeepAsync(IReadOnlyCollection<Server> servers, CancellationToken cancel)
    {
        if (servers.Count == 0)
        {
            return [];
        }

        var now = clock.GetCurrentInstant();
        var known = (await inventory.FindAsync([.. servers.Select(server => server.Id)], cancel)).ToDictionary(item => item.Server.Id);
        InventoryItem[] news =
        [
            .. servers.Where(
                    server => !(known.TryGetValue(server.Id, out var item) && item.SeenAt + Fresh > now && Same(item.Server, server)))
                .Select(server => new InventoryItem(server, now)),
        ];
        await inventory.RecordAsync(news, cancel);
        return news;
    }

    private static bool Same(Server left, Server right) =>
        left.State == right.State && left.LaunchTime == right.LaunchTime
        && left.PrivateDnsName == right.PrivateDnsName && left.PrivateIp == right.PrivateIp && left.InstanceType == right.InstanceType
        && left.SecurityGroups.SequenceEqual(right.SecurityGroups) && left.Tags.SequenceEqual(right.Tags);
}
