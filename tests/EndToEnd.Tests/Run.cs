using System.Diagnostics;

namespace Kickoff.EndToEnd.Tests;

internal sealed record Ran(int ExitCode, string Output, string Error);

/// <summary>Runs a program to its end; one that hangs fails its test.</summary>
internal static class Run
{
    public static async Task<Ran> Async(
        string program, IEnumerable<string> arguments, string? input = null, IReadOnlyDictionary<string, string>? environment = null,
        TimeSpan? hangs = null)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var fed = FeedAsync(process.StandardInput, input ?? "");
        using var patience = new CancellationTokenSource(hangs ?? TimeSpan.FromMinutes(3));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} hangs.");
        }

        await fed;
        return new Ran(process.ExitCode, await output, await error);
    }

    private static async Task FeedAsync(StreamWriter to, string input)
    {
        try
        {
            await to.WriteAsync(input);
            to.Close();
        }
        catch (IOException)
        {
            // It ended without reading all of it, as it may.
        }
    }
}
