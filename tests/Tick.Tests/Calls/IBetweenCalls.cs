using Amazon.Runtime;

namespace Kickoff.Tick.Tests.Calls;

/// <summary>Stands between the adapters and AWS: hears every call, and may prevent it, hold it up, or lose its answer.</summary>
internal interface IBetweenCalls
{
    Task<T> CallAsync<T>(AmazonWebServiceRequest request, Func<Task<T>> call, CancellationToken cancel);
}
