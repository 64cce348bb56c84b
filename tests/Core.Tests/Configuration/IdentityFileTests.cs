using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kickoff.Core.Configuration;
using Kickoff.Core.Tests.Enrolment;
using NodaTime;

namespace Kickoff.Core.Tests.Configuration;

public sealed class IdentityFileTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 6, 11, 19, 0);

    [Fact]
    public void The_RSA_2048_certificate_of_a_region_is_read()
    {
        using var authority = Papers.NewAuthority();

        Assert.Equal(
            authority.Thumbprint,
            Assert.Single(IdentityFile.Read("f", "# eu-west-1\n" + authority.ExportCertificatePem(), Now)).Thumbprint);
    }

    [Fact]
    public void What_verifies_no_document_is_a_fault()
    {
        using var expired = Papers.NewAuthority(Now - Duration.FromDays(1));
        using var small = RSA.Create(1024);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Assert.Contains(
            "no certificate in it", Fault("MIIC7TCCAq0CCQCWukjZ5V4aZzAJBgcqhkjOOAQDMFwxCzAJBgNVBAYTAlVTMRkw"), StringComparison.Ordinal);
        Assert.Contains(
            "cannot be read", Fault("-----BEGIN CERTIFICATE-----\nMIIC\n-----END CERTIFICATE-----\n"), StringComparison.Ordinal);
        Assert.Contains("expired", Fault(expired.ExportCertificatePem()), StringComparison.Ordinal);
        Assert.Contains(
            "has 1024 bits", Fault(Pem(new CertificateRequest("CN=x", small, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))),
            StringComparison.Ordinal);
        Assert.Contains(
            "no RSA key", Fault(Pem(new CertificateRequest("CN=x", curve, HashAlgorithmName.SHA256))), StringComparison.Ordinal);
    }

    private static string Fault(string pem) => Assert.Single(Faults.Of(() => IdentityFile.Read("f", pem, Now)));

    private static string Pem(CertificateRequest request)
    {
        using var certificate = request.CreateSelfSigned(
            Now.ToDateTimeOffset() - TimeSpan.FromDays(1), Now.ToDateTimeOffset() + TimeSpan.FromDays(1));
        return certificate.ExportCertificatePem();
    }
}
