using Amazon.EC2.Model;
using Amazon.ElasticLoadBalancing.Model;
using Amazon.ElasticLoadBalancingV2.Model;
using Kickoff.Aws.Calls;
using Kickoff.Cloud;

namespace Kickoff.Contracts.Servers;

/// <summary>Cloud's EC2 and load balancers with nothing between them and their caller.</summary>
internal sealed class AtOnce(AwsAccount account) : IEc2Calls, IClassicLoadBalancerCalls, ITargetGroupCalls
{
    public Task<DescribeImagesResponse> DescribeImagesAsync(DescribeImagesRequest request, CancellationToken cancel) =>
        AnswerAsync(() => account.Ec2.DescribeImages(request));

    public Task<DescribeInstancesResponse> DescribeInstancesAsync(DescribeInstancesRequest request, CancellationToken cancel) =>
        AnswerAsync(() => account.Ec2.DescribeInstances(request));

    public Task<RunInstancesResponse> RunInstancesAsync(RunInstancesRequest request, CancellationToken cancel) =>
        AnswerAsync(() => account.Ec2.Run(request));

    public Task<TerminateInstancesResponse> TerminateInstancesAsync(TerminateInstancesRequest request, CancellationToken cancel) =>
        AnswerAsync(() => account.Ec2.Terminate(request));

    public Task<RegisterInstancesWithLoadBalancerResponse> RegisterInstancesWithLoadBalancerAsync(
        RegisterInstancesWithLoadBalancerRequest request, CancellationToken cancel) =>
        AnswerAsync(() => account.Balancing.Register(request));

    public Task<DeregisterInstancesFromLoadBalancerResponse> DeregisterInstancesFromLoadBalancerAsync(
        DeregisterInstancesFromLoadBalancerRequest request, CancellationToken cancel) =>
        AnswerAsync(() => account.Balancing.Deregister(request));

    public Task<DescribeInstanceHealthResponse> DescribeInstanceHealthAsync(
        DescribeInstanceHealthRequest request, CancellationToken cancel) =>
        AnswerAsync(() => account.Balancing.InstanceHealth(request));

    public Task<RegisterTargetsResponse> RegisterTargetsAsync(RegisterTargetsRequest request, CancellationToken cancel) =>
        AnswerAsync(() => account.Balancing.Register(request));

    public Task<DeregisterTargetsResponse> DeregisterTargetsAsync(DeregisterTargetsRequest request, CancellationToken cancel) =>
        AnswerAsync(() => account.Balancing.Deregister(request));

    public Task<DescribeTargetHealthResponse> DescribeTargetHealthAsync(DescribeTargetHealthRequest request, CancellationToken cancel) =>
        AnswerAsync(() => account.Balancing.TargetHealth(request));

    // What a call throws, its task throws.
    private static async Task<T> AnswerAsync<T>(Func<T> effect)
    {
        await Task.CompletedTask;
        return effect();
    }
}
