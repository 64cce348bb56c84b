namespace Kickoff.Local.Lambda;

/// <summary>A function as Lambda runs it: warm sandboxes are used again, more are started under load, dead ones are replaced.</summary>
public sealed class LambdaFunction : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _free;
    private readonly Stack<Sandbox> _warm = [];
    private readonly HashSet<Sandbox> _all = [];
    private int _started;

    private LambdaFunction(LambdaOptions options)
    {
        Options = options;
        _free = new SemaphoreSlim(options.Concurrency);
    }

    public LambdaOptions Options { get; }

    /// <summary>Processes started so far.</summary>
    public int SandboxesStarted => Volatile.Read(ref _started);

    /// <summary>Everything its processes have written so far.</summary>
    public LambdaLog Log => LambdaLog.Of(string.Concat(
        Directory.EnumerateFiles(Options.LogDirectory, $"{Options.Name}-*.log").Order(StringComparer.Ordinal).Select(ReadShared)));

    /// <summary>Ready to be invoked; its first process starts with the first invocation.</summary>
    public static LambdaFunction Start(LambdaOptions options)
    {
        if (!File.Exists(options.Command[0]))
        {
            throw new FileNotFoundException(
                $"{options.Name} has no bootstrap at {options.Command[0]}: build it first.", options.Command[0]);
        }

        Directory.CreateDirectory(options.LogDirectory);
        return new LambdaFunction(options);
    }

    /// <summary>Invokes it and waits for its answer, as a synchronous caller or an SQS poller does.</summary>
    public async Task<InvocationResult> InvokeAsync(string payload, CancellationToken cancel = default)
    {
        await _free.WaitAsync(cancel);
        try
        {
            var sandbox = await TakeAsync();
            try
            {
                return await sandbox.InvokeAsync(Guid.NewGuid().ToString(), payload, cancel);
            }
            finally
            {
                await GiveBackAsync(sandbox);
            }
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>
    /// Invokes it as EventBridge does: a failed attempt is repeated <see cref="LambdaOptions.MaximumRetryAttempts"/> times.
    /// </summary>
    public async Task<InvocationResult> InvokeEventAsync(string payload, CancellationToken cancel = default)
    {
        for (var attempt = 0; ; attempt++)
        {
            var result = await InvokeAsync(payload, cancel);
            if (result.Succeeded || attempt >= Options.MaximumRetryAttempts)
            {
                return result;
            }

            await Task.Delay(Options.RetryDelay, cancel);
        }
    }

    /// <summary>kill -9 to every process of it, whatever it is doing.</summary>
    public void Kill()
    {
        lock (_gate)
        {
            foreach (var sandbox in _all)
            {
                sandbox.Kill();
            }
        }
    }

    /// <summary>Ends the warm sandboxes, so that the next invocation is a cold one.</summary>
    public async Task CoolDownAsync()
    {
        Sandbox[] warm;
        lock (_gate)
        {
            warm = [.. _warm];
            _warm.Clear();
            _all.ExceptWith(warm);
        }

        foreach (var sandbox in warm)
        {
            await sandbox.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Sandbox[] all;
        lock (_gate)
        {
            all = [.. _all];
            _all.Clear();
            _warm.Clear();
        }

        foreach (var sandbox in all)
        {
            await sandbox.DisposeAsync();
        }

        _free.Dispose();
    }

    private async Task<Sandbox> TakeAsync()
    {
        while (TryTakeWarm() is { } warm)
        {
            if (warm.IsUsable)
            {
                return warm;
            }

            await GiveBackAsync(warm);
        }

        var sandbox = await Sandbox.StartAsync(Options, Interlocked.Increment(ref _started));
        lock (_gate)
        {
            _all.Add(sandbox);
        }

        return sandbox;
    }

    private Sandbox? TryTakeWarm()
    {
        lock (_gate)
        {
            return _warm.TryPop(out var warm) ? warm : null;
        }
    }

    private async Task GiveBackAsync(Sandbox sandbox)
    {
        lock (_gate)
        {
            if (sandbox.IsUsable && _all.Contains(sandbox))
            {
                _warm.Push(sandbox);
                return;
            }

            _all.Remove(sandbox);
        }

        await sandbox.DisposeAsync();
    }

    private static string ReadShared(string file)
    {
        using var log = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(log);
        return reader.ReadToEnd();
    }
}
