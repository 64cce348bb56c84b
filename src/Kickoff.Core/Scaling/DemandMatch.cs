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
