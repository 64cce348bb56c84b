using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kickoff.Core.Servers;

namespace Kickoff.Core.Enrolment;

/// <summary>
/// What a Puppet agent's certificate signing request says, once its own signature has been verified. Extensions are those that describe the
/// node, by OID, without pp_instance_id; a request that asks for any other is not read.
/// </summary>
public sealed record SigningRequest(
    string CommonName,
    InstanceId? InstanceId,
    string KeyFingerprint,
    ReadOnlyMemory<byte>? IdentityDocument,
    ImmutableSortedDictionary<string, string> Extensions)
{
    /// <summary>Puppet's pp_instance_id (https://www.puppet.com/docs/puppet/7/ssl_attributes_extensions.html).</summary>
    public const string InstanceIdOid = "1.3.6.1.4.1.34380.1.1.2";

    /// <summary>
    /// The EC2-signed instance identity document, as base64 in a CSR attribute of Puppet's private range: an attribute, unlike an
    /// extension,
    /// does not stay in the certificate.
    /// </summary>
    public const string IdentityDocumentOid = "1.3.6.1.4.1.34380.1.3.101";

    private const string Label = "CERTIFICATE REQUEST";

    private const string Begin = "-----BEGIN";

    private const string CommonNameOid = "2.5.4.3";

    private const string AlternativeNamesOid = "2.5.29.17";

    private const string BasicConstraintsOid = "2.5.29.19";

    /// <summary>Microsoft's attribute for extensions: Puppet reads what is in it, .NET does not.</summary>
    private const string OtherExtensionsOid = "1.3.6.1.4.1.311.2.1.14";

    private const int MostBytes = 16 * 1024;

    private const string Unreadable = "the certificate signing request cannot be read, or its own signature does not hold";

    /// <summary>
    /// Null and the reason when it is no request, its signature does not hold, or it asks for what is never signed by policy.
    /// </summary>
    public static SigningRequest? Read(string pem, out string reason)
    {
        if (pem.Length > MostBytes)
        {
            reason = "the certificate signing request is larger than 16 KB";
            return null;
        }

        try
        {
            if (!PemEncoding.TryFind(pem, out var found) || pem[found.Label] != Label)
            {
                reason = Unreadable;
                return null;
            }

            // Two readers of two requests in one text might each take another one.
            if (pem.IndexOf(Begin, StringComparison.Ordinal) != pem.LastIndexOf(Begin, StringComparison.Ordinal))
            {
                reason = "there is more than one thing in the certificate signing request";
                return null;
            }

            var der = Convert.FromBase64String(pem[found.Base64Data]);
            if (SigningAlgorithms.Refusal(der) is { } weak)
            {
                reason = weak;
                return null;
            }

            var request = CertificateRequest.LoadSigningRequest(
                der, HashAlgorithmName.SHA256, out var read, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
            reason = read != der.Length ? "something follows the certificate signing request" : Refusal(request) ?? "";
            return reason.Length > 0 ? null : Read(request, out reason);
        }
        catch (Exception error) when (error is CryptographicException or AsnContentException or FormatException or ArgumentException
            or NotSupportedException or InvalidOperationException or OverflowException)
        {
            reason = Unreadable;
            return null;
        }
    }

    private static string? Refusal(CertificateRequest request)
    {
        if (SigningAlgorithms.Refusal(request.PublicKey) is { } weak)
        {
            return weak;
        }

        if (request.OtherRequestAttributes.Any(attribute => attribute.Oid?.Value == OtherExtensionsOid))
        {
            return "the request asks for extensions in a second place (1.3.6.1.4.1.311.2.1.14)";
        }

        foreach (var oid in request.CertificateExtensions.Select(extension => extension.Oid?.Value ?? ""))
        {
            if (!PuppetExtensions.IsDescription(oid))
            {
                return PuppetExtensions.IsAuthorisation(oid)
                        ? $"the request asks for an extension that gives rights ({oid}), which no policy signs"
                    : oid == AlternativeNamesOid
                        ? "the request asks for alternative names; empty the agent's dns_alt_names, or have a person sign it"
                    : oid == BasicConstraintsOid ? "the request asks for basic constraints, as an authority's does"
                    : $"the request asks for an extension that is not Puppet's ({oid})";
            }
        }

        return null;
    }

    private static SigningRequest? Read(CertificateRequest request, out string reason)
    {
        reason = "";
        var names = request.SubjectName.EnumerateRelativeDistinguishedNames().ToArray();
        if (names is not [{ HasMultipleElements: false } name]
            || name.GetSingleElementType().Value != CommonNameOid
            || name.GetSingleElementValue() is not { } commonName)
        {
            reason = "the subject of the certificate signing request is not exactly one common name";
            return null;
        }

        var extensions = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var extension in request.CertificateExtensions)
        {
            if (!extensions.TryAdd(extension.Oid!.Value!, Text(extension.RawData)))
            {
                reason = "the certificate signing request says one thing twice";
                return null;
            }
        }

        var document = request.OtherRequestAttributes
            .Where(attribute => attribute.Oid?.Value == IdentityDocumentOid)
            .Select(attribute => Text(attribute.RawData))
            .ToArray();
        if (document.Length > 1)
        {
            reason = "the certificate signing request says one thing twice";
            return null;
        }

        extensions.Remove(InstanceIdOid, out var id);
        return new SigningRequest(
            commonName,
            Servers.InstanceId.TryParse(id, out var parsed) ? parsed : null,
            Convert.ToHexStringLower(SHA256.HashData(request.PublicKey.ExportSubjectPublicKeyInfo())),
            document.Length == 1 ? Convert.FromBase64String(document[0]) : (ReadOnlyMemory<byte>?)null,
            extensions.ToImmutable());
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
