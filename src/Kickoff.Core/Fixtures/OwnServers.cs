using System.Collections.Immutable;
using System.Globalization;

namespace Kickoff.Core.Fixtures;

/// <summary>How many servers a fixture asks which pool for, whatever rules say of it. Compared by what is in it.</summary>
public sealed record OwnServers
{
    private readonly ImmutableSortedDictionary<string, int> _ofPool;

    /// <param name="ofPool">At least one pool; counts from 0.</param>
    public OwnServers(IEnumerable<KeyValuePair<string, int>> ofPool)
    {
        _ofPool = ofPool.ToImmutableSortedDictionary(StringComparer.Ordinal);
        ArgumentOutOfRangeException.ThrowIfZero(_ofPool.Count);
        foreach (var (_, servers) in _ofPool)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(servers);
        }
    }

    /// <summary>Null for a pool of which it says nothing.</summary>
    public int? Of(string pool) => _ofPool.TryGetValue(pool, out var servers) ? servers : null;

    public bool Equals(OwnServers? other) => other is not null && ToString() == other.ToString();

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>As it is stored and told: <c>backend=4,games=12</c>.</summary>
    public override string ToString() => string.Join(
        ',', _ofPool.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Key}={one.Value}")));

    /// <summary>What ToString wrote; null for anything else.</summary>
    public static OwnServers? Read(string? text)
    {
        var read = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var one in text?.Split(',') ?? [])
        {
            if (one.Split('=') is not [{ Length: > 0 } pool, var count]
                || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var servers) || !read.TryAdd(pool, servers))
            {
                return null;
            }
        }

        return read.Count == 0 ? null : new OwnServers(read);
    }
}
