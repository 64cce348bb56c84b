using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography.X509Certificates;

namespace Kickoff.Core.Enrolment;

/// <summary>Keys and signatures that a Puppet agent makes (its settings keylength, key_type and named_curve), and nothing weaker.</summary>
internal static class SigningAlgorithms
{
    private const string Rsa = "1.2.840.113549.1.1.1";

    private const string EllipticCurve = "1.2.840.10045.2.1";

    private const string Keys = "RSA of at least 2048 bits, or EC on P-256, P-384 or P-521";

    private const int LeastBits = 2048;

    private const int MostBits = 16_384;

    /// <summary>The public exponent every RSA key of Puppet's has; a smaller one has lost its margin (FIPS 186-5, A.1.1).</summary>
    private const int LeastExponent = 65_537;

    /// <summary>sha256, sha384 and sha512 with RSA; the same with ECDSA.</summary>
    private static readonly string[] Signatures =
    [
        "1.2.840.113549.1.1.11", "1.2.840.113549.1.1.12", "1.2.840.113549.1.1.13",
        "1.2.840.10045.4.3.2", "1.2.840.10045.4.3.3", "1.2.840.10045.4.3.4",
    ];

    private static readonly string[] Curves = ["1.2.840.10045.3.1.7", "1.3.132.0.34", "1.3.132.0.35"];

    /// <summary>
    /// Why the algorithms that a request (PKCS #10, DER) names are not taken; null when they are. Asked before the request is verified,
    /// because an algorithm that nobody knows cannot be. Throws AsnContentException when it is none.
    /// </summary>
    public static string? Refusal(ReadOnlyMemory<byte> der)
    {
        var request = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        var information = request.ReadSequence();
        information.ReadInteger();
        information.ReadEncodedValue();
        var key = information.ReadSequence().ReadSequence();
        var kind = key.ReadObjectIdentifier();
        if (kind != Rsa && kind != EllipticCurve)
        {
            return $"the key is of a kind that is not taken ({kind}); {Keys}";
        }

        if (kind == EllipticCurve && !(key.PeekTag() == Asn1Tag.ObjectIdentifier && Curves.Contains(key.ReadObjectIdentifier())))
        {
            return $"the key is on a curve that is not taken; {Keys}";
        }

        var signature = request.ReadSequence().ReadObjectIdentifier();
        return Signatures.Contains(signature) ? null
            : $"the request is signed in a way that is not taken ({signature}); RSA or ECDSA, with SHA-256, SHA-384 or SHA-512";
    }

    /// <summary>Why this RSA key is too weak, or too large to be meant; null when it is not, or is no RSA key.</summary>
    public static string? Refusal(PublicKey key)
    {
        if (key.Oid.Value != Rsa)
        {
            return null;
        }

        using var rsa = key.GetRSAPublicKey();
        var exponent = new BigInteger(rsa!.ExportParameters(includePrivateParameters: false).Exponent, isUnsigned: true, isBigEndian: true);
        return rsa.KeySize is < LeastBits or > MostBits ? $"the key has {rsa.KeySize} bits; {Keys}"
            : exponent < LeastExponent ? $"the key's public exponent is less than {LeastExponent}"
            : null;
    }
}
