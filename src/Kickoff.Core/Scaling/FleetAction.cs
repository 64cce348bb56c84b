using Kickoff.Core.Servers;
using Kickoff.Core.Telemetry;

namespace Kickoff.Core.Scaling;

/// <summary>What a tick decides to do, and why.</summary>
public abstract record FleetAction(string Reason)
{
    /// <summary>Puts a draining server back.</summary>
    public sealed record Undrain(PoolServer Server, string Reason) : FleetAction(Reason);

    /// <summary>
    /// Room: how many servers the maximum allows besides those that are there or may be, at least Count. Wanted: fixtures or a hold ask for
    /// them, not only the minimum.
    /// </summary>
    public sealed record Launch(int Count, int Room, bool Wanted, string Reason) : FleetAction(Reason);

    /// <summary>Takes a server out; what it has is finished until the drain's deadline.</summary>
    public sealed record StartDrain(Server Server, Drain Drain, string Reason) : FleetAction(Reason);

    public sealed record End(Server Server, string Reason) : FleetAction(Reason);

    /// <summary>Forgets a drain that has no meaning any more.</summary>
    public sealed record ForgetDrain(InstanceId Instance, string Reason) : FleetAction(Reason);

    /// <summary>EC2 ended it, and Kickoff did not: Reason is EC2's.</summary>
    public sealed record Died(InstanceId Instance, string Reason) : FleetAction(Reason);

    /// <summary>Something an operator is told by an alarm of template.yaml; Metric is what it watches.</summary>
    public sealed record Alarm(MetricDefinition Metric, string Reason) : FleetAction(Reason)
    {
        /// <summary>Of the metric.</summary>
        public double Value { get; init; } = 1;
    }
}
