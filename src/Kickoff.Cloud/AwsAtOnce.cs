using Amazon.EC2.Model;
using Amazon.ElasticLoadBalancing.Model;
using Amazon.ElasticLoadBalancingV2.Model;
using Kickoff.Aws.Calls;
using Kickoff.Cloud.DynamoDb;
using NodaTime;

namespace Kickoff.Cloud;

/// <summary>The account with nothing between it and its caller: every call takes effect and is answered when it is made.</summary>
public sealed class AwsAtOnce(AwsAccount account) : IAwsCalls, IEc2Calls, IClassicLoadBalancerCalls, ITargetGroupCalls
{
    /// <summary>How old the copies are from which EC2 and load balancers describe.</summary>
    public Duration Behind { get; set; }

    /// <summary>Load balancers have not heard yet of what was launched a moment ago.</summary>
    public bool NotThereYet { get; set; }

    public IEc2Calls Ec2 => this;

    public IClassicLoadBalancerCalls ClassicLoadBalancers => this;

    public ITargetGroupCalls TargetGroups => this;

    public IDynamoDbCalls DynamoDb { get; } = new DynamoDbAtOnce(account.DynamoDb, account.Time);

    public Task<DescribeImagesResponse> DescribeImagesAsync(DescribeImagesRequest request, CancellationToken cancel) =>
        AnswerAsync(() => account.Ec2.DescribeImages(request));

    public Task<DescribeInstancesResponse> DescribeInstancesAsync(DescribeInstancesRequest request, CancellationToken cancel) =>
        AnswerAsync(() => account.Ec2.DescribeInstances(request, Behind));

    public Task<RunInstancesResponse> RunInstancesAsync(RunInstancesRequest request, CancellationToken cancel) =>
        AnswerAsync(() => account.Ec2.Run(request));

    public Task<TerminateInstancesResponse> TerminateInstancesAsync(TerminateInstancesRequest request, CancellationToken cancel) =>
        AnswerAsync(() => account.Ec2.Terminate(request));

    public Task<RegisterInstancesWithLoadBalancerResponse> RegisterInstancesWithLoadBalancerAsync(
        RegisterInstancesWithLoadBalancerRequest request, CancellationToken cancel) =>
        AnswerAsync(() => account.Balancing.Register(request, NotThereYet));

    public Task<DeregisterInstancesFromLoadBalancerResponse> DeregisterInstancesFromLoadBalancerAsync(
        DeregisterInstancesFromLoadBalancerRequest request, CancellationToken cancel) =>
        AnswerAsync(() => account.Balancing.Deregister(request));

    public Task<DescribeInstanceHealthResponse> DescribeInstanceHealthAsync(
        DescribeInstanceHealthRequest request, CancellationToken cancel) =>
        AnswerAsync(() => account.Balancing.InstanceHealth(request, Behind));

    public Task<RegisterTargetsResponse> RegisterTargetsAsync(RegisterTargetsRequest request, CancellationToken cancel) =>
        AnswerAsync(() => account.Balancing.Register(request, NotThereYet));

    public Task<DeregisterTargetsResponse> DeregisterTargetsAsync(DeregisterTargetsRequest request, CancellationToken cancel) =>
        AnswerAsync(() => account.Balancing.Deregister(request));

    public Task<DescribeTargetHealthResponse> DescribeTargetHealthAsync(DescribeTargetHealthRequest request, CancellationToken cancel) =>
        AnswerAsync(() => account.Balancing.TargetHealth(request, Behind));

    // What a call throws, its task throws.
    private static async Task<T> AnswerAsync<T>(Func<T> effect)
    {
        await Task.CompletedTask;
        return effect();
    }
}
