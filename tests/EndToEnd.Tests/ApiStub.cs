using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Kickoff.EndToEnd.Tests;

/// <summary>One request as the script sent it.</summary>
internal sealed record Asked(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>Kickoff's API, or something in front of it, that answers what a test tells it to.</summary>
internal sealed class ApiStub : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();

    public ApiStub()
    {
        _listener.Start();
        _ = ServeAsync();
    }

    public List<Asked> Requests { get; } = [];

    /// <summary>The raw answer; null hangs after the head of an answer that promises more.</summary>
    public Func<Asked, string?> Answer { get; set; } = _ => null;

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public static string Of(int status, string body, bool ours = true) =>
        $"HTTP/1.1 {status} X\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n"
            + $"{(ours ? "x-kickoff: 1\r\n" : "")}Connection: close\r\n\r\n{body}";

    public void Dispose()
    {
        _closing.Cancel();
        _listener.Dispose();
        _closing.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                _ = AnswerAsync(await _listener.AcceptTcpClientAsync(_closing.Token));
            }
            catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            var text = new StringBuilder();
            var buffer = new byte[65536];
            int head;
            while ((head = text.ToString().IndexOf("\r\n\r\n", StringComparison.Ordinal)) < 0)
            {
                var read = await stream.ReadAsync(buffer);
                if (read == 0)
                {
                    return;
                }

                text.Append(Encoding.UTF8.GetString(buffer, 0, read));
            }

            var lines = text.ToString(0, head).Split("\r\n");
            var headers = lines.Skip(1).Select(line => line.Split(':', 2)).ToDictionary(
                pair => pair[0].ToLowerInvariant(), pair => pair[1].Trim());
            var length = headers.TryGetValue("content-length", out var announced)
                ? int.Parse(announced, System.Globalization.CultureInfo.InvariantCulture)
                : 0;
            while (text.Length - head - 4 < length)
            {
                text.Append(Encoding.UTF8.GetString(buffer, 0, await stream.ReadAsync(buffer)));
            }

            var asked = new Asked(lines[0].Split(' ')[0], lines[0].Split(' ')[1], headers, text.ToString(head + 4, length));
            lock (Requests)
            {
                Requests.Add(asked);
            }

            var answer = Answer(asked);
            await stream.WriteAsync(
                Encoding.UTF8.GetBytes(answer ?? "HTTP/1.1 200 OK\r\nContent-Length: 100\r\nx-kickoff: 1\r\n\r\n# kick"));
            if (answer is null)
            {
                await Task.Delay(TimeSpan.FromMinutes(2), _closing.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        }
    }
}
