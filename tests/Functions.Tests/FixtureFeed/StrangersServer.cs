using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Kickoff.Functions.Tests.FixtureFeed;

/// <summary>
/// A server on loopback, behind TLS, that answers byte by byte what the test says: also what no server should. It is known as localhost and
/// as 127.0.0.1, which are two hosts to who asks.
/// </summary>
internal sealed class StrangersServer : IDisposable
{
    private static readonly Lazy<X509Certificate2> Shared = new(MakeCertificate);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
#pragma warning disable CA2213 // Connections may still look at it.
    private readonly CancellationTokenSource _over = new();
#pragma warning restore CA2213

    public StrangersServer()
    {
        _listener.Start();
        _ = ServeAsync();
    }

    public static X509Certificate2 Certificate => Shared.Value;

    /// <summary>By path; what is not here is 404.</summary>
    public Dictionary<string, Func<Stream, CancellationToken, Task>> Answers { get; } = new(StringComparer.Ordinal);

    /// <summary>Each request's lines.</summary>
    public ConcurrentQueue<string[]> Requests { get; } = new();

    public int Connections { get; private set; }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string At(string path, string host = "localhost") =>
        string.Create(CultureInfo.InvariantCulture, $"https://{host}:{Port}{path}");

    /// <summary>Answers the path with this, whole, and goes on.</summary>
    public string Says(string path, string head, byte[] body)
    {
        Answers[path] = async (stream, cancel) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head + "\r\n\r\n"), cancel);
            await stream.WriteAsync(body, cancel);
        };
        return At(path);
    }

    public string Says(string path, string status, string headers, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return Says(path, string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {status}\r\nContent-Length: {bytes.Length}{(headers.Length > 0 ? "\r\n" + headers : "")}"), bytes);
    }

    public void Dispose()
    {
        _over.Cancel();
        _listener.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_over.Token);
                Connections++;
                _ = TalkAsync(client, _over.Token);
            }
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException or OperationCanceledException)
        {
        }
    }

    private async Task TalkAsync(TcpClient client, CancellationToken cancel)
    {
        using (client)
        {
            try
            {
                await using var tls = new SslStream(client.GetStream());
                await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = Certificate }, cancel);
                using var reader = new StreamReader(tls, Encoding.ASCII, false, 1, leaveOpen: true);
                while (await ReadAsync(reader, cancel) is { Length: > 0 } lines)
                {
                    Requests.Enqueue(lines);
                    var path = lines[0].Split(' ')[1].Split('?')[0];
                    if (!Answers.TryGetValue(path, out var answer))
                    {
                        await tls.WriteAsync("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), cancel);
                        continue;
                    }

                    await answer(tls, cancel);
                }
            }
            catch (Exception gone) when (gone is IOException or AuthenticationException or SocketException or OperationCanceledException)
            {
                // One of them has hung up.
            }
        }
    }

    private static async Task<string[]> ReadAsync(StreamReader reader, CancellationToken cancel)
    {
        var lines = new List<string>();
        while (await reader.ReadLineAsync(cancel) is { Length: > 0 } line)
        {
            lines.Add(line);
        }

        return [.. lines];
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=a stranger", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var whole = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }
}
