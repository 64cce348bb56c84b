using System.Collections.Immutable;
using Kickoff.Cloud.Monitoring;
using Kickoff.Core.Fixtures;
using NodaTime;

namespace Kickoff.Simulation.Season;

/// <summary>
/// One pool at one kickoff: servers due and in service at that minute, and when the number due was first reached for it; null when it
/// never was while the fixture asked for servers. Paged: ShortBeforeKickoff was in alarm three minutes later.
/// </summary>
public sealed record KickoffOutcome(Fixture Fixture, string Pool, Instant Kickoff, int Due, int Ready, Instant? ReachedAt, bool Paged)
{
    public bool Missed => Ready < Due;

    /// <summary>How long after kickoff the servers due were there; zero when they were there in time; null when they never were.</summary>
    public Duration? Lateness => ReachedAt is not { } reached ? null : Duration.Max(Duration.Zero, reached - Kickoff);
}

/// <summary>
/// What one pool did in the season. AlwaysAtPeak: the hours of a fleet held at Peak throughout. Alarms: how often ShortBeforeKickoff would
/// have paged somebody.
/// </summary>
public sealed record PoolOutcome(string Pool, int Launches, int Servers, int Peak, double ServerHours, double AlwaysAtPeak, int Alarms);

public sealed record SeasonReport(
    Instant From, Instant Until, ImmutableArray<KickoffOutcome> Kickoffs, ImmutableArray<PoolOutcome> Pools, int Ticks)
{
    /// <summary>The alarm that pages, as template.yaml has it.</summary>
    public static AlarmDefinition ShortBeforeKickoff { get; } = new()
    {
        Name = "ShortBeforeKickoff",
        Statistic = AlarmStatistic.Maximum,
        Period = Duration.FromMinutes(1),
        EvaluationPeriods = 3,
        DatapointsToAlarm = 2,
        Threshold = 0,
        Comparison = AlarmComparison.GreaterThanThreshold,
        MissingData = MissingData.Ignore,
    };

    public int Missed => Kickoffs.Count(kickoff => kickoff.Missed);

    public int Alarms => Pools.Sum(pool => pool.Alarms);

    /// <summary>The worst of all kickoffs; null when one was never reached.</summary>
    public Duration? WorstLateness =>
        Kickoffs.Any(kickoff => kickoff.Lateness is null)
            ? null
            : Kickoffs.Select(kickoff => kickoff.Lateness!.Value).DefaultIfEmpty(Duration.Zero).Max();
}
