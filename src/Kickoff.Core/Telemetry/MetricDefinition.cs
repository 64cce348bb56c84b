using System.Collections.Immutable;

namespace Kickoff.Core.Telemetry;

/// <summary>What a metric is told apart by, besides the stack; few values each, never an instance.</summary>
public enum MetricBy
{
    Nothing,
    Pool,
    LoadBalancer,

    /// <summary>Of fixtures, as config/fixtures.yml calls it.</summary>
    Source,

    /// <summary>What became of a question to EncApi.</summary>
    Outcome,
}

/// <summary>
/// One metric of the namespace Kickoff. CloudWatch bills each combination of dimensions by the hour in which it has a value, so a metric
/// is of the stack only where something reads it there, and what counts trouble is measured only when there is some.
/// </summary>
/// <param name="Name">Its name in CloudWatch.</param>
/// <param name="Unit">What its values are in.</param>
/// <param name="By">The dimension besides Stack.</param>
/// <param name="IsOfStack">Also without that dimension: alarms watch it there. Its zeros are the stack's alone.</param>
/// <param name="Meaning">For the runbook.</param>
public sealed record MetricDefinition(string Name, MetricUnit Unit, MetricBy By, bool IsOfStack, string Meaning)
{
    /// <summary>Of the stack as a whole.</summary>
    public Metric Of(double value) => By == MetricBy.Nothing ? new(this, value, null) : throw new ArgumentException($"{Name} is by {By}.");

    /// <summary>Of one pool, load balancer or outcome.</summary>
    public Metric Of(string which, double value) =>
        By != MetricBy.Nothing ? new(this, value, which) : throw new ArgumentException($"{Name} is of the stack as a whole.");
}

/// <summary>One measured value; Which is the pool, load balancer or outcome, null where the metric is of the stack as a whole.</summary>
public sealed record Metric(MetricDefinition Definition, double Value, string? Which)
{
    public string Name => Definition.Name;

    /// <summary>Names of dimensions, each set a metric of its own to CloudWatch.</summary>
    public ImmutableArray<ImmutableArray<string>> DimensionSets =>
        Definition.By == MetricBy.Nothing || (Definition.IsOfStack && Value == 0) ? OfStack
        : Definition.IsOfStack ? [["Stack"], ["Stack", Definition.By.ToString()]]
        : [["Stack", Definition.By.ToString()]];

    private static ImmutableArray<ImmutableArray<string>> OfStack { get; } = [["Stack"]];
}
