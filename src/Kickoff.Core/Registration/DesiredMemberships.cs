using System.Collections.Frozen;
using System.Collections.Immutable;
using Kickoff.Core.Classification;
using Kickoff.Core.Servers;

namespace Kickoff.Core.Registration;

/// <summary>
/// Which load balancers a server's groups name: the union over all its mapped groups. The fallback <c>"*"</c> names none: a server that
/// no group speaks of is classified by it, but never put in front of users. A server that another stack launched (its tag says so) is that
/// stack's to register, whatever its groups: one account may have several, and their groups the same names.
/// </summary>
public sealed class DesiredMemberships
{
    private readonly FrozenDictionary<string, ImmutableArray<LoadBalancer>> _named;
    private readonly string _stack;

    /// <param name="groups">As node_groups.yml was read, which tells the faults of load balancers with their lines: here they are an
    /// ArgumentException.</param>
    /// <param name="stack">Ours.</param>
    public DesiredMemberships(NodeGroups groups, string stack)
    {
        _stack = stack;
        var read = groups.Groups.Values.Select(group => (group.Name, Parameters: LoadBalancerParameters.Read(group))).ToArray();
        var faults = read.SelectMany(group => group.Parameters.Faults).ToArray();
        if (faults.Length > 0)
        {
            throw new ArgumentException(string.Join(Environment.NewLine, faults), nameof(groups));
        }

        _named = read.ToFrozenDictionary(group => group.Name, group => group.Parameters.LoadBalancers, StringComparer.Ordinal);
        LoadBalancers = Ordered(_named.Values.SelectMany(loadBalancers => loadBalancers));
    }

    /// <summary>Every load balancer that any group names, in order of their keys.</summary>
    public ImmutableArray<LoadBalancer> LoadBalancers { get; }

    /// <summary>Another stack says that it is its own: nothing is done about it.</summary>
    public bool IsOthers(Server server) => server.IsOfAnotherThan(_stack);

    /// <summary>Whether any of its groups is mapped, and it is no other stack's.</summary>
    public bool IsMapped(Server server) => !IsOthers(server) && server.SecurityGroups.Any(_named.ContainsKey);

    /// <summary>The load balancers its groups name, whatever its state, in order of their keys; none of another stack's server.</summary>
    public ImmutableArray<LoadBalancer> NamedFor(Server server)
    {
        ImmutableArray<LoadBalancer> only = [];
        if (IsOthers(server))
        {
            return only;
        }

        foreach (var group in server.SecurityGroups)
        {
            if (_named.TryGetValue(group, out var named) && named.Length > 0)
            {
                if (only.Length > 0)
                {
                    return Ordered(server.SecurityGroups.SelectMany(each => _named.GetValueOrDefault(each, [])));
                }

                only = named;
            }
        }

        return only;
    }

    private static ImmutableArray<LoadBalancer> Ordered(IEnumerable<LoadBalancer> loadBalancers) =>
        [.. loadBalancers.Distinct().OrderBy(loadBalancer => loadBalancer.Key, StringComparer.Ordinal)];
}
