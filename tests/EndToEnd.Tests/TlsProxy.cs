using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Kickoff.EndToEnd.Tests;

/// <summary>A site's proxy: it takes CONNECT to any host, and the host behind it is ours, with a certificate for its name.</summary>
internal sealed class TlsProxy : IDisposable
{
    private readonly TlsListener _listener;

    public TlsProxy(string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        CertificatePem = made.ExportCertificatePem();
        _listener = new TlsListener(made, TunnelAsync);
    }

    public string Url => $"http://127.0.0.1:{_listener.Port}";

    public string CertificatePem { get; }

    /// <summary>The first line of everything that was asked of the proxy, and behind it.</summary>
    public List<string> Asked { get; } = [];

    public string Answer { get; set; } = "";

    public void Dispose() => _listener.Dispose();

    private async Task TunnelAsync(NetworkStream stream, Func<Task<SslStream>> beginTls)
    {
        await HeadAsync(stream);
        await stream.WriteAsync(
            "HTTP/1.1 200 Connection established\r\nVia: 1.1 proxy\r\nX-Kickoff: 1\r\nContent-Length: 1432\r\n\r\n"u8.ToArray());
        var tls = await beginTls();
        await HeadAsync(tls);
        await tls.WriteAsync(Encoding.UTF8.GetBytes(Answer));
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
