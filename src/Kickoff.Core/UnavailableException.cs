namespace Kickoff.Core;

/// <summary>
/// A service we depend on could not answer (throttled after the SDK's own retries, timed out, unreachable): nothing is known of
/// whether the call took effect. Adapters throw it; who catches it either retries later or says 503.
/// </summary>
public sealed class UnavailableException(string service, string reason, Exception? inner = null)
    : Exception($"{service} is unavailable: {reason}", inner)
{
    public string Service { get; } = service;

    /// <summary>It said that it is asked too often: that call certainly did nothing.</summary>
    public bool IsThrottled { get; init; }
}
