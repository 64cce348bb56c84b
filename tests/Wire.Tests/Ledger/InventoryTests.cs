using Kickoff.Aws.Ledger;
using Kickoff.Core.Servers;
using Kickoff.Wire.Tests.Local;
using NodaTime;

namespace Kickoff.Wire.Tests.Ledger;

[Collection(UsesEmulator.Name)]
public sealed class InventoryTests(EmulatorFixture emulator) : IAsyncLifetime
{
    private static readonly Instant Now = Instant.FromUtc(2012, 6, 28, 18, 45);

    private LedgerWire _wire = null!;
    private DynamoInventory _inventory = null!;

    public async Task InitializeAsync()
    {
        _wire = await LedgerWire.CreateAsync(emulator.Proxy.Endpoint);
        _inventory = new(_wire.Table);
    }

    public Task DisposeAsync()
    {
        _wire.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task What_is_recorded_is_found_with_every_tag_and_group()
    {
        var item = Item(1) with
        {
            Server = Item(1).Server with
            {
                SecurityGroups = ["a", "z"],
                Tags = Server.NoTags.Add("Name", "café ☕").Add("empty", "").Add("kickoff:pool", "web"),
                PrivateDnsName = "ip-10-0-0-1.eu-west-1.compute.internal",
                PrivateIp = "10.0.0.1",
                AvailabilityZone = "eu-west-1a",
                SubnetId = "subnet-1",
                InstanceType = "m7i.large",
                ImageId = "ami-1",
            },
        };
        await _inventory.RecordAsync([item], default);

        var found = await _inventory.FindAsync(item.Server.Id, default);

        Assert.Equal(item.SeenAt, found!.SeenAt);
        Assert.Equal(["a", "z"], found.Server.SecurityGroups.ToArray());
        Assert.Equal(item.Server.Tags, found.Server.Tags);
        Assert.Equal(
            item.Server with { SecurityGroups = default, Tags = Server.NoTags },
            found.Server with { SecurityGroups = default, Tags = Server.NoTags });
    }

    [Fact]
    public async Task A_bare_server_is_found_as_bare()
    {
        await _inventory.RecordAsync([Item(1)], default);

        var found = (await _inventory.FindAsync([Id(1), Id(2)], default)).Single();

        Assert.Empty(found.Server.SecurityGroups);
        Assert.Empty(found.Server.Tags);
        Assert.Null(found.Server.PrivateIp);
        Assert.Null(await _inventory.FindAsync(Id(2), default));
    }

    [Theory]
    [InlineData(0, 1, true)]
    [InlineData(0, 0, false)]
    [InlineData(0, -1, false)]
    [InlineData(1, -1, true)]
    [InlineData(-1, 1, false)]
    public async Task An_item_gives_way_to_a_later_boot_and_to_the_same_boot_seen_later(int boot, int seen, bool written)
    {
        await _inventory.RecordAsync([Item(1)], default);

        await _inventory.RecordAsync([Item(1, boot, seen) with { Server = Item(1, boot).Server with { PrivateIp = "new" } }], default);

        Assert.Equal(written ? "new" : null, (await _inventory.FindAsync(Id(1), default))!.Server.PrivateIp);
    }

    [Fact]
    public async Task Every_read_says_ConsistentRead()
    {
        await _inventory.FindAsync(Id(1), default);
        await _inventory.FindAsync([Id(1)], default);

        Assert.True((bool?)_wire.Calls[0].Body["ConsistentRead"]);
        Assert.True((bool?)_wire.Calls[1].Body["RequestItems"]![_wire.TableName]!["ConsistentRead"]);
    }

    private static InstanceId Id(int number) => InstanceId.Parse($"i-{number:x17}");

    private static InventoryItem Item(int number, int boot = 0, int seen = 0) => new(
        new Server { Id = Id(number), State = InstanceState.Running, LaunchTime = Now + Duration.FromHours(boot) },
        Now + Duration.FromMinutes(5) + Duration.FromSeconds(seen));
}
