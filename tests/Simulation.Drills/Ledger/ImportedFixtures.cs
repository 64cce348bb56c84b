using Amazon.DynamoDBv2.Model;
using Kickoff.Cloud;
using Kickoff.Core.Fixtures;
using NodaTime;

namespace Kickoff.Simulation.Drills.Ledger;

/// <summary>The fixtures as people imported them, now and a moment ago; the table has them too.</summary>
public sealed class ImportedFixtures(AwsAccount account)
{
    private readonly SortedDictionary<string, Fixture> _fixtures = new(StringComparer.Ordinal);
    private readonly List<(Instant Until, string Id, Fixture? Was)> _changes = [];

    public IEnumerable<Fixture> All => _fixtures.Values;

    public void Put(Fixture fixture)
    {
        _changes.Add((account.Time.Now, fixture.Key.Id, _fixtures.GetValueOrDefault(fixture.Key.Id)));
        _fixtures[fixture.Key.Id] = fixture;
        account.DynamoDb.Put(new PutItemRequest { TableName = Deployment.FixturesTable, Item = RawItem.Of(fixture) }, account.Time.Now);
    }

    /// <summary>All as they were then.</summary>
    public IEnumerable<Fixture> At(Instant then)
    {
        var fixtures = new SortedDictionary<string, Fixture>(_fixtures, StringComparer.Ordinal);
        foreach (var (_, id, was) in Enumerable.Reverse(_changes).TakeWhile(change => change.Until > then))
        {
            fixtures.Remove(id);
            if (was is not null)
            {
                fixtures[id] = was;
            }
        }

        return fixtures.Values;
    }
}
