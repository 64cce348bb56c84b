using Kickoff.Core.Servers;

namespace Kickoff.Cloud.LoadBalancing;

/// <summary>
/// How a classic load balancer speaks of a member
/// (https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_InstanceState.html; of one that drains,
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/config-conn-drain.html).
/// </summary>
public sealed record ClassicHealth
{
    public static readonly ClassicHealth InService = new("InService", "N/A", "N/A");

    public static readonly ClassicHealth Draining = new("InService", "N/A", "Instance deregistration currently in progress.");

    public static readonly ClassicHealth Registering = new("OutOfService", "ELB", "Instance registration is still in progress.");

    public static readonly ClassicHealth OtherZone = new(
        "OutOfService", "ELB", "Instance is in the EC2 Availability Zone for which LoadBalancer is not configured to route traffic to.");

    public static readonly ClassicHealth Failing = new(
        "OutOfService", "Instance", "Instance has failed at least the UnhealthyThreshold number of health checks consecutively.");

    public static readonly ClassicHealth Stopped = new("OutOfService", "Instance", "Instance is in stopped state.");

    public static readonly ClassicHealth Terminated = new("OutOfService", "Instance", "Instance is in terminated state.");

    private ClassicHealth(string state, string reasonCode, string description) =>
        (State, ReasonCode, Description) = (state, reasonCode, description);

    public static ClassicHealth Of(ListedMember member) =>
        member.IsDraining ? Draining
        : member.State is null or InstanceState.ShuttingDown or InstanceState.Terminated ? Terminated
        : member.State is InstanceState.Stopping or InstanceState.Stopped ? Stopped
        : !member.IsRouted ? OtherZone
        : member.Serves ? InService
        : member.IsYoung ? Registering
        : Failing;

    public string State { get; }

    public string ReasonCode { get; }

    public string Description { get; }
}
