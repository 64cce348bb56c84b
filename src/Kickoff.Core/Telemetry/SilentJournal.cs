namespace Kickoff.Core.Telemetry;

/// <summary>For who has no reader.</summary>
public sealed class SilentJournal : IJournal
{
    public void Record(JournalEntry entry)
    {
    }

    public void Measure(Metric metric)
    {
    }
}
