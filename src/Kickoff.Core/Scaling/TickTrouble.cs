using Kickoff.Core.Telemetry;

namespace Kickoff.Core.Scaling;

/// <summary>What stopped one pool's part of a tick: said in AWS's words, and counted.</summary>
internal sealed class TickTrouble(IJournal journal)
{
    public void Stopped(string pool, string reason)
    {
        journal.Record(new(JournalLevel.Error, "tick stopped", pool, reason));
        journal.Measure(Metrics.PoolStopped.Of(pool, 1));
    }
}
