using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Kickoff.EndToEnd.Tests;

/// <summary>A free port of this machine, each of whose connections is served until one of both hangs up.</summary>
internal sealed class TlsListener : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate;
    private readonly Func<NetworkStream, Func<Task<SslStream>>, Task> _serve;

    /// <param name="certificate">With its key; disposed of with the listener.</param>
    /// <param name="serve">What is done on a connection, and on what begins TLS there.</param>
    public TlsListener(X509Certificate2 certificate, Func<NetworkStream, Func<Task<SslStream>>, Task> serve)
    {
        // With its key in a form that TLS takes.
        _certificate = X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        _serve = serve;
        _listener.Start();
        _ = ListenAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose()
    {
        _listener.Dispose();
        _certificate.Dispose();
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            SslStream? tls = null;
            try
            {
                var stream = client.GetStream();
                await _serve(stream, async () =>
                {
                    tls = new SslStream(stream);
                    await tls.AuthenticateAsServerAsync(_certificate);
                    return tls;
                });
                await (tls?.ShutdownAsync() ?? Task.CompletedTask);
            }
            catch (Exception gone) when (gone is IOException or AuthenticationException or SocketException)
            {
                // One of them has hung up, or does not trust the certificate.
            }
            finally
            {
                await (tls?.DisposeAsync() ?? ValueTask.CompletedTask);
            }
        }
    }
}
