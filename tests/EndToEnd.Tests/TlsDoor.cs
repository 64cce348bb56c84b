using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kickoff.EndToEnd.Tests;

/// <summary>
/// A stub behind TLS, as localhost, and the files by which Puppet trusts it and has a certificate of its own: PuppetDB takes nothing less.
/// </summary>
internal sealed class TlsDoor : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate;
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
        // With its key in a form that TLS takes.
        _certificate = X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);

        foreach (var (name, text) in new[]
        {
            ("certs/ca.pem", authority.ExportCertificatePem()), ("certs/localhost.pem", signed.ExportCertificatePem()),
            ("private_keys/localhost.pem", key.ExportPkcs8PrivateKeyPem()),
        })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(ssldir, name))!);
            File.WriteAllText(Path.Combine(ssldir, name), text + "\n");
        }

        _listener.Start();
        _ = ServeAsync();
    }

    public string Url => $"https://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public void Dispose()
    {
        _listener.Dispose();
        _certificate.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                _ = PassAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using (client)
        using (var behind = new TcpClient())
        {
            try
            {
                using var tls = new SslStream(client.GetStream());
                await tls.AuthenticateAsServerAsync(_certificate);
                await behind.ConnectAsync(IPAddress.Loopback, new Uri(_behind.Url).Port);
                _ = tls.CopyToAsync(behind.GetStream());
                await behind.GetStream().CopyToAsync(tls);
                await tls.ShutdownAsync();
            }
            catch (Exception gone) when (gone is IOException or AuthenticationException or SocketException)
            {
                // One of them has hung up.
            }
        }
    }
}
