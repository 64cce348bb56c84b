using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using Kickoff.Local.Processes;

namespace Kickoff.Local.Lambda;

/// <summary>One process of a function and the Runtime API it talks to: one event at a time, until it dies.</summary>
internal sealed class Sandbox : IAsyncDisposable
{
    private readonly LambdaOptions _options;
    private readonly RuntimeApi _api;
    private readonly ChildProcess _process;
    private readonly long _started = Stopwatch.GetTimestamp();
    private bool _initialised;
    private long _logRead;

    private Sandbox(LambdaOptions options, RuntimeApi api, ChildProcess process) => (_options, _api, _process) = (options, api, process);

    /// <summary>False once it has crashed, timed out or failed to start: its next invocation needs another.</summary>
    public bool IsUsable { get; private set; } = true;

    public int ProcessId => _process.ProcessId;

    public static async Task<Sandbox> StartAsync(LambdaOptions options, int number)
    {
        var api = await RuntimeApi.StartAsync();
        try
        {
            var process = ChildProcess.Start(new ChildProcessOptions
            {
                Program = options.Command[0],
                Arguments = [.. options.Command.Skip(1)],
                WorkingDirectory = options.TaskRoot,
                Environment = LambdaEnvironment.Of(options, api.Authority),
                LogFile = Path.Combine(options.LogDirectory, $"{options.Name}-{number.ToString(CultureInfo.InvariantCulture)}.log"),
            });
            return new Sandbox(options, api, process);
        }
        catch
        {
            await api.DisposeAsync();
            throw;
        }
    }

    public async Task<InvocationResult> InvokeAsync(string requestId, string payload, CancellationToken cancel)
    {
        TimeSpan? init = null;
        if (!_initialised)
        {
            var failed = await InitialiseAsync(requestId, cancel);
            init = Stopwatch.GetElapsedTime(_started);
            if (failed is not null)
            {
                return await GiveUpAsync(requestId, failed, TimeSpan.Zero, init);
            }
        }

        var start = Stopwatch.GetTimestamp();
        _api.Offer(new Invocation(requestId, payload, TimeProvider.System.GetUtcNow() + _options.Timeout, _options.Arn));
        var word = await HearAsync(_options.Timeout, cancel);
        var duration = Stopwatch.GetElapsedTime(start);
        switch (word)
        {
            case RuntimeWord.Response response:
                await SettleAsync(cancel);
                return Result(requestId, duration, init) with { Payload = response.Payload };
            case RuntimeWord.Error error:
                await SettleAsync(cancel);
                return Result(requestId, duration, init) with { Error = InvocationError.Parse(error.Json) };
            default:
                return await GiveUpAsync(requestId, await WhyNothingAsync(requestId, _options.Timeout), duration, init);
        }
    }

    public void Kill()
    {
        IsUsable = false;
        _process.Kill();
    }

    public async ValueTask DisposeAsync()
    {
        IsUsable = false;
        await _process.DisposeAsync();
        await _api.DisposeAsync();
    }

    private async Task<InvocationError?> InitialiseAsync(string requestId, CancellationToken cancel)
    {
        switch (await HearAsync(_options.InitTimeout, cancel))
        {
            case RuntimeWord.AsksForNext:
                _initialised = true;
                return null;
            case RuntimeWord.InitError error:
                return InvocationError.Parse(error.Json);
            default:
                return await WhyNothingAsync(requestId, _options.InitTimeout);
        }
    }

    // Lambda takes an invocation for over when the runtime asks for the next event; by then all it wrote is in its log.
    private async Task SettleAsync(CancellationToken cancel)
    {
        if (await HearAsync(_options.Timeout, cancel) is not RuntimeWord.AsksForNext)
        {
            await StopAsync();
        }
    }

    /// <summary>The next word; null when the process ended or the time was up.</summary>
    private async Task<RuntimeWord?> HearAsync(TimeSpan timeout, CancellationToken cancel)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        over.CancelAfter(timeout);
        var word = _api.Words.ReadAsync(over.Token).AsTask();
        await Task.WhenAny(word, _process.Exited);
        if (!word.IsCompleted && !_api.Words.TryPeek(out _))
        {
            await over.CancelAsync();
        }

        try
        {
            return await word;
        }
        catch (Exception ended) when (ended is OperationCanceledException or ChannelClosedException && !cancel.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<InvocationError> WhyNothingAsync(string requestId, TimeSpan timeout)
    {
        if (!_process.Exited.IsCompleted)
        {
            return new InvocationError("Sandbox.Timedout",
                string.Create(
                    CultureInfo.InvariantCulture, $"RequestId: {requestId} Error: Task timed out after {timeout.TotalSeconds:F2} seconds"));
        }

        var code = await _process.Exited;
        var how = code switch
        {
            137 => "signal: killed",
            > 128 => $"signal: {code - 128}",
            _ => $"exit status {code}",
        };
        return new InvocationError("Runtime.ExitError", $"RequestId: {requestId} Error: Runtime exited with error: {how}");
    }

    private async Task<InvocationResult> GiveUpAsync(string requestId, InvocationError error, TimeSpan duration, TimeSpan? init)
    {
        await StopAsync();
        return Result(requestId, duration, init) with { Error = error };
    }

    private async Task StopAsync()
    {
        IsUsable = false;
        _process.Kill();
        await _process.Exited;
    }

    private InvocationResult Result(string requestId, TimeSpan duration, TimeSpan? init)
    {
        var (text, read) = _process.ReadLog(_logRead);
        _logRead = read;
        return new InvocationResult { RequestId = requestId, Duration = duration, InitDuration = init, Log = LambdaLog.Of(text) };
    }
}
