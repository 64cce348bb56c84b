using System.Globalization;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>One answer of the Runtime API's next.</summary>
internal sealed class Invocation(HttpResponseMessage response, Stream body) : IDisposable
{
    public Stream Body { get; } = body;

    public string RequestId => Header("Lambda-Runtime-Aws-Request-Id");

    public string FunctionArn => Header("Lambda-Runtime-Invoked-Function-Arn");

    public string TraceId => Header("Lambda-Runtime-Trace-Id");

    public DateTimeOffset Deadline =>
        long.TryParse(Header("Lambda-Runtime-Deadline-Ms"), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : DateTimeOffset.MaxValue;

    public void Dispose() => response.Dispose();

    private string Header(string name) => response.Headers.TryGetValues(name, out var values) ? values.First() : null;
}
