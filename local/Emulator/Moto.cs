using System.Globalization;
using Kickoff.Local.Emulator.Calls;
using Kickoff.Local.Processes;

namespace Kickoff.Local.Emulator;

/// <summary>moto_server could not be started; the message says what to do.</summary>
public sealed class MotoUnavailableException(string message) : Exception(message);

/// <summary>The AWS emulator moto, a separate server process on a free loopback port.</summary>
public sealed class Moto : IAsyncDisposable
{
    private const int Attempts = 3;

    private static readonly TimeSpan AnswerDeadline = TimeSpan.FromMinutes(1);

    private readonly string _directory;
    private readonly bool _remembers;
    private ChildProcess _process;

    private Moto(string directory, bool remembers, ChildProcess process, Uri endpoint) =>
        (_directory, _remembers, _process, Endpoint) = (directory, remembers, process, endpoint);

    public Uri Endpoint { get; }

    public int ProcessId => _process.ProcessId;

    public string LogFile => _process.LogFile;

    /// <summary>The account moto takes every caller for.</summary>
    public static string AccountId => "123456789012";

    /// <summary>
    /// Starts moto and returns once it answers; its log goes into <paramref name="directory"/>. One that remembers writes down every call,
    /// for <see cref="ComeBackAsync"/>.
    /// </summary>
    public static async Task<Moto> StartAsync(string directory, bool remembers = false, CancellationToken cancel = default)
    {
        Directory.CreateDirectory(directory);
        for (var attempt = 1; ; attempt++)
        {
            var port = LoopbackPort.Free();
            var endpoint = new Uri($"http://127.0.0.1:{port}");
            var process = Launch(directory, remembers, endpoint);
            if (await AnswersAsync(process, endpoint, cancel))
            {
                var moto = new Moto(directory, remembers, process, endpoint);
                await moto.SeedAsync(cancel);
                return moto;
            }

            await process.DisposeAsync();
            if (attempt == Attempts)
            {
                throw DoesNotStart(process);
            }
        }
    }

    /// <summary>Signal 9, in the middle of whatever it does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.DisposeAsync();
    }

    /// <summary>
    /// Starts it again after <see cref="KillAsync"/> on the same port, with all it knew: every call that reached it is made once more, and
    /// the same seed gives the same ids (moto's recorder, docs.getmoto.org).
    /// </summary>
    public async Task ComeBackAsync(CancellationToken cancel = default)
    {
        if (!_remembers)
        {
            throw new InvalidOperationException("This moto does not remember: start it with remembers.");
        }

        _process = Launch(_directory, _remembers, Endpoint);
        if (!await AnswersAsync(_process, Endpoint, cancel))
        {
            throw DoesNotStart(_process);
        }

        await SeedAsync(cancel);
        await PostAsync("/moto-api/recorder/replay-recording", cancel);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static ChildProcess Launch(string directory, bool remembers, Uri endpoint)
    {
        var environment = new Dictionary<string, string> { ["MOTO_AMIS_PATH"] = MachineImages.WriteTo(directory) };
        if (remembers)
        {
            environment["MOTO_ENABLE_RECORDING"] = "yes";
            environment["MOTO_RECORDER_FILEPATH"] = Path.Combine(directory, "moto.calls");
        }

        return ChildProcess.Start(new ChildProcessOptions
        {
            Program = Programs.Find("moto_server") ?? throw new MotoUnavailableException(
                "moto_server, the AWS emulator, is neither on PATH nor in .venv: pip install 'moto[server]' (./run does it where python3 "
                    + "and pip are there)."),
            Arguments = ["-H", "127.0.0.1", "-p", endpoint.Port.ToString(CultureInfo.InvariantCulture)],
            Environment = environment,
            LogFile = Path.Combine(directory, "moto.log"),
        });
    }

    private static MotoUnavailableException DoesNotStart(ChildProcess process) =>
        new($"moto_server does not start; its last words ({process.LogFile}):\n{Tail(process.ReadLog().Text)}");

    private async Task SeedAsync(CancellationToken cancel)
    {
        if (_remembers)
        {
            await PostAsync("/moto-api/seed?a=1", cancel);
        }
    }

    private async Task PostAsync(string path, CancellationToken cancel)
    {
        using var http = new HttpClient { Timeout = AnswerDeadline };
        using var answer = await http.PostAsync(new Uri(Endpoint, path), null, cancel);
        answer.EnsureSuccessStatusCode();
    }

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
