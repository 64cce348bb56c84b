using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>
/// The loop over the Lambda Runtime API (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html): next, handle, response or error.
/// </summary>
public class LambdaBootstrap : IDisposable
{
    private readonly Func<Stream, ILambdaContext, Task<Stream>> _handler;
    private readonly RuntimeApiClient _client = new(Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API"));
    private readonly bool _once = string.Equals(
        Environment.GetEnvironmentVariable("AWS_LAMBDA_DOTNET_DEBUG_RUN_ONCE"), "true", StringComparison.OrdinalIgnoreCase);

    private readonly LambdaBootstrapInitializer _initializer;

    internal LambdaBootstrap(Func<Stream, ILambdaContext, Task<Stream>> handler, LambdaBootstrapInitializer initializer) =>
        (_handler, _initializer) = (handler, initializer);

    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        if (_initializer is not null && !await InitializeAsync(cancellationToken))
        {
            return;
        }

        do
        {
            using var invocation = await _client.NextAsync(cancellationToken);
            Environment.SetEnvironmentVariable("_X_AMZN_TRACE_ID", invocation.TraceId);
            await InvokeAsync(invocation, cancellationToken);
        }
        while (!_once && !cancellationToken.IsCancellationRequested);
    }

    public void Dispose()
    {
        _client.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task<bool> InitializeAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _initializer();
        }
        catch (Exception exception)
        {
            LambdaLogger.Write("Critical", null, exception.ToString());
            await _client.ReportInitializationErrorAsync(exception, cancellationToken);
            throw;
        }
    }

    private async Task InvokeAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        Stream response;
        try
        {
            response = await _handler(invocation.Body, new LambdaContext(invocation));
        }
        catch (Exception exception)
        {
            // The official bootstrap writes the exception to the log too: the error answer alone reaches nobody for async events.
            LambdaLogger.Write("Error", invocation.RequestId, exception.ToString());
            await _client.ReportErrorAsync(invocation.RequestId, exception, cancellationToken);
            return;
        }

        await _client.SendResponseAsync(invocation.RequestId, response, cancellationToken);
    }
}
