using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;

namespace Kickoff.Aws.Calls;

/// <summary>Target groups by the SDK's client.</summary>
public sealed class TargetGroupCalls(IAmazonElasticLoadBalancingV2 client) : ITargetGroupCalls
{
    public Task<RegisterTargetsResponse> RegisterTargetsAsync(RegisterTargetsRequest request, CancellationToken cancel) =>
        client.RegisterTargetsAsync(request, cancel);

    public Task<DeregisterTargetsResponse> DeregisterTargetsAsync(DeregisterTargetsRequest request, CancellationToken cancel) =>
        client.DeregisterTargetsAsync(request, cancel);

    public Task<DescribeTargetHealthResponse> DescribeTargetHealthAsync(DescribeTargetHealthRequest request, CancellationToken cancel) =>
        client.DescribeTargetHealthAsync(request, cancel);
}
