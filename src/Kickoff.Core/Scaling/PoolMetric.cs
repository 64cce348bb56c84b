using System.Collections.Immutable;
using Kickoff.Core.Telemetry;

namespace Kickoff.Core.Scaling;

/// <summary>What a tick measures of a pool.</summary>
public static class PoolMetric
{
    /// <summary>Servers that are due by now and not in service; above zero it is an alarm (template.yaml).</summary>
    public const string ShortBeforeKickoff = "ShortBeforeKickoff";

    internal static Metric Of(string name, string pool, double value) =>
        new(name, value, MetricUnit.Count, ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("Pool", pool));
}
