using System.Security.Cryptography.X509Certificates;
using System.Text;
using Kickoff.Core.Enrolment;
using NodaTime;

namespace Kickoff.Core.Tests.Enrolment;

/// <summary>
/// A document in the form that EC2 gives (IMDS: rsa2048), which is not the one .NET writes: lengths left open (BER), text in pieces, signed
/// attributes, no certificate; members that are null. Made by OpenSSL 3 (cms -sign -stream -nocerts -nodetach -binary -md sha256), with a
/// certificate whose names are AWS's. Readers that knew DER alone refused real ones (https://github.com/hashicorp/vault/issues/1858).
/// </summary>
public sealed class IdentityDocumentTests
{
    private static readonly Instant Now = Instant.FromUtc(2027, 6, 11, 19, 0);

    private static readonly X509Certificate2Collection Trusted = [X509CertificateLoader.LoadCertificate(Bytes(Certificate))];

    [Fact]
    public void The_form_EC2_gives_is_read()
    {
        var document = IdentityDocument.Verify(Bytes(OfOpenSsl), Trusted, Now, out var reason);

        Assert.Equal("", reason);
        Assert.Equal(("i-0123456789abcdef0", "123456789012", "eu-west-1"), (document!.Instance.Value, document.AccountId, document.Region));
        Assert.Equal(Instant.FromUtc(2026, 6, 11, 18, 55), document.PendingTime);
    }

    [Fact]
    public void No_byte_of_it_can_be_changed_into_another_document_or_a_failure()
    {
        var whole = Bytes(OfOpenSsl);
        var meant = IdentityDocument.Verify(whole, Trusted, Now, out _);
        var random = new Random(11);
        for (var round = 0; round < 3000; round++)
        {
            var spoiled = (byte[])whole.Clone();
            spoiled[random.Next(spoiled.Length)] = (byte)random.Next(256);
            var length = round % 4 == 0 ? random.Next(spoiled.Length) : spoiled.Length;

            Assert.True(IdentityDocument.Verify(spoiled.AsMemory(0, length), Trusted, Now, out _) is not { } read || read == meant);
        }
    }

    private static byte[] Bytes(string base64) => Convert.FromBase64String(base64);

    private const string Certificate = """
        MIIDmjCCAoKgAwIBAgITE1iu3Fl5VXkZY3T9EFEITalmqDANBgkqhkiG9w0BAQsFADBcMQswCQYDVQQGEwJVUzEZMBcGA1UECAwQV2FzaGluZ3RvbiBTdGF0
        ZTEQMA4GA1UEBwwHU2VhdHRsZTEgMB4GA1UECgwXQW1hem9uIFdlYiBTZXJ2aWNlcyBMTEMwIBcNMjYxMTI5MDE1NzAxWhgPMjA4MTA5MDEwMTU3MDFaMFwx
        CzAJBgNVBAYTAlVTMRkwFwYDVQQIDBBXYXNoaW5ndG9uIFN0YXRlMRAwDgYDVQQHDAdTZWF0dGxlMSAwHgYDVQQKDBdBbWF6b24gV2ViIFNlcnZpY2VzIExM
        QzCCASIwDQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEBAJ5Pt8AQctKN71O2A9+xylS84xIHhzG8zEOlFd+nmqMtyjlaIPcJUsWEQPGk4v6VofTpv28masnl
        HlvdNBdqYUv1tQm0xs44IBGOInOrZ8a2HefRr14HKjpax6J3Wr4M+4FqsxP9mhC8+OqSQs5n0geyeSkzu45cMJDy7gyedSW4c7cM74mSfz4RI88lU1RHPROl
        Sx3ZAAfVDIPeEQRBtdEV/sdoqeH9rPv1OWUDJnzKMTHCj40vMHyH8g+5RflhLgdQQWYmOV0CDUR/DQkHPAJNhk6qUTbV5evma0awD8sV8pzEW7hHrKp+frql
        /24bZ731+9se5oL+s5eZVGG942MCAwEAAaNTMFEwHQYDVR0OBBYEFPxHZUxEmXFTJZnqF4BU/wlnc0GHMB8GA1UdIwQYMBaAFPxHZUxEmXFTJZnqF4BU/wln
        c0GHMA8GA1UdEwEB/wQFMAMBAf8wDQYJKoZIhvcNAQELBQADggEBADePLW+L9HzKK8F51SVEVQnJj7psSfcsKK4yV5J2v7tLUVsMl957DiHyTSm76xDHPobt
        tJY1eM+QZd8yGLcCVC32KXCxjFh4EYNVxIhaIOMJGQ1yWGCp7CZYg9T2EmGwhg7Sxxo+PkO6cAU2CoyVT9A02aKxs2d156TKksqfTflz21+EXrfpR0bERMvr
        iplQOMnD2OF9y+dksAQWf8tmRKu7fmf0R6ONlurI/AfhxPr17NeNpXmR2xx3TDv4pUnASQ282MR5/IZ1l6gV92Pm83RYRe5i1apto5rJkwgHdR6eD6gobpGK
        6BrKlqUfWxSQPH9OLLP1Nk2D4PnixtpDEOY=
        """;

    private const string OfOpenSsl = """
        MIAGCSqGSIb3DQEHAqCAMIACAQExDTALBglghkgBZQMEAgEwgAYJKoZIhvcNAQcBoIAkgASCAdl7CiAgImFjY291bnRJZCIgOiAiMTIzNDU2Nzg5MDEyIiwK
        ICAiYXJjaGl0ZWN0dXJlIiA6ICJ4ODZfNjQiLAogICJhdmFpbGFiaWxpdHlab25lIiA6ICJldS13ZXN0LTFhIiwKICAiYmlsbGluZ1Byb2R1Y3RzIiA6IG51
        bGwsCiAgImRldnBheVByb2R1Y3RDb2RlcyIgOiBudWxsLAogICJtYXJrZXRwbGFjZVByb2R1Y3RDb2RlcyIgOiBudWxsLAogICJpbWFnZUlkIiA6ICJhbWkt
        MDEyMzQ1Njc4OWFiY2RlZjAiLAogICJpbnN0YW5jZUlkIiA6ICJpLTAxMjM0NTY3ODlhYmNkZWYwIiwKICAiaW5zdGFuY2VUeXBlIiA6ICJtN2kubGFyZ2Ui
        LAogICJrZXJuZWxJZCIgOiBudWxsLAogICJwZW5kaW5nVGltZSIgOiAiMjAyNi0wNi0xMVQxODo1NTowMFoiLAogICJwcml2YXRlSXAiIDogIjEwLjAuMC4x
        IiwKICAicmFtZGlza0lkIiA6IG51bGwsCiAgInJlZ2lvbiIgOiAiZXUtd2VzdC0xIiwKICAidmVyc2lvbiIgOiAiMjAxNy0wOS0zMCIKfQAAAAAAADGCAgcw
        ggIDAgEBMHMwXDELMAkGA1UEBhMCVVMxGTAXBgNVBAgMEFdhc2hpbmd0b24gU3RhdGUxEDAOBgNVBAcMB1NlYXR0bGUxIDAeBgNVBAoMF0FtYXpvbiBXZWIg
        U2VydmljZXMgTExDAhMTWK7cWXlVeRljdP0QUQhNqWaoMAsGCWCGSAFlAwQCAaBpMBgGCSqGSIb3DQEJAzELBgkqhkiG9w0BBwEwHAYJKoZIhvcNAQkFMQ8X
        DTI2MTEyOTAxNTcwMVowLwYJKoZIhvcNAQkEMSIEIErMOFIwNYYEgtUyYOeQ7CDoCO5R/ZiuKR7YciCWds+pMA0GCSqGSIb3DQEBAQUABIIBAIzPVcnjWLUt
        DRFqXGzYQpJSPGDINt33n3wdSRZS5fIhm2mYescaXjodLMPb7As3xzGXbmm5rhldkVJXpJKWyUp6f+JpIbEyOElKL1BOOCYPnCYoCmOl9f06tKBGY3+lbKVy
        PW0YQ+WPBP+W0+EvATKuJerE7QbIhERaKMT/U3Oh/xgtPVik4j5yWKVZg8Wd4dFAjHaRIn+CdRML3k0YqeUOf2xAk0BDBecXh7IJ7bUfNfQztf9l/2gVH/wu
        3DC0F2ISVQA2sQWqGqxRIuILtN3C1h6zvPLpiiM1UwtuzkmxQs0WPBKvIVNQwuKKgVC4BC9h+PrUbh3c+YMMv15GQhsAAAAAAAA=
        """;
}
