using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Kickoff.Core.Classification;

/// <summary>Two groups of one priority say different things of one key, and no group of a higher priority settles it.</summary>
public sealed record MergeConflict(string Path, string OneGroup, string OtherGroup)
{
    public override string ToString() =>
        $"groups {OneGroup} and {OtherGroup} say different things of {Path}; give one of them a priority, or make them agree";
}

/// <summary>
/// The deep merge of the fragments of all mapped groups. Mappings are merged key by key; of anything else the highest priority has the
/// word, and covers what lies below it. Where groups of one priority differ and the answer would depend on which of them is taken, that is
/// a conflict, never a silent winner. Load balancers alone are a union (<see cref="LoadBalancerNames"/>).
/// </summary>
internal static class FragmentMerge
{
    public static bool TryMerge(
        IEnumerable<NodeGroup> groups, [NotNullWhen(true)] out Sourced.Branch? merged, [NotNullWhen(false)] out MergeConflict? conflict)
    {
        // The highest priority first, equals by name, so that nothing depends on the order EC2 gives.
        var said = groups
            .OrderByDescending(group => group.Priority)
            .ThenBy(group => group.Name, StringComparer.Ordinal)
            .Select(group => new Said(Fragment(group), group.Name, group.Priority))
            .ToList();
        merged = (Sourced.Branch?)Merge(said, Level.Fragment, out conflict);
        return merged is not null;
    }

    private static Value.Map Fragment(NodeGroup group)
    {
        var fragment = ImmutableSortedDictionary.Create<string, Value>(StringComparer.Ordinal)
            .Add(
                "classes",
                new Value.Map(
                    group.Classes.ToImmutableSortedDictionary(entry => entry.Key, entry => (Value)entry.Value, StringComparer.Ordinal)))
            .Add("parameters", new Value.Map(group.Parameters));
        return new Value.Map(group.Environment is { } environment ? fragment.Add("environment", new Value.Text(environment)) : fragment);
    }

    /// <summary>
    /// What groups say of one key, in order; null and the conflict, its path beginning here, when they contradict each other.
    /// </summary>
    private static Sourced? Merge(List<Said> said, Level level, out MergeConflict? conflict)
    {
        conflict = null;
        if (said.Count == 1)
        {
            return Sourced.Of(said[0].Value, said[0].Group);
        }

        return said[0].Value is Value.Map ? MergeMaps(said, level, out conflict) : Agreed(said, out conflict);
    }

    private static Sourced.Leaf? Agreed(List<Said> said, out MergeConflict? conflict)
    {
        var first = said[0];
        var other = said.Find(one => one.Priority == first.Priority && !ValueEquality.Same(one.Value, first.Value));
        conflict = other is null ? null : new MergeConflict("", first.Group, other.Group);
        return other is null ? new Sourced.Leaf(first.Value, first.Group) : null;
    }

    private static Sourced.Branch? MergeMaps(List<Said> said, Level level, out MergeConflict? conflict)
    {
        var keys = new SortedDictionary<string, List<Said>>(StringComparer.Ordinal);
        var bare = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var equals in said.GroupBy(one => one.Priority))
        {
            var other = equals.FirstOrDefault(one => one.Value is not Value.Map);
            var map = equals.FirstOrDefault(one => one.Value is Value.Map);
            if (other is not null && map is not null)
            {
                var (one, two) = string.CompareOrdinal(map.Group, other.Group) < 0 ? (map, other) : (other, map);
                conflict = new MergeConflict("", one.Group, two.Group);
                return null;
            }

            if (map is null)
            {
                // Something that is no mapping: it covers what lies below, and is itself covered.
                break;
            }

            foreach (var one in equals)
            {
                bare.UnionWith(((Value.Map)one.Value).Bare);
                foreach (var (key, value) in ((Value.Map)one.Value).Entries)
                {
                    if (!keys.TryGetValue(key, out var of))
                    {
                        keys[key] = of = [];
                    }

                    of.Add(one with { Value = value });
                }
            }
        }

        var entries = ImmutableSortedDictionary.CreateBuilder<string, Sourced>(StringComparer.Ordinal);
        foreach (var (key, of) in keys)
        {
            if (level == Level.Parameters && of.Count > 1 && LoadBalancerNames.Contains(key))
            {
                entries[key] = LoadBalancerNames.Union([.. of.Select(one => (one.Value, one.Group))]);
                continue;
            }

            if (Merge(of, level == Level.Fragment && key == "parameters" ? Level.Parameters : Level.Below, out conflict) is not { } entry)
            {
                conflict = conflict! with { Path = conflict.Path.Length == 0 ? key : $"{key}.{conflict.Path}" };
                return null;
            }

            entries[key] = entry;
        }

        conflict = null;
        return new Sourced.Branch(entries.ToImmutable(), said[0].Group) { Bare = bare.ToImmutable() };
    }

    /// <summary>How deep in a fragment.</summary>
    private enum Level
    {
        Fragment,
        Parameters,
        Below,
    }

    /// <summary>What a group says of a key.</summary>
    private sealed record Said(Value Value, string Group, int Priority);
}
