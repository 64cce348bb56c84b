using System.Collections.Immutable;
using Kickoff.Core.Classification;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Core.Tests.Classification;

public sealed class NodeLookupTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 6, 11, 19, 0);

    private static readonly Server Live = new()
    {
        Id = InstanceId.Parse("i-00000001"),
        State = InstanceState.Running,
        LaunchTime = Now - Duration.FromHours(2),
    };

    private readonly Ec2 _ec2 = new();
    private readonly Memory _inventory = new();

    [Theory]
    [InlineData("i-00000001", true)]
    [InlineData("i-0123456789abcdef0.eu-west-1.compute.internal", true)]
    [InlineData("ip-10-0-0-1.eu-west-1.compute.internal", false)]
    [InlineData("i-xyz", false)]
    public void A_certname_is_an_instance_id_or_a_DNS_name(string certname, bool instance) =>
        Assert.Equal(instance, NodeName.Parse(certname) is NodeName.OfInstance);

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("Upper")]
    [InlineData("../etc")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("-a")]
    public void Anything_else_is_no_certname(string? certname) => Assert.Null(NodeName.Parse(certname));

    [Fact]
    public void A_certname_has_at_most_255_characters()
    {
        Assert.NotNull(NodeName.Parse(new string('a', 255)));
        Assert.Null(NodeName.Parse(new string('a', 256)));
    }

    [Theory]
    [InlineData(899, 0)]
    [InlineData(900, 1)]
    public async Task A_young_inventory_item_saves_the_EC2_call(int ageSeconds, int calls)
    {
        (_ec2.Servers, _inventory.Item) = ([Live], new InventoryItem(Live, Now - Duration.FromSeconds(ageSeconds)));

        var found = Assert.IsType<LookupAnswer.Found>(await FindAsync("i-00000001"));

        Assert.False(found.Stale);
        Assert.Equal(calls, _ec2.Calls);
        Assert.Equal(calls, _inventory.Recorded);
    }

    [Theory]
    [InlineData(3599, true)]
    [InlineData(3600, false)]
    public async Task When_EC2_is_down_an_older_item_is_answered_marked_stale(int ageSeconds, bool answered)
    {
        (_ec2.Down, _inventory.Item) = (true, new InventoryItem(Live, Now - Duration.FromSeconds(ageSeconds)));

        var answer = await FindAsync("i-00000001");

        Assert.Equal(answered, answer is LookupAnswer.Found { Stale: true });
        Assert.Equal(!answered, answer is LookupAnswer.Unavailable);
    }

    [Fact]
    public async Task What_is_known_when_time_is_up_is_answered()
    {
        (_ec2.Servers, _inventory.OutOfTime) = ([Live], true);
        Assert.False(Assert.IsType<LookupAnswer.Found>(await FindAsync("i-00000001")).Stale);

        (_ec2.OutOfTime, _inventory.Item) = (true, new InventoryItem(Live, Now - Duration.FromMinutes(20)));
        Assert.True(Assert.IsType<LookupAnswer.Found>(await FindAsync("i-00000001")).Stale);

        _inventory.Item = null;
        await Assert.ThrowsAsync<OperationCanceledException>(() => FindAsync("i-00000001"));
    }

    [Fact]
    public async Task A_DNS_name_always_asks_EC2_and_is_never_answered_stale()
    {
        (_ec2.Servers, _inventory.Item) = ([Live], new InventoryItem(Live, Now));
        Assert.IsType<LookupAnswer.Found>(await FindAsync("ip-10-0-0-1.ec2.internal"));
        Assert.Equal(1, _ec2.Calls);

        _ec2.Down = true;
        Assert.IsType<LookupAnswer.Unavailable>(await FindAsync("ip-10-0-0-1.ec2.internal"));
    }

    [Fact]
    public async Task Two_live_servers_of_one_name_are_told_and_neither_is_answered()
    {
        _ec2.Servers = [Live, Live with { Id = InstanceId.Parse("i-00000002") }];

        Assert.Equal(2, Assert.IsType<LookupAnswer.Ambiguous>(await FindAsync("ip-10-0-0-1.ec2.internal")).Servers.Length);
    }

    [Fact]
    public async Task An_ended_server_is_no_server()
    {
        _ec2.Servers = [Live with { State = InstanceState.Terminated }];

        Assert.IsType<LookupAnswer.NoSuchServer>(await FindAsync("i-00000001"));
    }

    private Task<LookupAnswer> FindAsync(string certname) =>
        new NodeLookup(_ec2, _inventory, _ => true, Duration.FromMinutes(15), Duration.FromHours(1), new StoppedClock()).FindAsync(
            NodeName.Parse(certname)!, default);

    private sealed class StoppedClock : IClock
    {
        public Instant GetCurrentInstant() => Now;
    }

    private sealed class Ec2 : IServers
    {
        public ImmutableArray<Server> Servers { get; set; } = [];

        public bool Down { get; set; }

        public bool OutOfTime { get; set; }

        public int Calls { get; private set; }

        public Task<ImmutableArray<Server>> FindAsync(IReadOnlyCollection<InstanceId> ids, CancellationToken cancel) => Answer();

        public Task<ImmutableArray<Server>> FindLiveByPrivateDnsNameAsync(string privateDnsName, CancellationToken cancel) => Answer();

        public Task<ImmutableArray<Server>> ListAsync(IReadOnlyCollection<InstanceState> states, CancellationToken cancel) => Answer();

        private Task<ImmutableArray<Server>> Answer()
        {
            Calls++;
            return OutOfTime
                ? throw new OperationCanceledException()
                : Down
                ? throw new UnavailableException("EC2", "RequestLimitExceeded")
                : Task.FromResult(Servers);
        }
    }

    private sealed class Memory : IInventory
    {
        public InventoryItem? Item { get; set; }

        public bool OutOfTime { get; set; }

        public int Recorded { get; private set; }

        public Task<InventoryItem?> FindAsync(InstanceId id, CancellationToken cancel) => Task.FromResult(Item);

        public Task<ImmutableArray<InventoryItem>> FindAsync(IReadOnlyCollection<InstanceId> ids, CancellationToken cancel) =>
            throw new NotSupportedException();

        public Task RecordAsync(IReadOnlyCollection<InventoryItem> items, CancellationToken cancel)
        {
            Recorded += items.Count;
            return OutOfTime ? throw new OperationCanceledException() : Task.CompletedTask;
        }
    }
}
