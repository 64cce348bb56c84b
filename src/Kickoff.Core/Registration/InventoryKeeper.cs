using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Core.Registration;

/// <summary>Writes the inventory items that tell something new; repeated events write nothing.</summary>
internal sealed class InventoryKeeper(IInventory inventory, IClock clock)
{
    /// <summary>An item younger than this that says the same is left as it is.</summary>
    private static readonly Duration Fresh = Duration.FromMinutes(5);

    public async Task KeepAsync(IReadOnlyCollection<Server> servers, CancellationToken cancel)
    {
        if (servers.Count == 0)
        {
            return;
        }

        var now = clock.GetCurrentInstant();
        var known = (await inventory.FindAsync([.. servers.Select(server => server.Id)], cancel)).ToDictionary(item => item.Server.Id);
        var news = servers.Where(
            server => !(known.TryGetValue(server.Id, out var item) && item.SeenAt + Fresh > now && Same(item.Server, server)));
        await inventory.RecordAsync([.. news.Select(server => new InventoryItem(server, now))], cancel);
    }

    private static bool Same(Server left, Server right) =>
        left.State == right.State && left.LaunchTime == right.LaunchTime
        && left.PrivateDnsName == right.PrivateDnsName && left.PrivateIp == right.PrivateIp && left.InstanceType == right.InstanceType
        && left.SecurityGroups.SequenceEqual(right.SecurityGroups) && left.Tags.SequenceEqual(right.Tags);
}
