using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kickoff.EndToEnd.Tests;

/// <summary>
/// A stub behind TLS, as localhost, and the files by which Puppet trusts it and has a certificate of its own: PuppetDB takes nothing less.
/// </summary>
internal sealed class TlsDoor : IDisposable
{
    private readonly TlsListener _listener;
    private readonly ApiStub _behind;

    /// <summary>Writes an ssldir of Puppet's for the certname localhost.</summary>
    public TlsDoor(ApiStub behind, string ssldir)
    {
        _behind = behind;
        using var authorityKey = RSA.Create(2048);
        var authorityRequest = new CertificateRequest("CN=CA", authorityKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authorityRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        var (from, until) = (DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        using var authority = authorityRequest.CreateSelfSigned(from, until);

        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(authority, from, until, [1]);
        using var whole = signed.CopyWithPrivateKey(key);
        foreach (var (name, text) in new[]
        {
            ("certs/ca.pem", authority.ExportCertificatePem()), ("certs/localhost.pem", signed.ExportCertificatePem()),
            ("private_keys/localhost.pem", key.ExportPkcs8PrivateKeyPem()),
        })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(ssldir, name))!);
            File.WriteAllText(Path.Combine(ssldir, name), text + "\n");
        }

        _listener = new TlsListener(whole, PassAsync);
    }

    public string Url => $"https://localhost:{_listener.Port}";

    public void Dispose() => _listener.Dispose();

    private async Task PassAsync(NetworkStream stream, Func<Task<SslStream>> beginTls)
    {
        using var behind = new TcpClient();
        var tls = await beginTls();
        await behind.ConnectAsync(IPAddress.Loopback, new Uri(_behind.Url).Port);
        _ = tls.CopyToAsync(behind.GetStream());
        await behind.GetStream().CopyToAsync(tls);
    }
}
