using Amazon.EC2;
using Amazon.EC2.Model;

namespace Kickoff.Aws.Calls;

/// <summary>EC2 by the SDK's client.</summary>
public sealed class Ec2Calls(IAmazonEC2 client) : IEc2Calls
{
    /// <summary>
    /// For a launch with all its attempts: who has no answer by then has another candidate to ask, and a token to
    /// ask again with. Less than one attempt may take, since what timed out on a connection that was used before,
    /// the SDK sends again without asking.
    /// </summary>
    private static readonly TimeSpan LaunchTime = TimeSpan.FromSeconds(7.5);

    public Task<DescribeImagesResponse> DescribeImagesAsync(DescribeImagesRequest request, CancellationToken cancel) =>
        client.DescribeImagesAsync(request, cancel);

    public Task<DescribeInstancesResponse> DescribeInstancesAsync(DescribeInstancesRequest request, CancellationToken cancel) =>
        client.DescribeInstancesAsync(request, cancel);

    public async Task<RunInstancesResponse> RunInstancesAsync(RunInstancesRequest request, CancellationToken cancel)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limited.CancelAfter(LaunchTime);
        return await client.RunInstancesAsync(request, limited.Token);
    }

    public Task<TerminateInstancesResponse> TerminateInstancesAsync(TerminateInstancesRequest request, CancellationToken cancel) =>
        client.TerminateInstancesAsync(request, cancel);
}
