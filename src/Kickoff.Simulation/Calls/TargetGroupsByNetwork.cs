using Amazon.ElasticLoadBalancingV2.Model;
using Kickoff.Aws.Calls;
using Kickoff.Cloud.LoadBalancing;
using Kickoff.Simulation.Time;

namespace Kickoff.Simulation.Calls;

/// <summary>Target groups as one invocation calls them.</summary>
public sealed class TargetGroupsByNetwork(LoadBalancing balancing, Network network, Invocation caller) : ITargetGroupCalls
{
    public Task<RegisterTargetsResponse> RegisterTargetsAsync(RegisterTargetsRequest request, CancellationToken cancel) =>
        network.CallAsync(
            caller,
            CallSite.RegisterTargets,
            _ => $"{Words(request.Targets)} at {Short(request.TargetGroupArn)}",
            fate => balancing.Register(request, fate.NotThereYet),
            cancel);

    public Task<DeregisterTargetsResponse> DeregisterTargetsAsync(DeregisterTargetsRequest request, CancellationToken cancel) =>
        network.CallAsync(
            caller,
            CallSite.DeregisterTargets,
            _ => $"{Words(request.Targets)} at {Short(request.TargetGroupArn)}",
            _ => balancing.Deregister(request),
            cancel);

    public Task<DescribeTargetHealthResponse> DescribeTargetHealthAsync(DescribeTargetHealthRequest request, CancellationToken cancel) =>
        network.CallAsync(
            caller,
            CallSite.TargetHealth,
            health => $"{Short(request.TargetGroupArn)}: "
                + string.Join(", ", health.TargetHealthDescriptions.Select(target => $"{target.Target.Id} {target.TargetHealth.State}")),
            fate => balancing.TargetHealth(request, fate.Behind),
            cancel);

    private static string Words(List<TargetDescription> targets) => string.Join(' ', targets.Select(target => target.Id));

    private static string Short(string arn) => arn.Split('/') is [_, var name, ..] ? name : arn;
}
