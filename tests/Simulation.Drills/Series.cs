namespace Kickoff.Simulation.Drills;

/// <summary>Many drills, and what became of them.</summary>
public sealed record Series(int Played, IReadOnlyDictionary<FaultKind, long> Faults, IReadOnlyList<DrillResult> Failed)
{
    /// <summary>
    /// Each drill is single-threaded; several are played side by side. <paramref name="progress"/> is told of every drill.
    /// </summary>
    public static Series Play(
        ulong from, int seeds, bool stop, int threads, IProgress<(int Played, IReadOnlyList<DrillResult> Failed)>? progress = null)
    {
        var gate = new Lock();
        var faults = new Dictionary<FaultKind, long>();
        var failed = new List<DrillResult>();
        var next = 0;
        var played = 0;
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ =>
        {
            while (true)
            {
                int index;
                lock (gate)
                {
                    if (next >= seeds || (stop && failed.Count > 0))
                    {
                        return;
                    }

                    index = next++;
                }

                var result = Drill.Play(from + (ulong)index);
                lock (gate)
                {
                    played++;
                    foreach (var (kind, count) in result.Faults)
                    {
                        faults[kind] = faults.GetValueOrDefault(kind) + count;
                    }

                    if (result.Violation is not null)
                    {
                        failed.Add(result);
                    }

                    progress?.Report((played, failed));
                }
            }
        });
        return new Series(played, faults, [.. failed.OrderBy(result => result.Seed)]);
    }
}
