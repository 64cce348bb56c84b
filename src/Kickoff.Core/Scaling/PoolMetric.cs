using System.Collections.Immutable;
using Kickoff.Core.Telemetry;

namespace Kickoff.Core.Scaling;

internal static class PoolMetric
{
    public static Metric Of(string name, string pool, double value) =>
        new(name, value, MetricUnit.Count, ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("Pool", pool));
}
