using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Kickoff.Aws.Ec2;

/// <summary>
/// An EC2 client that does not send a launch again which EC2 had no capacity for, and gives one that is not answered up: the next candidate
/// has the time instead, and the next tick sends it again with the same token.
/// </summary>
internal sealed class LaunchingEc2Client(AmazonEC2Config config) : AmazonEC2Client(config)
{
    /// <summary>
    /// For a launch with all its attempts. Less than one attempt may take: what timed out on a connection that was used before, the SDK sends
    /// again without asking.
    /// </summary>
    private static readonly TimeSpan LaunchTime = TimeSpan.FromSeconds(7.5);

    public override async Task<RunInstancesResponse> RunInstancesAsync(RunInstancesRequest request, CancellationToken cancellationToken = default)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(LaunchTime);
        return await base.RunInstancesAsync(request, limited.Token);
    }

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        pipeline.ReplaceHandler<RetryHandler>(new RetryHandler(new CapacityIsAnAnswer(Config)));
    }

    private sealed class CapacityIsAnAnswer(IClientConfig config) : StandardRetryPolicy(config)
    {
        public override Task<bool> RetryForExceptionAsync(IExecutionContext executionContext, Exception exception) =>
            exception is AmazonServiceException { ErrorCode: var code } && CapacityErrors.Contains(code)
                ? Task.FromResult(false)
                : base.RetryForExceptionAsync(executionContext, exception);
    }
}
