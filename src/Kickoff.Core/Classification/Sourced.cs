using System.Collections.Immutable;

namespace Kickoff.Core.Classification;

/// <summary>A value of a classification and the group or tag it came from.</summary>
public abstract record Sourced(string Source)
{
    public sealed record Leaf(Value Value, string Source) : Sourced(Source);

    /// <summary>Bare: <see cref="Value.Map.Bare"/>.</summary>
    public sealed record Branch(ImmutableSortedDictionary<string, Sourced> Entries, string Source) : Sourced(Source)
    {
        public ImmutableHashSet<string> Bare { get; init; } = [];
    }

    public static Sourced Of(Value value, string source) => value switch
    {
        Value.Map map => new Branch(
            map.Entries.ToImmutableSortedDictionary(entry => entry.Key, entry => Of(entry.Value, source), StringComparer.Ordinal), source)
        {
            Bare = map.Bare,
        },
        _ => new Leaf(value, source),
    };
}
