using Kickoff.Core.Fixtures;
using Kickoff.Core.Scaling;
using NodaTime;

namespace Kickoff.Simulation.Drills;

public sealed partial class Referee
{
    private readonly Dictionary<string, List<(Instant From, int Servers)>> _planned = new(StringComparer.Ordinal);

    /// <summary>Notes what is planned from now on; told every minute and whenever somebody changes it.</summary>
    public void NotePlan()
    {
        foreach (var pool in scene.Pools)
        {
            if (!_planned.TryGetValue(pool.Name, out var plans))
            {
                _planned[pool.Name] = plans = [];
            }

            var desired = PlannedNow(pool);
            if (plans.Count == 0 || plans[^1].Servers != desired)
            {
                plans.Add((Now, desired));
                story.Tell("demand", () => $"{pool.Name} should have {desired}");
            }
        }
    }

    private int PlannedNow(Pool pool) => PlannedFor(pool, Now);

    /// <summary>What is planned for then, by what is known now: a tick plans for its own time.</summary>
    private int PlannedFor(Pool pool, Instant at) => PlannedFor(pool, at, Fixtures.All);

    private int PlannedFor(Pool pool, Instant at, IEnumerable<Fixture> fixtures) =>
        CapacityPlanner.Plan(fixtures, Ledger.Hold(pool.Name), pool, at).Desired;

    private int MostPlanned(Pool pool, Instant since) => PlannedSince(pool, since).Max();

    private int LeastPlanned(Pool pool, Instant since) => PlannedSince(pool, since).Min();

    /// <summary>
    /// All that was planned since then, and for then, by the newest fixtures and by those that a tick of then may have read.
    /// </summary>
    private IEnumerable<int> PlannedSince(Pool pool, Instant since)
    {
        var plans = _planned[pool.Name];
        var readFrom = since - Weather.MostBehindInTables;
        var first = Math.Max(0, plans.FindLastIndex(plan => plan.From <= readFrom));
        return plans.Skip(first).Select(plan => plan.Servers)
            .Append(PlannedNow(pool)).Append(PlannedFor(pool, since)).Append(PlannedFor(pool, since, Fixtures.At(readFrom)));
    }
}
