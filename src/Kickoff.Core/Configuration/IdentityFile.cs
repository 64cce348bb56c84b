using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NodaTime;

namespace Kickoff.Core.Configuration;

/// <summary>
/// Reads config/identity/REGION.pem: AWS's certificates that identity documents are verified with, of the three kinds that AWS gives for a
/// region (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/regions-certs.html) the RSA-2048 ones.
/// </summary>
public static class IdentityFile
{
    private const string Hint = "; take the RSA-2048 one of https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/regions-certs.html";

    /// <summary>Throws ConfigurationException when there is no such certificate in it, or one that verifies nothing.</summary>
    public static X509Certificate2Collection Read(string file, string pem, Instant now)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(pem);
        }
        catch (CryptographicException)
        {
            throw new ConfigurationException([new Fault(file, 1, "a certificate in it cannot be read" + Hint)]);
        }

        if (certificates.Count == 0)
        {
            throw new ConfigurationException([new Fault(file, 1, "there is no certificate in it (-----BEGIN CERTIFICATE-----)" + Hint)]);
        }

        var reasons = certificates.Select(certificate => WhyNot(certificate, now)).OfType<string>();
        Fault[] faults = [.. reasons.Select(why => new Fault(file, 1, why))];
        return faults.Length == 0 ? certificates : throw new ConfigurationException(faults);
    }

    private static string? WhyNot(X509Certificate2 certificate, Instant now)
    {
        using var key = certificate.GetRSAPublicKey();
        var bits = key?.KeySize.ToString(CultureInfo.InvariantCulture);
        return key is null ? "a certificate in it has no RSA key; AWS gives a DSA one for another signature" + Hint
            : key.KeySize < 2048 ? $"a certificate in it has {bits} bits; AWS gives it for another signature" + Hint
            : now > Instant.FromDateTimeUtc(certificate.NotAfter.ToUniversalTime()) ? "a certificate in it has expired" + Hint
            : null;
    }
}
