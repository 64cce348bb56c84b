using System.Collections.Immutable;
using Kickoff.Core.Registration;
using Kickoff.Core.Servers;
using Kickoff.Core.Telemetry;
using NodaTime;

namespace Kickoff.Core.Scaling;

/// <summary>Pools that fleet.yml has no more and somebody retired: a tick drains and ends their servers as it does any other's.</summary>
internal sealed class RetiredPools(IPoolLedger ledger, PoolTick poolTick, IClock clock, IJournal journal, Func<string> newOwner)
{
    /// <summary>
    /// Answers the drains in force afterwards; null where nobody retired the pool, another tick is at it, or it was stopped.
    /// </summary>
    public async Task<ImmutableArray<Drain>?> RunAsync(
        string name, ImmutableArray<Server> observed, Roster roster, Instant tick, CancellationToken cancel)
    {
        try
        {
            if (await ledger.RetirementAsync(name, cancel) is not { } retirement || retirement.Until <= tick
                || await ledger.AcquireAsync(name, newOwner(), tick, clock.GetCurrentInstant(), ScaleTick.Lease, cancel)
                    is not LeaseAnswer.Acquired { Lease: var lease })
            {
                return null;
            }

            var record = await ledger.ReadAsync(name, cancel);
            var drains = await poolTick.RunAsync(retirement.AsPool(), lease, record, [], observed, roster, tick, cancel);
            await ledger.ReleaseAsync(lease, cancel);
            return drains;
        }
        catch (Exception error) when (error is UnavailableException or LeaseLostException)
        {
            // The lease runs out by itself.
            journal.Record(new(JournalLevel.Warning, "tick stopped", name, error.Message));
            return null;
        }
    }
}
