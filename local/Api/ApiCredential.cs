namespace Kickoff.Local.Api;

/// <summary>Keys the API front accepts, and whom IAM takes their holder for.</summary>
public sealed record ApiCredential(string AccessKey, string SecretKey, string UserArn)
{
    /// <summary>Of temporary keys: every request must carry it.</summary>
    public string? SessionToken { get; init; }
}
