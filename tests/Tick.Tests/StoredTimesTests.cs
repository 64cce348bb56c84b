using Kickoff.Core.Servers;
using Kickoff.Tick.Tests.Registration;
using NodaTime;
using NodaTime.Text;

namespace Kickoff.Tick.Tests;

/// <summary>Times in the ledger: of one length, to the last nanosecond (docs/architecture.md, The ledger).</summary>
public sealed class StoredTimesTests
{
    [Theory]
    [InlineData("2012-06-28T18:45:00.000000000Z")]
    [InlineData("2024-02-29T23:59:59.999999999Z")]
    [InlineData("2026-12-31T00:00:00.000000001Z")]
    [InlineData("2026-01-28T09:08:07.060504030Z")]
    [InlineData("0001-01-01T00:00:00.000000000Z")]
    [InlineData("9999-12-31T23:59:59.999999999Z")]
    public async Task A_time_is_read_as_it_was_written(string text)
    {
        var registry = new Registry();
        var at = InstantPattern.ExtendedIso.Parse(text).Value;
        var server = registry.Server() with { LaunchTime = at };

        await registry.Unheard.Inventory.RecordAsync([new InventoryItem(server, registry.Now)], default);

        var item = Assert.Single(registry.Account.DynamoDb.Items(Registry.LedgerTable));
        Assert.Equal(text, item["launchTime"].S);
        Assert.Equal(at, registry.Remembered(server.Id)!.Server.LaunchTime);
    }
}
