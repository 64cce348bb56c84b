using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Kickoff.Core.Classification;

/// <summary>Two groups say different things of one key, with the same priority.</summary>
public sealed record MergeConflict(string Path, string OneGroup, string OtherGroup)
{
    public override string ToString() =>
        $"groups {OneGroup} and {OtherGroup} say different things of {Path}; give one of them a priority, or make them agree";
}

/// <summary>
/// The deep merge of the fragments of all mapped groups: mappings are merged key by key; of two different values the one of the higher
/// priority holds; different values of equal priority are a conflict, never a silent winner.
/// </summary>
internal static class FragmentMerge
{
    public static bool TryMerge(IEnumerable<NodeGroup> groups, [NotNullWhen(true)] out Sourced.Branch? merged, [NotNullWhen(false)] out MergeConflict? conflict)
    {
        // By name, so that neither the result nor the conflict that is named depends on the order EC2 gives.
        var root = new Branching();
        foreach (var group in groups.OrderBy(group => group.Name, StringComparer.Ordinal))
        {
            foreach (var (key, value) in Fragment(group))
            {
                if (root.Add(key, value, group, key) is { } found)
                {
                    (merged, conflict) = (null, found);
                    return false;
                }
            }
        }

        (merged, conflict) = ((Sourced.Branch)root.Freeze(), null);
        return true;
    }

    private static IEnumerable<(string Key, Value Value)> Fragment(NodeGroup group)
    {
        yield return ("classes", new Value.Map(group.Classes.ToImmutableSortedDictionary(entry => entry.Key, entry => (Value)entry.Value, StringComparer.Ordinal)));
        yield return ("parameters", new Value.Map(group.Parameters));
        if (group.Environment is { } environment)
        {
            yield return ("environment", new Value.Text(environment));
        }
    }

    private abstract class Node
    {
        public required string Source { get; init; }

        public required int Priority { get; init; }

        public abstract Sourced Freeze();
    }

    private sealed class Holding : Node
    {
        public required Value Value { get; init; }

        public override Sourced Freeze() => new Sourced.Leaf(Value, Source);
    }

    private sealed class Branching : Node
    {
        private readonly SortedDictionary<string, Node> _entries = new(StringComparer.Ordinal);

        [SetsRequiredMembers]
        public Branching(string source = "", int priority = int.MinValue) => (Source, Priority) = (source, priority);

        public MergeConflict? Add(string key, Value value, NodeGroup group, string path)
        {
            switch (_entries.GetValueOrDefault(key), value)
            {
                case (null, Value.Map map):
                    var branch = new Branching(group.Name, group.Priority);
                    _entries[key] = branch;
                    return branch.AddAll(map, group, path);
                case (null, _):
                    _entries[key] = new Holding { Value = value, Source = group.Name, Priority = group.Priority };
                    return null;
                case (Branching there, Value.Map map):
                    return there.AddAll(map, group, path);
                case (Holding there, not Value.Map) when ValueEquality.Same(there.Value, value):
                    return null;
                case (Node there, _) when there.Priority == group.Priority:
                    return new MergeConflict(path, there.Source, group.Name);
                case (Node there, _) when there.Priority < group.Priority:
                    _entries.Remove(key);
                    return Add(key, value, group, path);
                default:
                    return null;
            }
        }

        public override Sourced Freeze() =>
            new Sourced.Branch(_entries.ToImmutableSortedDictionary(entry => entry.Key, entry => entry.Value.Freeze(), StringComparer.Ordinal), Source);

        private MergeConflict? AddAll(Value.Map map, NodeGroup group, string path)
        {
            foreach (var (key, value) in map.Entries)
            {
                if (Add(key, value, group, $"{path}.{key}") is { } conflict)
                {
                    return conflict;
                }
            }

            return null;
        }
    }
}
