using System.Collections.Immutable;
using System.Globalization;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Registration;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;
using Kickoff.Core.Telemetry;
using NodaTime;

namespace Kickoff.Bench.Scaling;

/// <summary>AWS's answers about a large account, ready made: what is left is our own work. What a quiet tick does not call, throws.</summary>
internal sealed class LargeAccount : IServers, ILoadBalancers, IPoolLedger, IFixtures, IMemberships, IInventory, ITerminations, IFleet, IJournal
{
    public const string Stack = "kickoff";

    private readonly ImmutableArray<Server> _servers;
    private readonly ImmutableArray<Fixture> _fixtures;
    private readonly Dictionary<LoadBalancer, ImmutableDictionary<InstanceId, MemberHealth>> _members = [];
    private readonly ImmutableDictionary<MembershipKey, Membership> _memberships;
    private readonly ImmutableArray<InventoryItem> _inventory;

    public LargeAccount(int pools, int servers, int fixtures)
    {
        var launched = Inputs.NewYear;
        _servers = [.. Enumerable.Range(0, servers).Select(number => new Server
        {
            Id = InstanceId.Parse($"i-{number:x17}"),
            State = InstanceState.Running,
            LaunchTime = launched,
            SecurityGroups = [Inputs.NameOf(number % pools)],
            Tags = Server.NoTags.Add(KickoffTags.Stack, Stack).Add(KickoffTags.Pool, Inputs.NameOf(number % pools)).Add("Name", "server").Add("Team", "games"),
            PrivateDnsName = $"ip-10-{number / 65536}-{number / 256 % 256}-{number % 256}.eu-west-1.compute.internal",
            SubnetId = number % 2 == 0 ? "subnet-0a" : "subnet-0b",
            InstanceType = "m7i.large",
        })];
        _fixtures = Inputs.Fixtures(fixtures);
        foreach (var pool in _servers.GroupBy(server => server.SecurityGroups[0]))
        {
            _members[new ClassicLoadBalancer(pool.Key)] = pool.ToImmutableDictionary(server => server.Id, _ => MemberHealth.InService);
        }

        _memberships = _servers.Select(server => new Membership
        {
            Key = new MembershipKey(server.Id, new ClassicLoadBalancer(server.SecurityGroups[0])),
            Boot = launched,
            Epoch = 1,
            Wanted = Wanted.In,
            Because = Cause.Mapped,
            State = MembershipState.Registered,
            At = launched,
            Revision = 2,
        }).ToImmutableDictionary(membership => membership.Key);
        _inventory = [.. _servers.Select(server => new InventoryItem(server, launched + Duration.FromHours(29)))];
    }

    public int Writes { get; private set; }

    public Task<ImmutableArray<Server>> ListAsync(IReadOnlyCollection<InstanceState> states, CancellationToken cancel) =>
        Task.FromResult(states.Contains(InstanceState.Running) ? _servers : []);

    Task<ImmutableArray<Server>> IServers.FindAsync(IReadOnlyCollection<InstanceId> ids, CancellationToken cancel) => throw Unexpected();

    public Task<ImmutableArray<Server>> FindLiveByPrivateDnsNameAsync(string privateDnsName, CancellationToken cancel) => throw Unexpected();

    public Task<MembersAnswer> MembersAsync(LoadBalancer loadBalancer, CancellationToken cancel) =>
        Task.FromResult<MembersAnswer>(new MembersAnswer.Listed(_members[loadBalancer]));

    public Task<RegistrationAnswer> RegisterAsync(LoadBalancer loadBalancer, IReadOnlyCollection<InstanceId> instances, CancellationToken cancel) => throw Unexpected();

    public Task<RegistrationAnswer> DeregisterAsync(LoadBalancer loadBalancer, IReadOnlyCollection<InstanceId> instances, CancellationToken cancel) => throw Unexpected();

    public Task<LeaseAnswer> AcquireAsync(string pool, string owner, Instant tick, Instant now, Duration lease, CancellationToken cancel) =>
        Task.FromResult<LeaseAnswer>(new LeaseAnswer.Acquired(new PoolLease(pool, owner, 1, now + lease)));

    public Task ReleaseAsync(PoolLease lease, CancellationToken cancel) => Task.CompletedTask;

    public Task<PoolRecord> ReadAsync(string pool, CancellationToken cancel) => Task.FromResult(new PoolRecord([], [], null) { Servers = [.. _servers.Where(server => server.SecurityGroups[0] == pool).Select(Remembered)] });

    public Task PutLaunchAsync(PoolLease lease, LaunchIntent intent, CancellationToken cancel) => Write();

    public Task PutDrainsAsync(PoolLease lease, IReadOnlyCollection<Drain> drains, CancellationToken cancel) => Write();

    public Task RemoveDrainsAsync(PoolLease lease, IReadOnlyCollection<InstanceId> instances, CancellationToken cancel) => Write();

    public Task PutServersAsync(PoolLease lease, IReadOnlyCollection<ServerRecord> servers, CancellationToken cancel) => Write();

    public Task AppendAsync(PoolLease lease, IReadOnlyCollection<Activity> activities, CancellationToken cancel) => Write();

    public Task<ImmutableArray<Activity>> HistoryAsync(string pool, int most, CancellationToken cancel) => throw Unexpected();

    public Task<HoldAnswer> PutHoldAsync(Hold hold, bool replace, Instant now, CancellationToken cancel) => throw Unexpected();

    public Task<bool> RemoveHoldAsync(string pool, CancellationToken cancel) => throw Unexpected();

    // The whole year, as if all of it were due: more than a tick ever reads.
    public Task<ImmutableArray<Fixture>> OnDaysAsync(LocalDate from, LocalDate until, CancellationToken cancel) => Task.FromResult(_fixtures);

    public Task<ImmutableArray<Fixture>> OfCompetitionAsync(string competition, CancellationToken cancel) => throw Unexpected();

    public Task PutAsync(IReadOnlyCollection<Fixture> fixtures, IProgress<int>? progress, CancellationToken cancel) => throw Unexpected();

    public Task RemoveAsync(IReadOnlyCollection<FixtureKey> fixtures, CancellationToken cancel) => throw Unexpected();

    public Task<ImmutableDictionary<MembershipKey, Membership>> FindAsync(IReadOnlyCollection<MembershipKey> keys, CancellationToken cancel) => Task.FromResult(_memberships);

    public Task<ImmutableArray<Membership>> OfAsync(InstanceId instance, CancellationToken cancel) => throw Unexpected();

    public Task<MembershipWrite> CompareAndSetAsync(Membership? expected, Membership next, CancellationToken cancel) => throw Unexpected();

    public Task<InventoryItem?> FindAsync(InstanceId id, CancellationToken cancel) => throw Unexpected();

    Task<ImmutableArray<InventoryItem>> IInventory.FindAsync(IReadOnlyCollection<InstanceId> ids, CancellationToken cancel) => Task.FromResult(_inventory);

    public Task RecordAsync(IReadOnlyCollection<InventoryItem> items, CancellationToken cancel) => items.Count == 0 ? Task.CompletedTask : Write();

    public Task NoteAsync(IReadOnlyCollection<Termination> terminations, CancellationToken cancel) => terminations.Count == 0 ? Task.CompletedTask : Write();

    public Task<ImmutableArray<Termination>> SinceAsync(Instant since, int most, CancellationToken cancel) => throw Unexpected();

    public Task<LaunchAnswer> LaunchAsync(LaunchIntent intent, CancellationToken cancel) => throw Unexpected();

    public Task<EndAnswer> EndAsync(IReadOnlyCollection<InstanceId> instances, CancellationToken cancel) => throw Unexpected();

    public Task<ImageAnswer> NewestImageAsync(ImageSource.Newest image, CancellationToken cancel) => throw Unexpected();

    private static ServerRecord Remembered(Server server) =>
        new(server.Id, server.LaunchTime, server.LaunchTime, null, server.LaunchTime + Duration.FromHours(29));

    public void Record(JournalEntry entry)
    {
    }

    public void Measure(Metric metric)
    {
    }

    private Task Write()
    {
        Writes++;
        return Task.CompletedTask;
    }

    private static InvalidOperationException Unexpected() => new("A quiet tick does not ask this.");
}
