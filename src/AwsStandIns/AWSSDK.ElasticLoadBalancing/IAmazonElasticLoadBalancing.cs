using Amazon.ElasticLoadBalancing.Model;
using Amazon.Runtime;

namespace Amazon.ElasticLoadBalancing;

public interface IAmazonElasticLoadBalancing : IAmazonService, IDisposable
{
    Task<DeregisterInstancesFromLoadBalancerResponse> DeregisterInstancesFromLoadBalancerAsync(
        DeregisterInstancesFromLoadBalancerRequest request, CancellationToken cancellationToken = default);

    Task<DescribeInstanceHealthResponse> DescribeInstanceHealthAsync(
        DescribeInstanceHealthRequest request, CancellationToken cancellationToken = default);

    Task<RegisterInstancesWithLoadBalancerResponse> RegisterInstancesWithLoadBalancerAsync(
        RegisterInstancesWithLoadBalancerRequest request, CancellationToken cancellationToken = default);
}
