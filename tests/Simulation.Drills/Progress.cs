using System.Diagnostics;
using System.Globalization;

namespace Kickoff.Simulation.Drills;

/// <summary>How far a series is: one line that is written over on a terminal, a line a minute elsewhere.</summary>
internal sealed class Progress(int seeds, TextWriter output, bool plain) : IProgress<(int Played, IReadOnlyList<DrillResult> Failed)>
{
    private readonly Stopwatch _sinceStart = Stopwatch.StartNew();
    private readonly TimeSpan _every = plain ? TimeSpan.FromMinutes(1) : TimeSpan.FromSeconds(1);
    private TimeSpan _next = plain ? TimeSpan.FromMinutes(1) : TimeSpan.FromSeconds(1);
    private bool _written;

    public void Report((int Played, IReadOnlyList<DrillResult> Failed) value)
    {
        if (_sinceStart.Elapsed < _next)
        {
            return;
        }

        _next = _sinceStart.Elapsed + _every;
        _written = true;
        var failed = value.Failed.Count == 0 ? "" : $": seeds {string.Join(' ', value.Failed.Take(8).Select(one => one.Seed))}";
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{value.Played} of {seeds} seeds, {value.Played / _sinceStart.Elapsed.TotalMinutes:0} a minute, {value.Failed.Count} "
                + $"violations{failed}");
        output.Write(plain ? line + "\n" : $"\r{line}\u001b[K");
    }

    /// <summary>Takes the terminal's line away.</summary>
    public void Done()
    {
        if (_written && !plain)
        {
            output.Write("\r\u001b[K");
        }
    }
}
