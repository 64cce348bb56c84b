using System.Collections.Immutable;
using Kickoff.Core.Fixtures;
using NodaTime;

namespace Kickoff.Simulation.Season;

/// <summary>
/// One pool at one kickoff: servers planned and in service at that minute, and when the planned number was first reached for it; null when
/// it never was before its plan changed.
/// </summary>
public sealed record KickoffOutcome(Fixture Fixture, string Pool, Instant Kickoff, int Planned, int Ready, Instant? ReachedAt)
{
    public bool Missed => Ready < Planned;

    /// <summary>How long after kickoff the planned servers were there; zero when they were there in time; null when they never were.</summary>
    public Duration? Lateness => ReachedAt is not { } reached ? null : Duration.Max(Duration.Zero, reached - Kickoff);
}

/// <summary>What one pool did in the season. AlwaysAtPeak: the hours of a fleet held at Peak throughout.</summary>
public sealed record PoolOutcome(string Pool, int Launches, int Servers, int Peak, double ServerHours, double AlwaysAtPeak);

public sealed record SeasonReport(
    Instant From, Instant Until, ImmutableArray<KickoffOutcome> Kickoffs, ImmutableArray<PoolOutcome> Pools, int Ticks)
{
    public int Missed => Kickoffs.Count(kickoff => kickoff.Missed);

    /// <summary>The worst of all kickoffs; null when one was never reached.</summary>
    public Duration? WorstLateness =>
        Kickoffs.Any(kickoff => kickoff.Lateness is null) ? null : Kickoffs.Select(kickoff => kickoff.Lateness!.Value).DefaultIfEmpty(Duration.Zero).Max();
}
