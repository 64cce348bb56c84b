using System.Globalization;
using Kickoff.Core.Scaling;

namespace Kickoff.MatchDay.Facts;

/// <summary>Every planned server in service at least <c>ready_before</c> before kickoff.</summary>
internal static class InServiceBeforeKickoff
{
    public static Fact Of(DayPlan plan, Story story)
    {
        var measured = new List<string>();
        var holds = true;
        foreach (var pool in plan.Pools)
        {
            foreach (var together in SameKickoff.Of(plan, pool))
            {
                var (held, text) = Measure(plan, story, together, pool);
                holds &= held;
                measured.Add(text);
            }
        }

        return new Fact(
            "Every planned server was in service at least ready_before before kickoff",
            holds && measured.Count > 0,
            measured.Count > 0 ? string.Join("; ", measured) : "no fixture of the day has a kickoff time");
    }

    private static (bool Holds, string Text) Measure(DayPlan plan, Story story, SameKickoff together, Pool pool)
    {
        var kickoff = together.Kickoff;
        var ready = kickoff - pool.Capacity.ReadyBefore;
        var planned = plan.At(pool, ready).Desired;
        var inService = story.At(pool.Name, ready)?.InService ?? 0;
        var complete = story.FirstWith(
            pool.Name, planned, together.Fixtures.Min(fixture => DemandWindow.Of(fixture, pool.Capacity)!.Start));
        var when = complete is { } at
            ? string.Create(CultureInfo.InvariantCulture, $"complete {(kickoff - at).TotalMinutes:0} min before {together.Name}")
            : $"never complete for {together.Name}";
        return (inService >= planned, $"{inService} of {planned} in {pool.Name} at {Clock.Utc(ready)}, {when}");
    }
}
