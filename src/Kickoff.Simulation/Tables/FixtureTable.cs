using System.Collections.Immutable;
using Kickoff.Core.Fixtures;
using Kickoff.Simulation.Time;
using NodaTime;

namespace Kickoff.Simulation.Tables;

/// <summary>The fixtures table, with its index by day, which is answered from copies that may be behind.</summary>
public sealed class FixtureTable(VirtualTime time)
{
    private readonly SortedDictionary<(string Competition, string Id), Fixture> _fixtures = [];
    private readonly SortedDictionary<LocalDate, ImmutableArray<Fixture>> _days = [];
    private readonly List<(Instant Until, (string Competition, string Id) Key, Fixture? Was)> _changes = [];

    public IEnumerable<Fixture> All => _fixtures.Values;

    public void Put(Fixture fixture)
    {
        Remove(fixture.Key);
        _fixtures[(fixture.Key.Competition, fixture.Key.Id)] = fixture;
        _days[fixture.Day] = _days.GetValueOrDefault(fixture.Day, []).Add(fixture);
    }

    public void Remove(FixtureKey key)
    {
        _fixtures.Remove((key.Competition, key.Id), out var old);
        _changes.Add((time.Now, (key.Competition, key.Id), old));
        if (old is not null)
        {
            _days[old.Day] = _days[old.Day].Remove(old);
        }
    }

    /// <summary>All as they were then.</summary>
    public IEnumerable<Fixture> At(Instant then)
    {
        if (_changes.Count == 0 || _changes[^1].Until <= then)
        {
            return All;
        }

        var fixtures = new SortedDictionary<(string Competition, string Id), Fixture>(_fixtures);
        foreach (var (_, key, was) in Enumerable.Reverse(_changes).TakeWhile(change => change.Until > then))
        {
            fixtures.Remove(key);
            if (was is not null)
            {
                fixtures[key] = was;
            }
        }

        return fixtures.Values;
    }

    public ImmutableArray<Fixture> OnDays(LocalDate from, LocalDate until, Duration behind = default)
    {
        if (behind > Duration.Zero)
        {
            return [.. At(time.Now - behind).Where(fixture => from <= fixture.Day && fixture.Day <= until)];
        }

        var found = ImmutableArray.CreateBuilder<Fixture>();
        for (var day = from; day <= until; day = day.PlusDays(1))
        {
            found.AddRange(_days.GetValueOrDefault(day, []));
        }

        return found.ToImmutable();
    }

    public ImmutableArray<Fixture> OfCompetition(string competition) => [.. _fixtures.Values.Where(fixture => fixture.Competition == competition)];
}
