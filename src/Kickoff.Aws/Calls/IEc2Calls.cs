using Amazon.EC2.Model;

namespace Kickoff.Aws.Calls;

/// <summary>
/// The calls we make to EC2 (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/). They throw what the SDK throws after its retries:
/// its exception with code and status, or what the connection did.
/// </summary>
public interface IEc2Calls
{
    Task<DescribeImagesResponse> DescribeImagesAsync(DescribeImagesRequest request, CancellationToken cancel);

    Task<DescribeInstancesResponse> DescribeInstancesAsync(DescribeInstancesRequest request, CancellationToken cancel);

    Task<RunInstancesResponse> RunInstancesAsync(RunInstancesRequest request, CancellationToken cancel);

    Task<TerminateInstancesResponse> TerminateInstancesAsync(TerminateInstancesRequest request, CancellationToken cancel);
}
