using System.Net;
using System.Runtime.CompilerServices;
using Amazon.EC2.Model;
using Amazon.ElasticLoadBalancing.Model;
using Amazon.ElasticLoadBalancingV2.Model;
using Amazon.Runtime;
using Kickoff.Aws.Calls;
using Kickoff.Cloud;
using Kickoff.Cloud.Ec2;
using Kickoff.Cloud.LoadBalancing;

namespace Kickoff.Contracts.Servers;

/// <summary>Stands between a story and Cloud's EC2 and load balancers: counts calls, may refuse each, and hears what is refused.</summary>
/// <param name="calls">Cloud's.</param>
/// <param name="heard">Told what a call throws.</param>
internal sealed class StoryCalls(AwsAtOnce calls, Action<AmazonServiceException> heard)
    : IEc2Calls, IClassicLoadBalancerCalls, ITargetGroupCalls
{
    private readonly List<string> _made = [];

    /// <summary>The actions called, in their order.</summary>
    public IReadOnlyList<string> Made => _made;

    /// <summary>Every call is refused with this.</summary>
    public (string Code, HttpStatusCode Status)? Failing { get; set; }

    public Task<DescribeImagesResponse> DescribeImagesAsync(DescribeImagesRequest request, CancellationToken cancel) =>
        Ec2Async(() => calls.DescribeImagesAsync(request, cancel));

    public Task<DescribeInstancesResponse> DescribeInstancesAsync(DescribeInstancesRequest request, CancellationToken cancel) =>
        Ec2Async(() => calls.DescribeInstancesAsync(request, cancel));

    public Task<RunInstancesResponse> RunInstancesAsync(RunInstancesRequest request, CancellationToken cancel) =>
        Ec2Async(() => calls.RunInstancesAsync(request, cancel));

    public Task<TerminateInstancesResponse> TerminateInstancesAsync(TerminateInstancesRequest request, CancellationToken cancel) =>
        Ec2Async(() => calls.TerminateInstancesAsync(request, cancel));

    public Task<RegisterInstancesWithLoadBalancerResponse> RegisterInstancesWithLoadBalancerAsync(
        RegisterInstancesWithLoadBalancerRequest request, CancellationToken cancel) =>
        ClassicAsync(() => calls.RegisterInstancesWithLoadBalancerAsync(request, cancel));

    public Task<DeregisterInstancesFromLoadBalancerResponse> DeregisterInstancesFromLoadBalancerAsync(
        DeregisterInstancesFromLoadBalancerRequest request, CancellationToken cancel) =>
        ClassicAsync(() => calls.DeregisterInstancesFromLoadBalancerAsync(request, cancel));

    public Task<DescribeInstanceHealthResponse> DescribeInstanceHealthAsync(
        DescribeInstanceHealthRequest request, CancellationToken cancel) =>
        ClassicAsync(() => calls.DescribeInstanceHealthAsync(request, cancel));

    public Task<RegisterTargetsResponse> RegisterTargetsAsync(RegisterTargetsRequest request, CancellationToken cancel) =>
        V2Async(() => calls.RegisterTargetsAsync(request, cancel));

    public Task<DeregisterTargetsResponse> DeregisterTargetsAsync(DeregisterTargetsRequest request, CancellationToken cancel) =>
        V2Async(() => calls.DeregisterTargetsAsync(request, cancel));

    public Task<DescribeTargetHealthResponse> DescribeTargetHealthAsync(DescribeTargetHealthRequest request, CancellationToken cancel) =>
        V2Async(() => calls.DescribeTargetHealthAsync(request, cancel));

    private Task<T> Ec2Async<T>(Func<Task<T>> call, [CallerMemberName] string method = "") => AnswerAsync(call, Ec2Errors.Of, method);

    private Task<T> ClassicAsync<T>(Func<Task<T>> call, [CallerMemberName] string method = "") =>
        AnswerAsync(call, ElbErrors.Classic, method);

    private Task<T> V2Async<T>(Func<Task<T>> call, [CallerMemberName] string method = "") => AnswerAsync(call, ElbErrors.V2, method);

    private async Task<T> AnswerAsync<T>(
        Func<Task<T>> call, Func<string, string, HttpStatusCode, AmazonServiceException> error, string method)
    {
        _made.Add(method[..^"Async".Length]);
        try
        {
            return Failing is { } failing ? throw error(failing.Code, "Made by a story.", failing.Status) : await call();
        }
        catch (AmazonServiceException thrown)
        {
            heard(thrown);
            throw;
        }
    }
}
