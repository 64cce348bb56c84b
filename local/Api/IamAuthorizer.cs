using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Kickoff.Local.Api;

/// <summary>API Gateway's IAM authorisation: the caller of a request that is signed rightly and lately, else nobody.</summary>
public sealed class IamAuthorizer(IEnumerable<ApiCredential> credentials, string region, TimeProvider clock)
{
    private const string Service = "execute-api";

    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, ApiCredential> _credentials = credentials.ToDictionary(
        credential => credential.AccessKey, StringComparer.Ordinal);

    public ApiCredential? Authorize(SignedRequest request)
    {
        var timestamp = request.Headers.GetValueOrDefault("x-amz-date", "");
        if (Authorization.Parse(request.Headers.GetValueOrDefault("authorization", "")) is not { } claim
            || !_credentials.TryGetValue(claim.AccessKey, out var credential)
            || claim.Scope.Region != region || claim.Scope.Service != Service
            || !IsTimely(timestamp, claim.Scope.Date)
            || !CoversWhatItMust(request, claim)
            || request.Headers.GetValueOrDefault("x-amz-security-token") != credential.SessionToken)
        {
            return null;
        }

        var expected = SignatureV4.Compute(request, claim.SignedHeaders, claim.Scope, timestamp, credential.SecretKey);
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(claim.Signature))
            ? credential
            : null;
    }

    private bool IsTimely(string timestamp, string date) =>
        DateTimeOffset.TryParseExact(
            timestamp, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
        && timestamp.StartsWith(date, StringComparison.Ordinal)
        && (clock.GetUtcNow() - at).Duration() <= Skew;

    // The host, every x-amz- header there is, in order; and a declared hash must be the body's.
    private static bool CoversWhatItMust(SignedRequest request, Authorization claim) =>
        claim.SignedHeaders.Contains("host")
        && claim.SignedHeaders.SequenceEqual(claim.SignedHeaders.Order(StringComparer.Ordinal))
        && request.Headers.Keys.Where(name => name.StartsWith("x-amz-", StringComparison.Ordinal)).All(claim.SignedHeaders.Contains)
        && request.Headers.GetValueOrDefault("x-amz-content-sha256") is var declared
        && (declared is null || declared == SignatureV4.Hash(request.Body));

    private sealed record Authorization(string AccessKey, CredentialScope Scope, string[] SignedHeaders, string Signature)
    {
        public static Authorization? Parse(string header)
        {
            if (!header.StartsWith(SignatureV4.Algorithm + " ", StringComparison.Ordinal))
            {
                return null;
            }

            var parts = header[SignatureV4.Algorithm.Length..].Split(',', StringSplitOptions.TrimEntries)
                .Select(part => part.Split('=', 2))
                .Where(part => part.Length == 2)
                .GroupBy(part => part[0], StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.First()[1], StringComparer.Ordinal);
            return parts.GetValueOrDefault("Credential", "").Split('/') is [var key, var date, var region, var service, "aws4_request"]
                ? new Authorization(key, new CredentialScope(date, region, service),
                    parts.GetValueOrDefault("SignedHeaders", "").Split(';'), parts.GetValueOrDefault("Signature", ""))
                : null;
        }
    }
}
