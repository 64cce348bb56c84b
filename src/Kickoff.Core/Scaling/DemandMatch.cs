using System.Runtime.CompilerServices;
using Kickoff.Core.Fixtures;

namespace Kickoff.Core.Scaling;

/// <summary>
/// Whether a rule of <c>demand</c> speaks of a fixture: each condition is a name in full, or with * for anything; case and accents do not
/// matter, nor by which of its names a team is called.
/// </summary>
public static class DemandMatch
{
    private static readonly ConditionalWeakTable<CapacityPolicy, FoldedRule[]> Folded = [];

    /// <summary>
    /// The first of the policy's rules that speaks of it, with the fixture's own servers where it has some; null for none.
    /// </summary>
    public static DemandRule? RuleOf(CapacityPolicy policy, Fixture fixture)
    {
        var rule = FirstOf(policy, fixture);
        return fixture.Servers?.Of(policy.Pool) is { } servers
            ? (rule ?? new DemandRule(null, null, null, servers)) with { Servers = servers, Line = 0 }
            : rule;
    }

    /// <summary>Some pool's rule speaks of it, be it with no servers.</summary>
    public static bool IsSpokenOf(IEnumerable<Pool> pools, Fixture fixture) =>
        pools.Any(pool => RuleOf(pool.Capacity, fixture) is not null);

    /// <summary>Some pool's rule asks for servers for it.</summary>
    public static bool IsAskedFor(IEnumerable<Pool> pools, Fixture fixture) =>
        pools.Any(pool => RuleOf(pool.Capacity, fixture) is { Servers: > 0 });

    private static DemandRule? FirstOf(CapacityPolicy policy, Fixture fixture)
    {
        var (rules, folded) = (RulesOf(policy), new FoldedFixture(fixture, policy.Names));
        foreach (var rule in rules)
        {
            if (rule.Matches(folded))
            {
                return rule.Rule;
            }
        }

        return null;
    }

    public static bool Matches(DemandRule rule, Fixture fixture, TeamNames names) =>
        new FoldedRule(rule, names).Matches(new FoldedFixture(fixture, names));

    /// <summary>In their order.</summary>
    internal static FoldedRule[] RulesOf(CapacityPolicy policy) =>
        Folded.GetValue(policy, static one => [.. one.Demand.Select(rule => new FoldedRule(rule, one.Names))]);
}
