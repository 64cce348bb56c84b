using System.Globalization;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

internal sealed class LambdaContext(Invocation invocation) : ILambdaContext
{
    private readonly DateTimeOffset _deadline = invocation.Deadline;

    public string AwsRequestId { get; } = invocation.RequestId;

    /// <summary>None: only AWS's mobile SDK sends one.</summary>
    public IClientContext ClientContext => null;

    public string FunctionName => Environment.GetEnvironmentVariable("AWS_LAMBDA_FUNCTION_NAME");

    public string FunctionVersion => Environment.GetEnvironmentVariable("AWS_LAMBDA_FUNCTION_VERSION");

    /// <summary>None, likewise.</summary>
    public ICognitoIdentity Identity => null;

    public string InvokedFunctionArn { get; } = invocation.FunctionArn;

    public ILambdaLogger Logger { get; } = new LambdaLogger(invocation.RequestId);

    public string LogGroupName => Environment.GetEnvironmentVariable("AWS_LAMBDA_LOG_GROUP_NAME");

    public string LogStreamName => Environment.GetEnvironmentVariable("AWS_LAMBDA_LOG_STREAM_NAME");

    public int MemoryLimitInMB =>
        int.TryParse(
            Environment.GetEnvironmentVariable("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"), NumberStyles.None, CultureInfo.InvariantCulture,
            out var size)
            ? size
            : 0;

    public TimeSpan RemainingTime => _deadline - DateTimeOffset.UtcNow;
}
