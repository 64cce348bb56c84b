using System.Diagnostics;

namespace Kickoff.Local.Processes;

/// <summary>What to start: a program, its arguments, its whole environment, and the file its output goes to.</summary>
public sealed record ChildProcessOptions
{
    public required string Program { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Nothing else is handed down but <see cref="Settings.Inherited"/>.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Standard output and error, appended.</summary>
    public required string LogFile { get; init; }

    public string? WorkingDirectory { get; init; }
}

/// <summary>A child process that is ended by its pid and never outlives us.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ChildProcess(Process process, string logFile)
    {
        _process = process;
        LogFile = logFile;
        ProcessId = process.Id;
        Watchdog.Guard(ProcessId);
        Exited = WaitAsync();
    }

    public int ProcessId { get; }

    public string LogFile { get; }

    /// <summary>Completes with the exit code; 128 + n when signal n ended it.</summary>
    public Task<int> Exited { get; }

    public static ChildProcess Start(ChildProcessOptions options)
    {
        if (!File.Exists(options.Program))
        {
            throw new FileNotFoundException($"There is no program {options.Program}.", options.Program);
        }

        // The shell opens the log and becomes the program, under the same pid. A file, not a pipe through us: what the program wrote
        // is there to read the moment it has written it.
        string[] arguments = ["-c", "exec \"$@\" >>\"$0\" 2>&1 </dev/null", options.LogFile, options.Program, .. options.Arguments];
        var start = new ProcessStartInfo("/bin/sh", arguments) { WorkingDirectory = options.WorkingDirectory ?? "" };
        start.Environment.Clear();
        foreach (var (name, value) in Settings.Inherited.Concat(options.Environment))
        {
            start.Environment[name] = value;
        }

        return new ChildProcess(
            Process.Start(start) ?? throw new InvalidOperationException("/bin/sh could not be started."), options.LogFile);
    }

    /// <summary>kill -9, now. Does nothing when it has ended already.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // Ended between our looking and our killing: what was wanted.
        }
    }

    /// <summary>What it has written so far from this byte on, and the byte to go on from.</summary>
    public (string Text, long Next) ReadLog(long from = 0)
    {
        if (!File.Exists(LogFile))
        {
            return ("", from);
        }

        using var log = new FileStream(LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        log.Seek(Math.Min(from, log.Length), SeekOrigin.Begin);
        using var reader = new StreamReader(log);
        return (reader.ReadToEnd(), log.Position);
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await Exited;
        _process.Dispose();
    }

    private async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync();
        Watchdog.Release(ProcessId);
        return _process.ExitCode;
    }
}
