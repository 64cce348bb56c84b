using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Kickoff.Aws.Ec2;

/// <summary>
/// An EC2 client that does not send a launch again which EC2 had no capacity for, or did not answer in time: the next candidate has the
/// time instead, and the next tick sends it again with the same token.
/// </summary>
internal sealed class LaunchingEc2Client(AmazonEC2Config config) : AmazonEC2Client(config)
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        pipeline.ReplaceHandler<RetryHandler>(new RetryHandler(new OneLaunch(Config)));
    }

    private sealed class OneLaunch(IClientConfig config) : StandardRetryPolicy(config)
    {
        public override Task<bool> RetryForExceptionAsync(IExecutionContext executionContext, Exception exception) =>
            executionContext.RequestContext.OriginalRequest is RunInstancesRequest && IsForTheNext(exception)
                ? Task.FromResult(false)
                : base.RetryForExceptionAsync(executionContext, exception);

        private static bool IsForTheNext(Exception exception) =>
            exception is AmazonServiceException { ErrorCode: var code } ? CapacityErrors.Contains(code) : exception is TimeoutException or OperationCanceledException;
    }
}
