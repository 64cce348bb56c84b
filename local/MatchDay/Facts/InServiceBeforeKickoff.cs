using System.Globalization;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Scaling;
using NodaTime;

namespace Kickoff.MatchDay.Facts;

/// <summary>Every planned server in service at least <c>ready_before</c> before kickoff.</summary>
internal static class InServiceBeforeKickoff
{
    public static Fact Of(DayPlan plan, Story story)
    {
        var measured = new List<string>();
        var holds = true;
        foreach (var fixture in plan.Fixtures.Where(fixture => fixture.Kickoff is not null))
        {
            foreach (var pool in plan.Pools.Where(pool => DemandWindow.Of(fixture, pool.Capacity) is not null))
            {
                var (held, text) = Measure(plan, story, fixture, pool);
                holds &= held;
                measured.Add(text);
            }
        }

        return new Fact(
            "Every planned server was in service at least ready_before before kickoff",
            holds && measured.Count > 0,
            measured.Count > 0 ? string.Join("; ", measured.Distinct(StringComparer.Ordinal)) : "no fixture of the day has a kickoff time");
    }

    private static (bool Holds, string Text) Measure(DayPlan plan, Story story, Fixture fixture, Pool pool)
    {
        var kickoff = fixture.Kickoff!.Value;
        var ready = kickoff - pool.Capacity.ReadyBefore;
        var planned = plan.At(pool, ready).Desired;
        var inService = story.At(pool.Name, ready)?.InService ?? 0;
        var complete = story.FirstWith(pool.Name, planned, DemandWindow.Of(fixture, pool.Capacity)!.Start);
        var when = complete is { } at
            ? string.Create(CultureInfo.InvariantCulture, $"complete {(kickoff - at).TotalMinutes:0} min before {fixture.Home} v {fixture.Away}")
            : $"never complete for {fixture.Home} v {fixture.Away}";
        return (inService >= planned, $"{inService} of {planned} in {pool.Name} at {Clock.Utc(ready)}, {when}");
    }
}
