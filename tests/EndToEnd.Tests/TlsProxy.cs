using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Kickoff.EndToEnd.Tests;

/// <summary>A site's proxy: it takes CONNECT to any host, and the host behind it is ours, with a certificate for its name.</summary>
internal sealed class TlsProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate;

    public TlsProxy(string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        // With its key in a form that TLS takes.
        _certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        _listener.Start();
        _ = ServeAsync();
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public string CertificatePem => _certificate.ExportCertificatePem();

    /// <summary>The first line of everything that was asked of the proxy, and behind it.</summary>
    public List<string> Asked { get; } = [];

    public string Answer { get; set; } = "";

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
                _ = TunnelAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task TunnelAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                await HeadAsync(stream);
                await stream.WriteAsync(
                    "HTTP/1.1 200 Connection established\r\nVia: 1.1 proxy\r\nX-Kickoff: 1\r\nContent-Length: 1432\r\n\r\n"u8.ToArray());
                using var tls = new SslStream(stream);
                await tls.AuthenticateAsServerAsync(_certificate);
                await HeadAsync(tls);
                await tls.WriteAsync(Encoding.UTF8.GetBytes(Answer));
                await tls.ShutdownAsync();
            }
            catch (Exception gone) when (gone is IOException or System.Security.Authentication.AuthenticationException)
            {
                // The client does not trust it, and hangs up.
            }
        }
    }

    private async Task HeadAsync(Stream stream)
    {
        var (text, buffer) = (new StringBuilder(), new byte[16384]);
        while (!text.ToString().Contains("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(buffer) is > 0 and var read)
        {
            text.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        lock (Asked)
        {
            Asked.Add(text.ToString().Split("\r\n")[0]);
        }
    }
}
