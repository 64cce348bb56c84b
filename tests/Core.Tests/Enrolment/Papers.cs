using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Kickoff.Core.Enrolment;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Core.Tests.Enrolment;

/// <summary>
/// Signing requests as Puppet's agent makes them, and identity documents as EC2 signs them, with a certificate of our own.
/// </summary>
internal static class Papers
{
    public static X509Certificate2 NewAuthority(Instant? until = null)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=ec2.amazonaws.com", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(
            new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), (until ?? Instant.FromUtc(2099, 1, 1, 0, 0)).ToDateTimeOffset());
    }

    public static byte[] Document(
        X509Certificate2 authority, InstanceId instance, Instant pendingTime, string account = "123456789012", string region = "eu-west-1",
        bool inside = false)
    {
        var json = string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            {"accountId":"{{account}}","instanceId":"{{instance}}","region":"{{region}}","pendingTime":"{{pendingTime}}",
             "version":"2017-09-30"}
            """);
        var signed = new SignedCms(new ContentInfo(Encoding.UTF8.GetBytes(json)));
        // IMDS leaves the certificate out.
        signed.ComputeSignature(
            new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, authority)
            {
                IncludeOption = inside ? X509IncludeOption.EndCertOnly : X509IncludeOption.None,
                DigestAlgorithm = new Oid("2.16.840.1.101.3.4.2.1"),
            });
        return signed.Encode();
    }

    public static string Request(
        RSA key, string commonName, InstanceId? instance, byte[]? document, params (string Oid, string Value)[] extensions) =>
        Request(
        new CertificateRequest($"CN={commonName}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), instance, document,
        [
            .. extensions.Select(
                extension => new X509Extension(extension.Oid, Text(UniversalTagNumber.UTF8String, extension.Value), critical: false))]);

    public static string Request(CertificateRequest request, InstanceId? instance, byte[]? document, params X509Extension[] extensions)
    {
        if (instance is { } id)
        {
            request.CertificateExtensions.Add(
                new X509Extension(SigningRequest.InstanceIdOid, Text(UniversalTagNumber.UTF8String, id.Value), critical: false));
        }

        if (document is not null)
        {
            request.OtherRequestAttributes.Add(
                new AsnEncodedData(
                    SigningRequest.IdentityDocumentOid, Text(UniversalTagNumber.PrintableString, Convert.ToBase64String(document))));
        }

        foreach (var extension in extensions)
        {
            request.CertificateExtensions.Add(extension);
        }

        return request.CreateSigningRequestPem();
    }

    public static byte[] Text(UniversalTagNumber kind, string text)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteCharacterString(kind, text);
        return writer.Encode();
    }
}
