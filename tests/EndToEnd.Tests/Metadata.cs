namespace Kickoff.EndToEnd.Tests;

/// <summary>The instance metadata service, IMDSv2, of an instance with a role.</summary>
internal static class Metadata
{
    /// <summary>The answer to GET …/security-credentials/ROLE, as AWS's page shows it.</summary>
    public const string Keys = """
        {
          "Code" : "Success",
          "LastUpdated" : "2026-11-28T16:39:16Z",
          "Type" : "AWS-HMAC",
          "AccessKeyId" : "ASIAROLE",
          "SecretAccessKey" : "role/secret+",
          "Token" : "role-token==",
          "Expiration" : "2026-11-28T22:39:16Z"
        }
        """;

    public static Func<Asked, string?> OfRole(string role, string keys = Keys) => asked => (asked.Method, asked.Path) switch
    {
        ("PUT", "/latest/api/token") => ApiStub.Of(200, "session==", ours: false),
        ("GET", "/latest/meta-data/iam/security-credentials/") when IsAuthorized(asked) => ApiStub.Of(200, role, ours: false),
        ("GET", var path) when path == $"/latest/meta-data/iam/security-credentials/{role}" && IsAuthorized(asked) =>
            ApiStub.Of(200, keys, ours: false),
        _ => ApiStub.Of(401, "", ours: false),
    };

    private static bool IsAuthorized(Asked asked) => asked.Headers.GetValueOrDefault("x-aws-ec2-metadata-token") == "session==";
}
