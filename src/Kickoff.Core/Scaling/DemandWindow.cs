using Kickoff.Core.Fixtures;
using NodaTime;

namespace Kickoff.Core.Scaling;

/// <summary>When one fixture asks one pool for how many servers: [Start, End).</summary>
public sealed record DemandWindow(Fixture Fixture, int Servers, Instant Start, Instant End)
{
    /// <summary>Two halves of 45 minutes and a break of 15 (IFAB, Laws of the Game, law 7).</summary>
    public static readonly Duration Match = Duration.FromMinutes(105);

    /// <summary>Extra time of 30 minutes with its breaks, and a penalty shoot-out.</summary>
    public static readonly Duration Knockout = Duration.FromMinutes(60);

    /// <summary>
    /// However long a source calls a match in play, it ends this long after kickoff: sources stop in the middle of matches.
    /// </summary>
    public static readonly Duration Longest = Duration.FromHours(5);

    public bool Contains(Instant at) => Start <= at && at < End;

    /// <summary>Null when the fixture asks this pool for nothing.</summary>
    public static DemandWindow? Of(Fixture fixture, CapacityPolicy policy)
    {
        if (fixture.Status is FixtureStatus.Postponed or FixtureStatus.Cancelled or FixtureStatus.Awarded
            || policy.Demand.FirstOrDefault(rule => DemandMatch.Matches(rule, fixture)) is not { Servers: > 0 } rule)
        {
            return null;
        }

        if (fixture.Kickoff is not { } kickoff)
        {
            var zone = DateTimeZoneProviders.Tzdb[fixture.Zone];
            return new DemandWindow(
                fixture, rule.Servers, zone.AtStartOfDay(fixture.Day).ToInstant(), zone.AtStartOfDay(fixture.Day.PlusDays(1)).ToInstant());
        }

        return new DemandWindow(
            fixture, rule.Servers, kickoff - policy.ReadyBefore - policy.BootTime, Whistle(fixture, kickoff) + policy.StayAfter);
    }

    /// <summary>
    /// The final whistle as far as is known: the schedule's; while the status last imported is of a match in play, as late as may be;
    /// FINISHED starts the tail when it was imported.
    /// </summary>
    private static Instant Whistle(Fixture fixture, Instant kickoff)
    {
        var scheduled = kickoff + Match + (fixture.Knockout ? Knockout : Duration.Zero);
        return fixture.Status switch
        {
            FixtureStatus.InPlay or FixtureStatus.Paused or FixtureStatus.ExtraTime or FixtureStatus.PenaltyShootout => kickoff + Longest,
            // A result that was imported long after is no news of when the match ended.
            FixtureStatus.Finished when kickoff <= fixture.ImportedAt && fixture.ImportedAt <= kickoff + Longest => fixture.ImportedAt,
            _ => scheduled,
        };
    }
}
