using Amazon.ElasticLoadBalancing;
using Amazon.ElasticLoadBalancing.Model;

namespace Kickoff.Aws.Calls;

/// <summary>Classic load balancers by the SDK's client.</summary>
public sealed class ClassicLoadBalancerCalls(IAmazonElasticLoadBalancing client) : IClassicLoadBalancerCalls
{
    public Task<RegisterInstancesWithLoadBalancerResponse> RegisterInstancesWithLoadBalancerAsync(
        RegisterInstancesWithLoadBalancerRequest request, CancellationToken cancel) =>
        client.RegisterInstancesWithLoadBalancerAsync(request, cancel);

    public Task<DeregisterInstancesFromLoadBalancerResponse> DeregisterInstancesFromLoadBalancerAsync(
        DeregisterInstancesFromLoadBalancerRequest request, CancellationToken cancel) =>
        client.DeregisterInstancesFromLoadBalancerAsync(request, cancel);

    public Task<DescribeInstanceHealthResponse> DescribeInstanceHealthAsync(
        DescribeInstanceHealthRequest request, CancellationToken cancel) =>
        client.DescribeInstanceHealthAsync(request, cancel);
}
