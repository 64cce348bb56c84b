using Amazon.DynamoDBv2.Model;
using Amazon.EC2.Model;
using Kickoff.Core.Classification;
using Kickoff.Core.Servers;
using Kickoff.Tick.Tests.Registration;
using NodaTime;
using InstanceState = Kickoff.Core.Servers.InstanceState;

namespace Kickoff.Tick.Tests.Classification;

public sealed class NodeLookupTests : IDisposable
{
    private readonly Registry _registry = new();
    private readonly CancellationTokenSource _timeIsUp = new();
    private readonly Server _live;

    public NodeLookupTests() => _live = _registry.Server();

    private int Calls => _registry.Requests.OfType<DescribeInstancesRequest>().Count();

    public void Dispose() => _timeIsUp.Dispose();

    [Theory]
    [InlineData(899, 0)]
    [InlineData(900, 1)]
    public async Task A_young_inventory_item_saves_the_EC2_call(int ageSeconds, int calls)
    {
        await RememberAsync(Duration.FromSeconds(ageSeconds));

        var found = Assert.IsType<LookupAnswer.Found>(await FindAsync(_live.Id.Value));

        Assert.False(found.Stale);
        Assert.Equal(calls, Calls);
        Assert.Equal(calls, _registry.InventoryWrites);
    }

    [Theory]
    [InlineData(3599, true)]
    [InlineData(3600, false)]
    public async Task When_EC2_is_down_an_older_item_is_answered_marked_stale(int ageSeconds, bool answered)
    {
        _registry.Ec2Down = true;
        await RememberAsync(Duration.FromSeconds(ageSeconds));

        var answer = await FindAsync(_live.Id.Value);

        Assert.Equal(answered, answer is LookupAnswer.Found { Stale: true });
        Assert.Equal(!answered, answer is LookupAnswer.Unavailable);
    }

    [Fact]
    public async Task What_is_known_when_time_is_up_is_answered()
    {
        _registry.Refuse = request => request is PutItemRequest ? TimeIsUp() : null;
        Assert.False(Assert.IsType<LookupAnswer.Found>(await FindAsync(_live.Id.Value)).Stale);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task When_time_is_up_before_EC2_answers_only_what_is_remembered_is_answered(bool remembered)
    {
        _registry.Refuse = request => request is DescribeInstancesRequest ? TimeIsUp() : null;
        if (remembered)
        {
            await RememberAsync(Duration.FromMinutes(20));
            Assert.True(Assert.IsType<LookupAnswer.Found>(await FindAsync(_live.Id.Value)).Stale);
            return;
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => FindAsync(_live.Id.Value));
    }

    [Fact]
    public async Task A_DNS_name_always_asks_EC2_and_is_never_answered_stale()
    {
        await RememberAsync(Duration.Zero);
        Assert.IsType<LookupAnswer.Found>(await FindAsync(_live.PrivateDnsName!));
        Assert.Equal(1, Calls);

        _registry.Ec2Down = true;
        Assert.IsType<LookupAnswer.Unavailable>(await FindAsync(_live.PrivateDnsName!));
    }

    [Fact]
    public async Task Two_live_servers_of_one_name_are_told_and_neither_is_answered()
    {
        _registry.Address = _live.PrivateIp;
        _registry.Server();

        Assert.Equal(2, Assert.IsType<LookupAnswer.Ambiguous>(await FindAsync(_live.PrivateDnsName!)).Servers.Length);
    }

    [Fact]
    public async Task An_ended_server_is_no_server()
    {
        _registry.Becomes(_live, InstanceState.Terminated);

        Assert.IsType<LookupAnswer.NoSuchServer>(await FindAsync(_live.Id.Value));
    }

    private OperationCanceledException TimeIsUp()
    {
        _timeIsUp.Cancel();
        return new OperationCanceledException(_timeIsUp.Token);
    }

    /// <summary>The ledger saw it this long ago.</summary>
    private Task RememberAsync(Duration ago) =>
        _registry.Unheard.Inventory.RecordAsync([new InventoryItem(_live, _registry.Now - ago)], default);

    private Task<LookupAnswer> FindAsync(string certname) =>
        _registry.Procedures.NodeLookup(_ => true, Duration.FromMinutes(15), Duration.FromHours(1))
            .FindAsync(NodeName.Parse(certname)!, _timeIsUp.Token);
}
