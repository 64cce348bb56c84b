using System.Collections.Immutable;
using Kickoff.Core.Fixtures;
using NodaTime;

namespace Kickoff.Simulation.Tables;

/// <summary>The fixtures table, with its index by day.</summary>
public sealed class FixtureTable
{
    private readonly SortedDictionary<(string Competition, string Id), Fixture> _fixtures = [];
    private readonly SortedDictionary<LocalDate, ImmutableArray<Fixture>> _days = [];

    public IEnumerable<Fixture> All => _fixtures.Values;

    public void Put(Fixture fixture)
    {
        Remove(fixture.Key);
        _fixtures[(fixture.Key.Competition, fixture.Key.Id)] = fixture;
        _days[fixture.Day] = _days.GetValueOrDefault(fixture.Day, []).Add(fixture);
    }

    public void Remove(FixtureKey key)
    {
        if (_fixtures.Remove((key.Competition, key.Id), out var old))
        {
            _days[old.Day] = _days[old.Day].Remove(old);
        }
    }

    public ImmutableArray<Fixture> OnDays(LocalDate from, LocalDate until)
    {
        var found = ImmutableArray.CreateBuilder<Fixture>();
        for (var day = from; day <= until; day = day.PlusDays(1))
        {
            found.AddRange(_days.GetValueOrDefault(day, []));
        }

        return found.ToImmutable();
    }

    public ImmutableArray<Fixture> OfCompetition(string competition) => [.. _fixtures.Values.Where(fixture => fixture.Competition == competition)];
}
