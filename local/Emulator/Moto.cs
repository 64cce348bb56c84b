using System.Globalization;
using Kickoff.Local.Processes;

namespace Kickoff.Local.Emulator;

/// <summary>moto_server could not be started; the message says what to do.</summary>
public sealed class MotoUnavailableException(string message) : Exception(message);

/// <summary>The AWS emulator moto, a separate server process on a free loopback port.</summary>
public sealed class Moto : IAsyncDisposable
{
    private const int Attempts = 3;

    private static readonly TimeSpan AnswerDeadline = TimeSpan.FromMinutes(1);

    private readonly ChildProcess _process;

    private Moto(ChildProcess process, Uri endpoint) => (_process, Endpoint) = (process, endpoint);

    public Uri Endpoint { get; }

    public int ProcessId => _process.ProcessId;

    public string LogFile => _process.LogFile;

    /// <summary>The account moto takes every caller for.</summary>
    public static string AccountId => "123456789012";

    /// <summary>Starts moto and returns once it answers; its log goes into <paramref name="directory"/>.</summary>
    public static async Task<Moto> StartAsync(string directory, CancellationToken cancel = default)
    {
        var program = Programs.Find("moto_server") ?? throw new MotoUnavailableException(
            "moto_server, the AWS emulator, is neither on PATH nor in .venv: pip install 'moto[server]' (./run does it where python3 and pip are there).");
        Directory.CreateDirectory(directory);
        for (var attempt = 1; ; attempt++)
        {
            var port = LoopbackPort.Free();
            var process = ChildProcess.Start(new ChildProcessOptions
            {
                Program = program,
                Arguments = ["-H", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture)],
                Environment = new Dictionary<string, string> { ["MOTO_AMIS_PATH"] = MachineImages.WriteTo(directory) },
                LogFile = Path.Combine(directory, "moto.log"),
            });
            var endpoint = new Uri($"http://127.0.0.1:{port}");
            if (await AnswersAsync(process, endpoint, cancel))
            {
                return new Moto(process, endpoint);
            }

            await process.DisposeAsync();
            if (attempt == Attempts)
            {
                throw new MotoUnavailableException($"moto_server does not start; its last words ({process.LogFile}):\n{Tail(process.ReadLog().Text)}");
            }
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static async Task<bool> AnswersAsync(ChildProcess process, Uri endpoint, CancellationToken cancel)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(AnswerDeadline);
        while (!deadline.IsCancellationRequested && !process.Exited.IsCompleted)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(endpoint, "/moto-api/"), deadline.Token);
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                await Task.WhenAny(Task.Delay(50, CancellationToken.None), process.Exited);
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                // One attempt or the deadline ran out; the loop's condition knows which.
            }
        }

        if (cancel.IsCancellationRequested)
        {
            await process.DisposeAsync();
            cancel.ThrowIfCancellationRequested();
        }

        return false;
    }

    private static string Tail(string log) => string.Join('\n', log.Split('\n').TakeLast(10));
}
