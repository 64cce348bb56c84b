using System.Collections.Immutable;
using System.Numerics;

namespace Kickoff.Core.Classification;

/// <summary>A value of an ENC fragment with the type its author gave it: a quoted "012" is Text, a bare 12 an Integer.</summary>
public abstract record Value
{
    private Value()
    {
    }

    public sealed record Null : Value;

    public sealed record Boolean(bool Is) : Value;

    public sealed record Integer(BigInteger Number) : Value;

    /// <summary>As it was written, in a form both YAML engines read as a float.</summary>
    public sealed record Float(double Number) : Value;

    public sealed record Text(string Characters) : Value;

    public sealed record List(ImmutableArray<Value> Items) : Value;

    /// <summary>Bare are those keys that are no text but what an unquoted scalar means, as YAML writes that: 80, true, null.</summary>
    public sealed record Map(ImmutableSortedDictionary<string, Value> Entries) : Value
    {
        public ImmutableHashSet<string> Bare { get; init; } = [];
    }
}
