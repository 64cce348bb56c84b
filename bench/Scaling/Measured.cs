using System.Diagnostics;
using System.Globalization;

namespace Kickoff.Bench.Scaling;

/// <summary>
/// Runs something several times after a warm-up and says what time of the processor it took in the middle, collections and all, and what it
/// allocated. The clock's time says more of what else a machine does.
/// </summary>
internal static class Measured
{
    private const int Warm = 3;
    private const int Runs = 15;

    /// <summary>Of this process since its start.</summary>
    public static TimeSpan Processor => Environment.CpuUsage.TotalTime;

    public static async Task<string> LineAsync(string name, Func<Task> act, double scale = 1, int runs = Runs)
    {
        for (var i = 0; i < Warm && runs > 1; i++)
        {
            await act();
        }

        var times = new List<double>();
        long allocated = 0;
        for (var i = 0; i < runs; i++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            var start = Processor;
            await act();
            times.Add((Processor - start).TotalMilliseconds * scale);
            allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        }

        times.Sort();
        return string.Create(
            CultureInfo.InvariantCulture, $"| {name} | {times[times.Count / 2]:N0} ms | {allocated * scale / 1_000_000:N1} MB |");
    }

    public static long PeakMegabytes()
    {
        using var us = Process.GetCurrentProcess();
        return us.PeakWorkingSet64 / 1_000_000;
    }
}
