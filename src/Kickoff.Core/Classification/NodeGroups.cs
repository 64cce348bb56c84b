using System.Collections.Immutable;
using Kickoff.Core.Servers;

namespace Kickoff.Core.Classification;

/// <summary>One security group's entry in node_groups.yml. Classes: name to parameters (empty map for a bare class name).</summary>
public sealed record NodeGroup(
    string Name,
    int Priority,
    ImmutableSortedDictionary<string, Value.Map> Classes,
    string? Environment,
    ImmutableSortedDictionary<string, Value> Parameters);

/// <summary>node_groups.yml, read and checked. Fallback is the entry <c>"*"</c>, for servers whose groups are all unmapped.</summary>
public sealed record NodeGroups(ImmutableSortedDictionary<string, NodeGroup> Groups, NodeGroup? Fallback)
{
    /// <summary>Whether there is something to say of a server: by a group of its own, or by <c>"*"</c>.</summary>
    public bool Speak(Server server) => Fallback is not null || server.SecurityGroups.Any(Groups.ContainsKey);
}
