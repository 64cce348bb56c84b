using Amazon.EC2;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Kickoff.Aws.Ec2;

/// <summary>
/// An EC2 client that does not send a launch again which EC2 had no capacity for: the next candidate has the time instead.
/// </summary>
internal sealed class LaunchingEc2Client(AmazonEC2Config config) : AmazonEC2Client(config)
{
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
