using System.Collections.Immutable;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;
using Kickoff.Simulation.Time;
using NodaTime;

namespace Kickoff.Simulation.Tables;

/// <summary>The pools' part of the ledger. Every write under a lease is conditional on the fence.</summary>
public sealed class PoolTable(VirtualTime time, IWitness witness)
{
    /// <summary>The table's time to live of what is only history.</summary>
    private static readonly Duration Kept = Duration.FromDays(2);

    private readonly SortedDictionary<string, Partition> _pools = new(StringComparer.Ordinal);

    public LeaseAnswer Acquire(string pool, string owner, Instant tick, Instant now, Duration lease)
    {
        var partition = Of(pool);
        if (partition.Owner == owner && partition.LastTick == tick)
        {
            return new LeaseAnswer.Acquired(new PoolLease(pool, owner, partition.Fence, partition.Until));
        }

        if (partition.LastTick is { } last && tick <= last)
        {
            return new LeaseAnswer.NotLater(last);
        }

        if (partition.Owner is not null && now < partition.Until)
        {
            return new LeaseAnswer.HeldByAnother(partition.Until);
        }

        partition.Owner = owner;
        partition.Fence++;
        partition.Until = now + lease;
        partition.LastTick = tick;
        return new LeaseAnswer.Acquired(new PoolLease(pool, owner, partition.Fence, partition.Until));
    }

    /// <summary>Whether this lease is still the ledger's.</summary>
    public bool IsHeld(PoolLease lease) => Of(lease.Pool) is { } partition && partition.Fence == lease.Fence && partition.Owner == lease.Owner;

    /// <summary>Whose lease the ledger has now, and until when.</summary>
    public (string? Owner, Instant Until, Instant? LastTick) Holder(string pool) => (Of(pool).Owner, Of(pool).Until, Of(pool).LastTick);

    public void Release(PoolLease lease) => Under(lease).Owner = null;

    public PoolRecord Read(string pool)
    {
        var partition = Of(pool);
        var old = partition.Launches.Values.Where(launch => launch.At + Kept < time.Now).Select(launch => launch.Id).ToArray();
        foreach (var id in old)
        {
            partition.Launches.Remove(id);
        }

        return new([.. partition.Launches.Values], [.. partition.Drains.Values], partition.Hold) { Servers = [.. partition.Servers.Values] };
    }

    public Drain? DrainOf(string pool, InstanceId id) => Of(pool).Drains.GetValueOrDefault(id);

    public Hold? HoldOf(string pool) => Of(pool).Hold;

    public LaunchIntent? Launch(string pool, Guid id) => Of(pool).Launches.GetValueOrDefault(id);

    public void PutLaunch(Invocation by, PoolLease lease, LaunchIntent intent)
    {
        var launches = Under(lease).Launches;
        var before = launches.GetValueOrDefault(intent.Id);
        launches[intent.Id] = intent;
        witness.LaunchWritten(by, before, intent);
    }

    public void PutDrains(Invocation by, PoolLease lease, IReadOnlyCollection<Drain> drains)
    {
        var partition = Under(lease);
        foreach (var drain in drains)
        {
            partition.Drains[drain.Instance] = drain;
        }

        witness.DrainsWritten(by, lease.Pool, drains);
    }

    public void RemoveDrains(Invocation by, PoolLease lease, IReadOnlyCollection<InstanceId> instances)
    {
        var partition = Under(lease);
        foreach (var id in instances)
        {
            partition.Drains.Remove(id);
        }

        witness.DrainsRemoved(by, lease.Pool, instances);
    }

    public void PutServers(PoolLease lease, IReadOnlyCollection<ServerRecord> servers)
    {
        var partition = Under(lease);
        foreach (var server in servers)
        {
            partition.Servers[server.Instance] = server;
        }
    }

    public void Append(PoolLease lease, IReadOnlyCollection<Activity> activities)
    {
        var partition = Under(lease);
        partition.Activities.AddRange(activities);
        partition.Activities.RemoveAll(activity => activity.At + Kept < time.Now);
    }

    public ImmutableArray<Activity> History(string pool, int most) => [.. Of(pool).Activities.OrderByDescending(activity => activity.At).Take(most)];

    public HoldAnswer PutHold(Hold hold, bool replace, Instant now)
    {
        var partition = Of(hold.Pool);
        if (partition.Hold is { } there && now < there.Until)
        {
            partition.Hold = replace ? hold : there;
            return replace ? new HoldAnswer.Put(there) : new HoldAnswer.Refused(there);
        }

        partition.Hold = hold;
        return new HoldAnswer.Put(null);
    }

    public bool RemoveHold(string pool)
    {
        var partition = Of(pool);
        var had = partition.Hold is not null;
        partition.Hold = null;
        return had;
    }

    private Partition Of(string pool) => _pools.TryGetValue(pool, out var found) ? found : _pools[pool] = new Partition();

    private Partition Under(PoolLease lease) => IsHeld(lease) ? Of(lease.Pool) : throw new LeaseLostException(lease);

    private sealed class Partition
    {
        public string? Owner { get; set; }

        public long Fence { get; set; }

        public Instant Until { get; set; }

        public Instant? LastTick { get; set; }

        public SortedDictionary<Guid, LaunchIntent> Launches { get; } = [];

        public SortedDictionary<InstanceId, Drain> Drains { get; } = [];

        public SortedDictionary<InstanceId, ServerRecord> Servers { get; } = [];

        public List<Activity> Activities { get; } = [];

        public Hold? Hold { get; set; }
    }
}
