namespace Kickoff.Core;

/// <summary>
/// A service we depend on gave no answer (throttled after the SDK's own retries, timed out, unreachable, a server error), would not hear
/// us at all (credentials, clock), or refused to tell what it was asked: what was asked for stays unknown, and so does whether a call took
/// effect. Adapters throw it; who catches it goes on without, retries later or says 503. A refusal that is the outcome of what was asked (a
/// launch, a registration) is an answer of its port instead.
/// </summary>
public sealed class UnavailableException(string service, string reason, Exception? inner = null)
    : Exception($"{service} is unavailable: {reason}", inner)
{
    public string Service { get; } = service;

    /// <summary>
    /// It speaks of who asks, and not of what was asked (too often; credentials; a clock): that call certainly did nothing, and the next
    /// would be told the same.
    /// </summary>
    public bool IsAboutCaller { get; init; }

    /// <summary>What it refused with, as code and message; null when there was no answer.</summary>
    public string? Refusal { get; init; }
}
