using System.Collections.Immutable;
using Kickoff.Core.Fixtures;
using NodaTime;

namespace Kickoff.Core.Scaling;

/// <summary>The whole step function of a period, by sweeping the ends of windows and holds rather than by sampling minutes.</summary>
public static class CapacityTimeline
{
    /// <summary>
    /// The plans of [from, until), each holding from its At to the next one's. The first is at <paramref name="from"/>; a later one is
    /// there
    /// only where what is open changes.
    /// </summary>
    public static ImmutableArray<CapacityPlan> Of(IEnumerable<Fixture> fixtures, Hold? hold, Pool pool, Instant from, Instant until)
    {
        var windows = fixtures.Select(fixture => DemandWindow.Of(fixture, pool.Capacity)).OfType<DemandWindow>()
            .Where(window => window.Start < until && window.End > from && window.Start < window.End)
            .OrderBy(window => window.Start).ToArray();
        var ends = new PriorityQueue<DemandWindow, Instant>();
        var open = new HashSet<DemandWindow>(ReferenceEqualityComparer.Instance);
        var steps = ImmutableArray.CreateBuilder<CapacityPlan>();
        var edges = new SortedSet<Instant>(
            windows.SelectMany(window => new[] { window.Start, window.End }).Where(edge => from < edge && edge < until)) { from };
        if (hold is not null)
        {
            edges.UnionWith(new[] { hold.From, hold.Until }.Where(edge => from < edge && edge < until));
        }

        var next = 0;
        foreach (var edge in edges.TakeWhile(_ => from < until))
        {
            for (; next < windows.Length && windows[next].Start <= edge; next++)
            {
                open.Add(windows[next]);
                ends.Enqueue(windows[next], windows[next].End);
            }

            while (ends.TryPeek(out var ending, out var end) && end <= edge)
            {
                ends.Dequeue();
                open.Remove(ending);
            }

            steps.Add(CapacityPlanner.Combine(open, hold, pool, edge));
        }

        return steps.ToImmutable();
    }
}
