using Amazon.ElasticLoadBalancingV2.Model;

namespace Kickoff.Aws.Calls;

/// <summary>
/// The calls we make to target groups (https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/). They throw what the SDK
/// throws after its retries.
/// </summary>
public interface ITargetGroupCalls
{
    Task<RegisterTargetsResponse> RegisterTargetsAsync(RegisterTargetsRequest request, CancellationToken cancel);

    Task<DeregisterTargetsResponse> DeregisterTargetsAsync(DeregisterTargetsRequest request, CancellationToken cancel);

    Task<DescribeTargetHealthResponse> DescribeTargetHealthAsync(DescribeTargetHealthRequest request, CancellationToken cancel);
}
