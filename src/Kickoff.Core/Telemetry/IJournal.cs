using System.Collections.Immutable;

namespace Kickoff.Core.Telemetry;

/// <summary>
/// One line about one decision. Subject says of what (an instance id, a pool, a load balancer), Reason why. Details are ids, counts and
/// codes; never a tag's or parameter's value, never a secret.
/// </summary>
public sealed record JournalEntry(
    JournalLevel Level, string What, string Subject, string Reason, ImmutableDictionary<string, string>? Details = null);

public enum JournalLevel
{
    Information,
    Warning,
    Error,
}

public enum MetricUnit
{
    Count,
    Seconds,
    Milliseconds,
}

/// <summary>Where decisions and measurements go: JSON lines and CloudWatch's embedded metric format in the functions.</summary>
public interface IJournal
{
    void Record(JournalEntry entry);

    void Measure(Metric metric);
}
