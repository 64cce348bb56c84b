using System.Collections.Immutable;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Core.Scaling;

/// <summary>A tick's right to act on one pool. The fence is a condition of every later write.</summary>
public sealed record PoolLease(string Pool, string Owner, long Fence, Instant Until);

/// <summary>The last tick that took a pool's lease, and whether it was a dry run; null: by a version that did not say.</summary>
public sealed record LastTick(Instant At, DryRun? DryRun);

public abstract record LeaseAnswer
{
    private LeaseAnswer()
    {
    }

    public sealed record Acquired(PoolLease Lease) : LeaseAnswer;

    /// <summary>Another tick is at work until then (real clock).</summary>
    public sealed record HeldByAnother(Instant Until) : LeaseAnswer;

    /// <summary>The ledger has seen a tick of this time or a later one.</summary>
    public sealed record NotLater(Instant LastTick) : LeaseAnswer;
}

/// <summary>Another tick has taken over: whoever sees this stops before its next write or call.</summary>
public sealed class LeaseLostException(PoolLease lease)
    : Exception($"The lease on pool {lease.Pool} (fence {lease.Fence}) was taken over by another tick.");

public enum DrainCause
{
    /// <summary>More servers than the plan asks for.</summary>
    Surplus,

    /// <summary>Not in service past its boot deadline.</summary>
    Replacement,
}

/// <summary>A server that was taken out and will be ended at Deadline; it speaks of one boot only.</summary>
public sealed record Drain(InstanceId Instance, Instant Boot, Instant Since, Instant Deadline, DrainCause Cause)
{
    /// <summary>Since when it is wanted back: no longer drained, but not yet in service again.</summary>
    public Instant? ReturningSince { get; init; }
}

/// <summary>
/// What is remembered of one boot of a server. ServingSince: first seen in service, or the boot itself where nobody watched it come up, so
/// that nobody can say that it never served. UnhealthySince: since when it is not in service after that.
/// </summary>
public sealed record ServerRecord(InstanceId Instance, Instant Boot, Instant? ServingSince, Instant? UnhealthySince, Instant WrittenAt)
{
    /// <summary>The launch that brought it, once that is proven; null of one that Kickoff did not launch.</summary>
    public string? Launch { get; init; }

    public string? Image { get; init; }

    /// <summary>EC2's word: spot and the like; null: on demand.</summary>
    public string? Market { get; init; }
}

/// <summary>Somebody said that a server with the pool's tags, which Kickoff did not launch, is the pool's all the same.</summary>
public sealed record Adoption(InstanceId Instance, Instant At, string By);

/// <summary>What was decided for a pool and why, for <c>kickoff history</c>.</summary>
public sealed record Activity(Guid Id, string Pool, Instant At, string What, string Reason);

/// <summary>
/// Everything of one pool but its activities, read strongly consistent in one query. UnreadDrains: servers whose drain this version cannot
/// read, which is left as it is.
/// </summary>
public sealed record PoolRecord(ImmutableArray<LaunchIntent> Launches, ImmutableArray<Drain> Drains, Hold? Hold)
{
    public ImmutableArray<ServerRecord> Servers { get; init; } = [];

    /// <summary>Without those of servers that are wanted back.</summary>
    public IEnumerable<Drain> DrainsInForce => Drains.Where(drain => drain.ReturningSince is null);

    public ImmutableHashSet<InstanceId> UnreadDrains { get; init; } = [];

    public ImmutableArray<LaunchFailures> Failures { get; init; } = [];

    public ImmutableArray<Adoption> Adoptions { get; init; } = [];
}

/// <summary>
/// The pool's part of the ledger. A write under a lease throws LeaseLostException when the fence is no longer the ledger's.
/// </summary>
public interface IPoolLedger
{
    /// <summary>
    /// Takes the lease for the tick of this time if it is later than the last and nobody holds it at <paramref name="now"/> (real clock).
    /// </summary>
    Task<LeaseAnswer> AcquireAsync(string pool, string owner, Instant tick, Instant now, Duration lease, CancellationToken cancel);

    Task ReleaseAsync(PoolLease lease, CancellationToken cancel);

    /// <summary>Null when there was none yet.</summary>
    Task<LastTick?> LastTickAsync(string pool, CancellationToken cancel);

    Task<PoolRecord> ReadAsync(string pool, CancellationToken cancel);

    Task PutLaunchAsync(PoolLease lease, LaunchIntent intent, CancellationToken cancel);

    /// <summary>
    /// Writes at once what became of a launch: the launch as it is kept, or nothing more of it, and what is remembered of its candidate and
    /// its pool.
    /// </summary>
    Task SettleAsync(PoolLease lease, LaunchFate fate, CancellationToken cancel);

    Task PutDrainsAsync(PoolLease lease, IReadOnlyCollection<Drain> drains, CancellationToken cancel);

    Task RemoveDrainsAsync(PoolLease lease, IReadOnlyCollection<InstanceId> instances, CancellationToken cancel);

    Task PutServersAsync(PoolLease lease, IReadOnlyCollection<ServerRecord> servers, CancellationToken cancel);

    Task AppendAsync(PoolLease lease, IReadOnlyCollection<Activity> activities, CancellationToken cancel);

    /// <summary>The latest activities, newest first.</summary>
    Task<ImmutableArray<Activity>> HistoryAsync(string pool, int most, CancellationToken cancel);

    /// <summary>
    /// The operator's word; no lease needed. A hold that is over by <paramref name="now"/> is no obstacle; any other is replaced only if
    /// <paramref name="replace"/> says so, however many operators are at it.
    /// </summary>
    Task<HoldAnswer> PutHoldAsync(Hold hold, bool replace, Instant now, CancellationToken cancel);

    /// <summary>The operator's word; no lease needed.</summary>
    Task AdoptAsync(string pool, IReadOnlyCollection<Adoption> adoptions, CancellationToken cancel);

    /// <summary>The operator's word; no lease needed. It takes the place of an earlier one.</summary>
    Task RetireAsync(Retirement retirement, CancellationToken cancel);

    Task<Retirement?> RetirementAsync(string pool, CancellationToken cancel);

    /// <summary>True when there was one.</summary>
    Task<bool> RemoveRetirementAsync(string pool, CancellationToken cancel);

    /// <summary>True when there was one.</summary>
    Task<bool> RemoveHoldAsync(string pool, CancellationToken cancel);
}
