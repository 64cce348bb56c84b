using Amazon.ElasticLoadBalancing.Model;

namespace Kickoff.Aws.Calls;

/// <summary>
/// The calls we make to classic load balancers (https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/). They throw what
/// the SDK throws after its retries.
/// </summary>
public interface IClassicLoadBalancerCalls
{
    Task<RegisterInstancesWithLoadBalancerResponse> RegisterInstancesWithLoadBalancerAsync(
        RegisterInstancesWithLoadBalancerRequest request, CancellationToken cancel);

    Task<DeregisterInstancesFromLoadBalancerResponse> DeregisterInstancesFromLoadBalancerAsync(
        DeregisterInstancesFromLoadBalancerRequest request, CancellationToken cancel);

    Task<DescribeInstanceHealthResponse> DescribeInstanceHealthAsync(DescribeInstanceHealthRequest request, CancellationToken cancel);
}
