using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Kickoff.Core.Servers;
using NodaTime;
using NodaTime.Text;

namespace Kickoff.Core.Enrolment;

/// <summary>
/// The instance identity document (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-identity-documents.html), signed by EC2
/// with the region's key.
/// </summary>
public sealed record IdentityDocument(InstanceId Instance, string AccountId, string Region, Instant PendingTime)
{
    /// <summary>
    /// Verifies the PKCS#7 (IMDS: <c>rsa2048</c>) against the region's certificates and nothing else; certificates inside it prove nothing.
    /// Null and the reason when it does not hold.
    /// </summary>
    public static IdentityDocument? Verify(ReadOnlyMemory<byte> pkcs7, X509Certificate2Collection trusted, Instant now, out string reason)
    {
        try
        {
            var signed = new SignedCms();
            signed.Decode(pkcs7.Span);
            if (signed.SignerInfos.Count != 1 || !IsOf(signed.SignerInfos[0], trusted, now))
            {
                reason = "the identity document is not signed by EC2's key of this region";
                return null;
            }

            reason = "";
            return Read(signed.ContentInfo.Content);
        }
        catch (Exception error) when (
            error is CryptographicException or JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            reason = "the identity document cannot be read";
            return null;
        }
    }

    private static bool IsOf(SignerInfo signer, X509Certificate2Collection trusted, Instant now)
    {
        foreach (var certificate in trusted)
        {
            if (now < Instant.FromDateTimeUtc(certificate.NotBefore.ToUniversalTime())
                || now > Instant.FromDateTimeUtc(certificate.NotAfter.ToUniversalTime()))
            {
                continue;
            }

            try
            {
                signer.CheckSignature([certificate], verifySignatureOnly: true);
                // A certificate that came inside is used before ours: then it must be ours. IMDS leaves it out.
                if (signer.Certificate is not { } inside || inside.RawDataMemory.Span.SequenceEqual(certificate.RawDataMemory.Span))
                {
                    return true;
                }
            }
            catch (CryptographicException)
            {
                // Not this one's.
            }
        }

        return false;
    }

    private static IdentityDocument Read(byte[] content)
    {
        using var json = JsonDocument.Parse(content);
        string Text(string name) => json.RootElement.GetProperty(name).GetString() ?? throw new FormatException(name);
        return new IdentityDocument(
            InstanceId.Parse(Text("instanceId")), Text("accountId"), Text("region"),
            InstantPattern.ExtendedIso.Parse(Text("pendingTime")).GetValueOrThrow());
    }
}
