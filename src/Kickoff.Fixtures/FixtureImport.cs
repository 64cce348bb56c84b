using System.Collections.Immutable;
using Kickoff.Core.Fixtures;
using NodaTime;

namespace Kickoff.Fixtures;

/// <summary>A match that keeps its id and has another kickoff.</summary>
public sealed record MovedFixture(Fixture Was, Fixture Is);

/// <summary>
/// What an import changes: importing twice changes nothing, a moved match moves, and nothing another source brought is touched.
/// </summary>
public sealed record FixtureImport(
    ImmutableArray<Fixture> New, ImmutableArray<MovedFixture> Moved, ImmutableArray<Fixture> Changed, int Unchanged,
    ImmutableArray<string> Foreign)
{
    public IEnumerable<Fixture> ToPut => New.Concat(Moved.Select(moved => moved.Is)).Concat(Changed);

    public static FixtureImport Of(IEnumerable<Fixture> existing, IEnumerable<Fixture> read)
    {
        var there = existing.ToDictionary(fixture => fixture.Key);
        var added = ImmutableArray.CreateBuilder<Fixture>();
        var moved = ImmutableArray.CreateBuilder<MovedFixture>();
        var changed = ImmutableArray.CreateBuilder<Fixture>();
        var foreign = ImmutableArray.CreateBuilder<string>();
        var unchanged = 0;
        foreach (var fixture in read)
        {
            switch (there.GetValueOrDefault(fixture.Key))
            {
                case null:
                    added.Add(fixture);
                    break;
                case var was when was.Source != fixture.Source:
                    foreign.Add($"{fixture.Home} v {fixture.Away} is {was.Source}'s already");
                    break;
                // What was true before stays true since then: only a new status has a new time.
                case var was when was with { ImportedAt = fixture.ImportedAt } == fixture:
                    unchanged++;
                    break;
                case var was when was.Kickoff != fixture.Kickoff || was.Day != fixture.Day:
                    moved.Add(new MovedFixture(was, fixture));
                    break;
                default:
                    changed.Add(fixture);
                    break;
            }
        }

        return new FixtureImport(added.ToImmutable(), moved.ToImmutable(), changed.ToImmutable(), unchanged, foreign.ToImmutable());
    }
}
