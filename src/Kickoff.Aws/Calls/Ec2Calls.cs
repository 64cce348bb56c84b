using Amazon.EC2;
using Amazon.EC2.Model;

namespace Kickoff.Aws.Calls;

/// <summary>EC2 by the SDK's client.</summary>
public sealed class Ec2Calls(IAmazonEC2 client) : IEc2Calls
{
    public Task<DescribeImagesResponse> DescribeImagesAsync(DescribeImagesRequest request, CancellationToken cancel) =>
        client.DescribeImagesAsync(request, cancel);

    public Task<DescribeInstancesResponse> DescribeInstancesAsync(DescribeInstancesRequest request, CancellationToken cancel) =>
        client.DescribeInstancesAsync(request, cancel);

    public Task<RunInstancesResponse> RunInstancesAsync(RunInstancesRequest request, CancellationToken cancel) =>
        client.RunInstancesAsync(request, cancel);

    public Task<TerminateInstancesResponse> TerminateInstancesAsync(TerminateInstancesRequest request, CancellationToken cancel) =>
        client.TerminateInstancesAsync(request, cancel);
}
