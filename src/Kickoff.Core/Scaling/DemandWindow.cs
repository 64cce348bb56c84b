using Kickoff.Core.Fixtures;
using NodaTime;

namespace Kickoff.Core.Scaling;

/// <summary>When one fixture asks one pool for how many servers: [Start, End).</summary>
public sealed record DemandWindow(Fixture Fixture, int Servers, Instant Start, Instant End)
{
    /// <summary>
    /// Two halves of 45 minutes and a break of 15 (IFAB, Laws of the Game, law 7), and five minutes for what is added to them.
    /// </summary>
    public static readonly Duration Match = Duration.FromMinutes(110);

    /// <summary>Extra time of 30 minutes with its breaks, and a penalty shoot-out.</summary>
    public static readonly Duration Knockout = Duration.FromMinutes(60);

    /// <summary>So long before a time that only the second source has, servers may be there for it.</summary>
    public static readonly Duration OtherTime = Duration.FromHours(48);

    public bool Contains(Instant at) => Start <= at && at < End;

    /// <summary>
    /// Of a match whose time is not known yet: it shares its servers with the others of its competition and day, which will not all be
    /// played at once.
    /// </summary>
    public bool IsShared => Fixture is { Kickoff: null, Length: null };

    /// <summary>Null when the fixture asks this pool for nothing.</summary>
    public static DemandWindow? Of(Fixture fixture, CapacityPolicy policy)
    {
        if (fixture.Retired is not null || fixture.Status.IsOff() || DemandMatch.RuleOf(policy, fixture) is not { Servers: > 0 } rule)
        {
            return null;
        }

        if (fixture.Kickoff is not { } kickoff)
        {
            return OfDay(fixture, rule, policy);
        }

        var start = kickoff - (rule.ReadyBefore ?? policy.ReadyBefore) - policy.BootTime;
        return new DemandWindow(
            fixture, rule.Servers, fixture.SameAs is null ? start : Instant.Max(start, kickoff - OtherTime),
            Whistle(fixture, rule, kickoff) + (rule.StayAfter ?? policy.StayAfter));
    }

    /// <summary>The whole days of an event that takes whole days; else the hours in which a match may be played.</summary>
    private static DemandWindow OfDay(Fixture fixture, DemandRule rule, CapacityPolicy policy)
    {
        var zone = DateTimeZoneProviders.Tzdb[fixture.Zone];
        if (fixture.Length is { } length)
        {
            return new DemandWindow(
                fixture, rule.Servers, zone.AtStartOfDay(fixture.Day).ToInstant(),
                zone.AtStartOfDay(fixture.Day.PlusDays((int)Math.Ceiling(length.TotalDays))).ToInstant());
        }

        var (from, until) = (policy.UnknownKickoff.From, policy.UnknownKickoff.Until);
        return new DemandWindow(
            fixture, rule.Servers, zone.AtLeniently(fixture.Day + from).ToInstant() - policy.BootTime,
            zone.AtLeniently((until > from ? fixture.Day : fixture.Day.PlusDays(1)) + until).ToInstant());
    }

    /// <summary>
    /// The final whistle as far as is known: the schedule's; while the status last imported is of a match in play, as late as may be;
    /// one that is over starts the tail when that was imported.
    /// </summary>
    private static Instant Whistle(Fixture fixture, DemandRule rule, Instant kickoff)
    {
        var scheduled = kickoff + Scheduled(fixture, rule);
        var latest = Instant.Max(kickoff + Fixture.Longest, scheduled);
        return fixture.Status switch
        {
            var status when status.IsOn() => latest,
            // A result that was imported long after is no news of when the match ended.
            var status when status.IsOver() && kickoff <= fixture.ImportedAt && fixture.ImportedAt <= latest => fixture.ImportedAt,
            _ => scheduled,
        };
    }

    /// <summary>
    /// The rule's word, else the event's own. Between two teams nothing is shorter than football: a calendar's hour is often only what its
    /// program puts there.
    /// </summary>
    private static Duration Scheduled(Fixture fixture, DemandRule rule)
    {
        if (rule.Lasts is { } lasts)
        {
            return lasts;
        }

        var match = fixture.Knockout ? Match + Knockout : Match;
        return fixture.Length is not { } length ? match : fixture.Away.Length == 0 ? length : Duration.Max(length, match);
    }
}
