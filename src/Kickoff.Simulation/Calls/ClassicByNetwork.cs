using Amazon.ElasticLoadBalancing.Model;
using Kickoff.Aws.Calls;
using Kickoff.Cloud.LoadBalancing;
using Kickoff.Simulation.Time;

namespace Kickoff.Simulation.Calls;

/// <summary>Classic load balancers as one invocation calls them.</summary>
public sealed class ClassicByNetwork(LoadBalancing balancing, Network network, Invocation caller) : IClassicLoadBalancerCalls
{
    public Task<RegisterInstancesWithLoadBalancerResponse> RegisterInstancesWithLoadBalancerAsync(
        RegisterInstancesWithLoadBalancerRequest request, CancellationToken cancel) =>
        network.CallAsync(
            caller,
            CallSite.RegisterInstances,
            _ => $"{Words(request.Instances)} at {request.LoadBalancerName}",
            fate => balancing.Register(request, fate.NotThereYet),
            cancel);

    public Task<DeregisterInstancesFromLoadBalancerResponse> DeregisterInstancesFromLoadBalancerAsync(
        DeregisterInstancesFromLoadBalancerRequest request, CancellationToken cancel) =>
        network.CallAsync(
            caller,
            CallSite.DeregisterInstances,
            _ => $"{Words(request.Instances)} at {request.LoadBalancerName}",
            _ => balancing.Deregister(request),
            cancel);

    public Task<DescribeInstanceHealthResponse> DescribeInstanceHealthAsync(
        DescribeInstanceHealthRequest request, CancellationToken cancel) =>
        network.CallAsync(
            caller,
            CallSite.InstanceHealth,
            health => $"{request.LoadBalancerName}: "
                + string.Join(", ", health.InstanceStates.Select(member => $"{member.InstanceId} {member.State}")),
            fate => balancing.InstanceHealth(request, fate.Behind),
            cancel);

    private static string Words(List<Instance> instances) => string.Join(' ', instances.Select(instance => instance.InstanceId));
}
