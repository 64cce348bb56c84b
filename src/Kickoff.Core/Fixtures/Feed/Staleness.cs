using Kickoff.Core.Fixtures.Sources;
using NodaTime;

namespace Kickoff.Core.Fixtures.Feed;

/// <summary>Whether what a source last said has become too old to trust a match to it.</summary>
public static class Staleness
{
    /// <summary>So long before a kickoff somebody can still look it up and add it by hand.</summary>
    private static readonly Duration Matters = Duration.FromHours(24);

    /// <summary>It may fail twice.</summary>
    private const int Answers = 3;

    /// <summary>How old, where one of its matches is near or on; null where all is well, or where its answer waits for a person.</summary>
    public static Duration? Of(FixtureSource source, SourceState state, IEnumerable<Fixture> coming, Instant now)
    {
        var most = source.Every * Answers;
        var age = state.Answered is { } answered ? now - answered : most + Duration.Epsilon;
        return age > most && state.Waiting is null && coming.Any(fixture => fixture.Source == source.Name && fixture.Retired is null
            && !fixture.Status.IsOver() && !fixture.Status.IsOff() && fixture.Begin <= now + Matters && now < fixture.LatestEnd)
            ? age
            : null;
    }
}
