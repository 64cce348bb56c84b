using Kickoff.Core.Telemetry;

namespace Kickoff.Cli;

/// <summary>What the functions write to their log, an operator reads on standard error; measurements are the functions'.</summary>
internal sealed class StandardErrorJournal : IJournal
{
    public void Record(JournalEntry entry) => Console.Error.WriteLine($"{entry.What}: {entry.Subject}: {entry.Reason}");

    public void Measure(Metric metric)
    {
        // An operator's look is no measurement of the fleet.
    }
}
