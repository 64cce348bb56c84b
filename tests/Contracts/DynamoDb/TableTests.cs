using System.Text.Json.Nodes;
using Kickoff.Cloud.DynamoDb;
using Kickoff.Local;
using Kickoff.Local.Stage;

namespace Kickoff.Contracts.DynamoDb;

/// <summary>The model's two tables are those of template.yaml.</summary>
public sealed class TableTests
{
    private static readonly StackTemplate Template = StackTemplate.Read(
        Path.Combine(Checkout.Root, "template.yaml"), "stack", "eu-west-1", new Dictionary<string, string>());

    [Fact]
    public void The_ledger_is_the_templates() => Same("Ledger", TableDefinition.Ledger("stack-Ledger"));

    [Fact]
    public void The_fixtures_are_the_templates() => Same("Fixtures", TableDefinition.Fixtures("stack-Fixtures"));

    private static void Same(string resource, TableDefinition table)
    {
        var (create, timeToLive) = Template.Table(resource);

        Assert.Equal((string?)create["TableName"], table.Name);
        Assert.Equal(timeToLive, table.TimeToLive);
        Assert.Equal(Keys(create), table.Keys);
        Assert.Equal(
            create["AttributeDefinitions"]!.AsArray().Select(type => $"{type!["AttributeName"]} {type["AttributeType"]}").Order(
                StringComparer.Ordinal),
            table.Types.Select(type => $"{type.Key} {type.Value}").Order(StringComparer.Ordinal));
        var indexes = create["GlobalSecondaryIndexes"]?.AsArray() ?? [];
        Assert.Equal(indexes.Select(index => new IndexDefinition((string)index!["IndexName"]!, Keys(index))), table.Indexes.AsEnumerable());
        Assert.All(indexes, index => Assert.Equal("ALL", (string?)index!["Projection"]!["ProjectionType"]));
    }

    private static KeySchema Keys(JsonNode of) => new(Key(of, "HASH")!, Key(of, "RANGE"));

    private static string? Key(JsonNode of, string type) =>
        (string?)of["KeySchema"]!.AsArray().SingleOrDefault(key => (string?)key!["KeyType"] == type)?["AttributeName"];
}
