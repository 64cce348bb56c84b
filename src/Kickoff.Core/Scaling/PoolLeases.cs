using Kickoff.Core.Telemetry;
using NodaTime;

namespace Kickoff.Core.Scaling;

/// <summary>One tick's rights to act on pools. What speaks against one pool's costs that pool only.</summary>
internal sealed class PoolLeases(IPoolLedger ledger, IClock clock, IJournal journal)
{
    private const int AtOnce = 4;

    private readonly TickTrouble _trouble = new(journal);

    /// <summary>Those that were to be had, by pool.</summary>
    public async Task<Dictionary<string, PoolLease>> AcquireAsync(
        IReadOnlyList<Pool> pools, string owner, Instant tick, Duration lasting, CancellationToken cancel)
    {
        var leases = await InParallel.MapAsync(pools, AtOnce, pool => AcquireAsync(pool.Name, owner, tick, lasting, cancel));
        return leases.OfType<PoolLease>().ToDictionary(lease => lease.Pool, StringComparer.Ordinal);
    }

    public async Task ReleaseAsync(IEnumerable<PoolLease> leases, CancellationToken cancel)
    {
        foreach (var lease in leases)
        {
            try
            {
                await ledger.ReleaseAsync(lease, cancel);
            }
            catch (Exception error) when (error is UnavailableException or LeaseLostException or OperationCanceledException)
            {
                // It runs out by itself.
                journal.Record(new(JournalLevel.Information, "lease not released", lease.Pool, error.Message));
            }
        }
    }

    private async Task<PoolLease?> AcquireAsync(string pool, string owner, Instant tick, Duration lasting, CancellationToken cancel)
    {
        LeaseAnswer answer;
        try
        {
            answer = await ledger.AcquireAsync(pool, owner, tick, clock.GetCurrentInstant(), lasting, cancel);
        }
        catch (UnavailableException unavailable)
        {
            _trouble.Stopped(pool, unavailable.Message);
            return null;
        }

        switch (answer)
        {
            case LeaseAnswer.Acquired acquired:
                return acquired.Lease;
            case LeaseAnswer.HeldByAnother held:
                journal.Record(new(JournalLevel.Information, "tick skipped", pool, $"another tick is at work until {held.Until}"));
                return null;
            case LeaseAnswer.NotLater late:
                journal.Record(new(JournalLevel.Information, "tick dropped", pool, $"the tick of {late.LastTick} was here already"));
                return null;
            default:
                throw new InvalidOperationException($"An answer nobody knows: {answer}");
        }
    }
}
