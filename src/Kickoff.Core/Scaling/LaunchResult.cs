namespace Kickoff.Core.Scaling;

/// <summary>What one RunInstances came to, for the ledger.</summary>
internal abstract record LaunchResult
{
    private LaunchResult()
    {
    }

    public sealed record Launched(LaunchIntent Intent) : LaunchResult;

    /// <summary>EC2 said that it launches nothing. IsAboutRequest: by a code that is about the request as such.</summary>
    public sealed record Failed(LaunchFailure Kind, string Why, bool IsAboutRequest) : LaunchResult;

    /// <summary>
    /// It may have happened. IsAboutCaller: EC2 would tell the next one the same. IsSpent: the token was used, so that it has happened.
    /// </summary>
    public sealed record Open(string Why, bool IsAboutCaller, bool IsSpent) : LaunchResult;
}
