using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kickoff.Core.Servers;

namespace Kickoff.Core.Enrolment;

/// <summary>What a Puppet agent's certificate signing request says, once its own signature has been verified.</summary>
public sealed record SigningRequest(string CommonName, InstanceId? InstanceId, string KeyFingerprint, ReadOnlyMemory<byte>? IdentityDocument)
{
    /// <summary>Puppet's pp_instance_id (https://www.puppet.com/docs/puppet/7/ssl_attributes_extensions.html).</summary>
    public const string InstanceIdOid = "1.3.6.1.4.1.34380.1.1.2";

    /// <summary>
    /// The EC2-signed instance identity document, as base64 in a CSR attribute of Puppet's private range: an attribute, unlike an extension,
    /// does not stay in the certificate.
    /// </summary>
    public const string IdentityDocumentOid = "1.3.6.1.4.1.34380.1.3.101";

    private const int MostBytes = 16 * 1024;

    /// <summary>Null and the reason when it is no request, or its signature does not hold.</summary>
    public static SigningRequest? Read(string pem, out string reason)
    {
        reason = "";
        if (pem.Length > MostBytes)
        {
            reason = "the certificate signing request is larger than 16 KB";
            return null;
        }

        try
        {
            var request = CertificateRequest.LoadSigningRequestPem(pem, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
            var names = request.SubjectName.EnumerateRelativeDistinguishedNames().Where(name => !name.HasMultipleElements && name.GetSingleElementType().Value == "2.5.4.3").ToArray();
            if (names.Length != 1 || names[0].GetSingleElementValue() is not { } commonName)
            {
                reason = "the certificate signing request has not exactly one common name";
                return null;
            }

            var id = request.CertificateExtensions.Where(extension => extension.Oid?.Value == InstanceIdOid).Select(extension => Text(extension.RawData)).ToArray();
            var document = request.OtherRequestAttributes.Where(attribute => attribute.Oid?.Value == IdentityDocumentOid).Select(attribute => Text(attribute.RawData)).ToArray();
            if (id.Length > 1 || document.Length > 1)
            {
                reason = "the certificate signing request says one thing twice";
                return null;
            }

            return new SigningRequest(
                commonName,
                id.Length == 1 && Servers.InstanceId.TryParse(id[0], out var parsed) ? parsed : null,
                Convert.ToHexStringLower(SHA256.HashData(request.PublicKey.ExportSubjectPublicKeyInfo())),
                document.Length == 1 ? Convert.FromBase64String(document[0]) : (ReadOnlyMemory<byte>?)null);
        }
        catch (Exception error) when (error is CryptographicException or AsnContentException or FormatException or ArgumentException)
        {
            reason = "the certificate signing request cannot be read, or its own signature does not hold";
            return null;
        }
    }

    /// <summary>Puppet encodes extensions as UTF8String and attributes as PrintableString; any character string will do.</summary>
    private static string Text(byte[] encoded)
    {
        var reader = new AsnReader(encoded, AsnEncodingRules.DER);
        var tag = reader.PeekTag();
        var text = reader.ReadCharacterString((UniversalTagNumber)tag.TagValue);
        reader.ThrowIfNotEmpty();
        return text;
    }
}
