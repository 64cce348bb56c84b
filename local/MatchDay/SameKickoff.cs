using System.Collections.Immutable;
using System.Globalization;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Scaling;
using NodaTime;

namespace Kickoff.MatchDay;

/// <summary>
/// The fixtures of a day that a pool answers to and that kick off together: the last matchday of a league has nine at once.
/// </summary>
internal sealed record SameKickoff(Instant Kickoff, ImmutableArray<Fixture> Fixtures)
{
    /// <summary>One by its teams, several by their number.</summary>
    public string Name =>
        Fixtures.Length == 1 ? Teams(Fixtures[0]) : string.Create(CultureInfo.InvariantCulture, $"{Fixtures.Length} matches");

    /// <summary>All of them by their teams.</summary>
    public string All => string.Join("; ", Fixtures.Select(fixture => $"{Teams(fixture)}, {fixture.Round}"));

    public static ImmutableArray<SameKickoff> Of(DayPlan plan, Pool pool) =>
    [
        .. plan.Fixtures.Where(fixture => fixture.Kickoff is not null && DemandWindow.Of(fixture, pool.Capacity) is not null)
            .GroupBy(fixture => fixture.Kickoff!.Value)
            .OrderBy(group => group.Key)
            .Select(group => new SameKickoff(group.Key, [.. group])),
    ];

    private static string Teams(Fixture fixture) => $"{fixture.Home} v {fixture.Away}";
}
