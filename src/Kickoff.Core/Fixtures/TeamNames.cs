using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Kickoff.Core.Fixtures;

/// <summary>
/// Names as they are compared: folded (<see cref="NameFold"/>), and those of <c>teams:</c> in config/fixtures.yml by the one they stand
/// for.
/// </summary>
public sealed class TeamNames
{
    /// <summary>Names come from strangers: what is remembered of them ends here.</summary>
    private const int Most = 20_000;

    private readonly ImmutableDictionary<string, string> _aliases;

    private readonly ConcurrentDictionary<string, string> _folded = new(StringComparer.Ordinal);

    /// <param name="aliases">Each team's name, and what else it is called.</param>
    public TeamNames(IEnumerable<KeyValuePair<string, ImmutableArray<string>>> aliases)
    {
        var builder = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, others) in aliases)
        {
            foreach (var other in others)
            {
                builder[NameFold.Of(other)] = NameFold.Of(name);
            }
        }

        _aliases = builder.ToImmutable();
    }

    public static TeamNames None { get; } = new([]);

    /// <summary>The name to compare by; two names of one team have the same.</summary>
    public string Of(string name)
    {
        var folded = Folded(name);
        return _aliases.Count == 0 ? folded : _aliases.GetValueOrDefault(folded, folded);
    }

    /// <summary>The name itself, folded: a competition or a round has no other names.</summary>
    public string Folded(string name)
    {
        if (_folded.TryGetValue(name, out var known))
        {
            return known;
        }

        var folded = NameFold.Of(name);
        if (_folded.Count < Most)
        {
            _folded[name] = folded;
        }

        return folded;
    }
}
