using System.Diagnostics;
using System.Globalization;

namespace Kickoff.Simulation.Drills;

/// <summary>eng/simulate: plays drills and says how they went.</summary>
public static class CommandLine
{
    private const string Usage = """
        Usage: simulate SEEDS [--from N] [--stop] [--full-story]
               simulate --seed N [--full-story]

        Plays SEEDS drills from seed N (default 1): Kickoff's functions against an AWS account in memory, in virtual time, with faults.
        Prints the seeds played, the faults injected by kind and every broken promise; the first is cut down to what makes it fail and
        told as a story. Exit 1 when a promise was broken.

          --stop        stop at the first broken promise
          --seed N      play this seed only
          --full-story  tell everything, not only what has to do with the broken promise
          --threads N   drills played side by side (1)
          --brief       one line: survived, or caught by which promise

        """;

    public static int Run(string[] arguments, TextWriter output)
    {
        if (!TryRead(arguments, out var options))
        {
            output.Write(Usage);
            return arguments is ["--help"] or ["-h"] ? 0 : 2;
        }

        var watch = Stopwatch.StartNew();
        var progress = options.Brief ? null : new Progress(options.Seeds, Console.Error, Console.IsErrorRedirected);
        var series = Series.Play(options.From, options.Seeds, options.Stop, options.Threads, progress);
        progress?.Done();
        if (options.Brief)
        {
            output.WriteLine(series.Failed.Count == 0
                ? string.Create(CultureInfo.InvariantCulture, $"survived {series.Played} seeds")
                : string.Create(
                    CultureInfo.InvariantCulture, $"caught by seed {series.Failed[0].Seed}: {series.Failed[0].Violation!.Promise}"));
            return series.Failed.Count > 0 ? 1 : 0;
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{series.Played} seeds from {options.From} in {watch.Elapsed.TotalSeconds:0.0} s, "
                + $"{series.Played / watch.Elapsed.TotalMinutes:0} a minute"));
        foreach (var (kind, count) in series.Faults.OrderBy(fault => fault.Key.ToString(), StringComparer.Ordinal))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {count,9} {kind}"));
        }

        output.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{series.Faults.Values.Sum()} faults, {series.Failed.Count} violations"));
        foreach (var group in series.Failed.GroupBy(failed => failed.Violation!.Promise).OrderByDescending(group => group.Count()))
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {group.Count(),6} {group.Key}: seeds {string.Join(' ', group.Take(8).Select(failed => failed.Seed))}"));
        }

        if (series.Failed.Count > 0)
        {
            output.WriteLine();
            output.Write(Report.Of(series.Failed[0], options.FullStory));
        }

        return series.Failed.Count > 0 ? 1 : 0;
    }

    private static bool TryRead(string[] arguments, out Options options)
    {
        options = new Options(0, 1, false, false, false, 1);
        for (var i = 0; i < arguments.Length; i++)
        {
            var value = i + 1 < arguments.Length ? arguments[i + 1] : "";
            switch (arguments[i])
            {
                case "--from" when ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var from):
                    options = options with { From = from };
                    i++;
                    break;
                case "--seed" when ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seed):
                    options = options with { From = seed, Seeds = 1 };
                    i++;
                    break;
                case "--threads" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var threads):
                    options = options with { Threads = threads };
                    i++;
                    break;
                case "--stop":
                    options = options with { Stop = true };
                    break;
                case "--brief":
                    options = options with { Brief = true };
                    break;
                case "--full-story":
                    options = options with { FullStory = true };
                    break;
                case var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seeds):
                    options = options with { Seeds = seeds };
                    break;
                default:
                    return false;
            }
        }

        return options.Seeds > 0 && options.Threads > 0;
    }

    private sealed record Options(int Seeds, ulong From, bool Stop, bool FullStory, bool Brief, int Threads);
}
