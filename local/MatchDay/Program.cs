using System.Runtime.InteropServices;
using Kickoff.Core.Configuration;
using Kickoff.Fixtures;
using Kickoff.Local.Emulator;
using Kickoff.MatchDay;
using Kickoff.MatchDay.Playing;
using Spectre.Console;

if (Console.IsOutputRedirected)
{
    // Spectre.Console writes escapes into a pipe as well.
    AnsiConsole.Profile.Capabilities.Ansi = false;
    AnsiConsole.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
}

// Ctrl-C, and being told to go: everything that was started ends first.
using var interrupted = new CancellationTokenSource();
using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);

var performance = CommandLine.RunAsync(args, Performance.RunAsync, interrupted.Token);
await ((Task)performance).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
if (interrupted.IsCancellationRequested && !performance.IsCompletedSuccessfully)
{
    // Whatever failed, failed because its world is ending.
    await Console.Error.WriteLineAsync("Interrupted; everything that was started has ended.");
    return 130;
}

try
{
    return await performance;
}
catch (ConfigurationException faulty)
{
    await Console.Error.WriteLineAsync(string.Join('\n', faulty.Faults));
    return 2;
}
catch (Exception refused) when (refused is RefusedException or FixtureFileException or MotoUnavailableException or FileNotFoundException)
{
    await Console.Error.WriteLineAsync($"./run: {refused.Message}");
    return 2;
}

void Interrupt(PosixSignalContext signal)
{
    signal.Cancel = true;
    interrupted.Cancel();
}
