using System.Collections.Immutable;
using Kickoff.Core.Fixtures.Sources;
using NodaTime;

namespace Kickoff.Core.Fixtures.Feed;

/// <summary>A source whose turn it is. Live: one of its matches is near or on.</summary>
public sealed record DueSource(FixtureSource Source, SourceState State, bool Live);

/// <summary>When a source is asked, from what is known of it, and nothing else.</summary>
public static class PollTimes
{
    /// <summary>Before a kickoff: line-ups come then, and what moves now moves today.</summary>
    public static readonly Duration Near = Duration.FromHours(1);

    /// <summary>A source that comes back during a match is noticed by then, however often it has failed.</summary>
    private static readonly Duration LongestLiveWait = Duration.FromMinutes(5);

    private const int MostDoublings = 16;

    /// <summary>Whose turn it is: first those with a match near or on, of each kind the one that has waited longest.</summary>
    public static ImmutableArray<DueSource> Due(
        IEnumerable<(FixtureSource Source, SourceState State)> sources, IReadOnlyCollection<Fixture> coming, Instant now) =>
    [
        .. sources.Select(one => new DueSource(one.Source, one.State, IsLive(one.Source, coming, now)))
            .Where(one => At(one.Source, one.State, one.Live) is not { } at || at <= now)
            .OrderByDescending(one => one.Live)
            .ThenBy(one => one.State.Asked ?? Instant.MinValue)
            .ThenBy(one => one.Source.Name, StringComparer.Ordinal),
    ];

    /// <summary>
    /// One of its matches is near or on, as far as it has said so far. A match that is called off may be called on again.
    /// </summary>
    public static bool IsLive(FixtureSource source, IEnumerable<Fixture> coming, Instant now) => coming.Any(fixture =>
        fixture.Source == source.Name && fixture.Retired is null && fixture.Kickoff is { } kickoff
        && kickoff - Near <= now && now < kickoff + Fixture.Longest
        && !fixture.Status.IsOver() && fixture.Status != FixtureStatus.Awarded);

    /// <summary>When it is asked after what its state says; null for at once.</summary>
    public static Instant? At(FixtureSource source, SourceState state, bool live)
    {
        if (state.Asked is not { } asked || state.Next is null)
        {
            return state.NotBefore;
        }

        var at = asked + (state.Failures > 0 ? BackOff(source, state.Failures, live) : Interval(source, live));
        return state.NotBefore is { } notBefore ? Instant.Max(at, notBefore) : at;
    }

    private static Duration Interval(FixtureSource source, bool live) => live ? Duration.Min(source.Live, source.Every) : source.Every;

    /// <summary>Twice as long after each failure, never longer than the source is left alone anyway.</summary>
    private static Duration BackOff(FixtureSource source, int failures, bool live)
    {
        var first = Duration.Min(source.Live, source.Every);
        var wait = first * (1L << Math.Min(failures - 1, MostDoublings));
        return Duration.Min(wait, live ? Duration.Max(first, LongestLiveWait) : source.Every);
    }
}
