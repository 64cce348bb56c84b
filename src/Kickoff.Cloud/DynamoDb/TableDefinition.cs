using System.Collections.Immutable;

namespace Kickoff.Cloud.DynamoDb;

/// <summary>The key attributes of a table or an index; Sort is null where there is none.</summary>
public sealed record KeySchema(string Partition, string? Sort);

/// <summary>A global secondary index that projects whole items.</summary>
public sealed record IndexDefinition(string Name, KeySchema Keys);

/// <summary>A table as it is created. Types are of the key attributes of the table and its indexes: S, N or B.</summary>
public sealed record TableDefinition(string Name, KeySchema Keys)
{
    public ImmutableDictionary<string, string> Types { get; init; } = ImmutableDictionary<string, string>.Empty;

    public ImmutableArray<IndexDefinition> Indexes { get; init; } = [];

    /// <summary>
    /// The attribute that says, in seconds of Unix time, when an item is no longer needed; null where nothing is ever deleted for its age.
    /// </summary>
    public string? TimeToLive { get; init; }

    /// <summary>template.yaml's table Ledger.</summary>
    public static TableDefinition Ledger(string name) =>
        new(name, new KeySchema("PK", "SK")) { Types = Texts("PK", "SK"), TimeToLive = "expires" };

    /// <summary>template.yaml's table Fixtures.</summary>
    public static TableDefinition Fixtures(string name) => new(name, new KeySchema("competition", "id"))
    {
        Types = Texts("competition", "id", "day"),
        Indexes = [new IndexDefinition("by-day", new KeySchema("day", "id"))],
    };

    private static ImmutableDictionary<string, string> Texts(params string[] names) => names.ToImmutableDictionary(name => name, _ => "S");
}
