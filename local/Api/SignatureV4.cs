using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Kickoff.Local.Api;

/// <summary>The parts of an HTTP request that a signature covers, as they came over the wire.</summary>
public sealed record SignedRequest
{
    public required string Method { get; init; }

    /// <summary>Path and query exactly as sent.</summary>
    public required string Target { get; init; }

    /// <summary>By lower-case name.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public ReadOnlyMemory<byte> Body { get; init; }
}

/// <summary>Day, region and service a signature is for.</summary>
public sealed record CredentialScope(string Date, string Region, string Service)
{
    public override string ToString() => $"{Date}/{Region}/{Service}/aws4_request";
}

/// <summary>AWS Signature Version 4 (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).</summary>
public static class SignatureV4
{
    public const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>The signature AWS would compute, in lower-case hexadecimal.</summary>
    public static string Compute(
        SignedRequest request, IReadOnlyList<string> signedHeaders, CredentialScope scope, string timestamp, string secretKey)
    {
        var toSign = $"{Algorithm}\n{timestamp}\n{scope}\n{Hash(Encoding.UTF8.GetBytes(Canonical(request, signedHeaders)))}";
        var key = Encoding.UTF8.GetBytes("AWS4" + secretKey);
        foreach (var part in new[] { scope.Date, scope.Region, scope.Service, "aws4_request", toSign })
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        return Convert.ToHexStringLower(key);
    }

    public static string Hash(ReadOnlyMemory<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content.Span));

    private static string Canonical(SignedRequest request, IReadOnlyList<string> signedHeaders)
    {
        var parts = request.Target.Split('?', 2);
        var headers = signedHeaders.Select(name => $"{name}:{Folded(request.Headers.GetValueOrDefault(name, ""))}\n");
        var payload = request.Headers.GetValueOrDefault("x-amz-content-sha256") ?? Hash(request.Body);
        return $"{request.Method}\n{Path(parts[0])}\n{Query(parts.Length > 1 ? parts[1] : "")}\n{string.Concat(headers)}\n"
            + $"{string.Join(';', signedHeaders)}\n{payload}";
    }

    // Every service but S3 encodes the path it got once more.
    private static string Path(string sent) => string.Join('/', sent.Split('/').Select(Encode));

    private static string Query(string sent) => string.Join('&', sent.Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2))
        .Select(pair => (Name: Recode(pair[0]), Value: Recode(pair.Length > 1 ? pair[1] : "")))
        .OrderBy(pair => pair.Name, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal)
        .Select(pair => $"{pair.Name}={pair.Value}"));

    private static string Recode(string sent) => Encode(Uri.UnescapeDataString(sent));

    private static string Folded(string value) => string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string Encode(string text)
    {
        var encoded = new StringBuilder();
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            var character = (char)octet;
            encoded = char.IsAsciiLetterOrDigit(character) || character is '-' or '.' or '_' or '~'
                ? encoded.Append(character)
                : encoded.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
        }

        return encoded.ToString();
    }
}
