using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using Kickoff.Core.Servers;

namespace Kickoff.Cloud.LoadBalancing;

/// <summary>
/// How a target group speaks of a target, a new answer each time
/// (https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html).
/// </summary>
public static class TargetHealths
{
    public static TargetHealth Of(ListedMember target) =>
        target.IsDraining ? Draining
        : target.State != InstanceState.Running ? NotRunning
        : !target.IsRouted ? OtherZone
        : target.Serves ? Healthy
        : target.IsYoung ? Initial
        : Failing;

    public static TargetHealth Healthy => new() { State = TargetHealthStateEnum.Healthy };

    public static TargetHealth Initial =>
        Of(TargetHealthStateEnum.Initial, "Elb.InitialHealthChecking", "Initial health checks in progress");

    public static TargetHealth Failing => Of(TargetHealthStateEnum.Unhealthy, "Target.FailedHealthChecks", "Health checks failed");

    public static TargetHealth Draining =>
        Of(TargetHealthStateEnum.Draining, "Target.DeregistrationInProgress", "Target deregistration is in progress");

    public static TargetHealth NotRunning =>
        Of(TargetHealthStateEnum.Unused, "Target.InvalidState", "Target is in the stopped or terminated state");

    public static TargetHealth NotRegistered =>
        Of(TargetHealthStateEnum.Unused, "Target.NotRegistered", "Target is not registered to the target group");

    public static TargetHealth OtherZone => Of(
        TargetHealthStateEnum.Unused, "Target.NotInUse", "Target is in an Availability Zone that is not enabled for the load balancer");

    private static TargetHealth Of(TargetHealthStateEnum state, TargetHealthReasonEnum reason, string description) =>
        new() { State = state, Reason = reason, Description = description };
}
