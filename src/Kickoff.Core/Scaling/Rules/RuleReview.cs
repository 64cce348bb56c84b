using System.Collections.Immutable;
using System.Globalization;
using Kickoff.Core.Fixtures;
using NodaTime;

namespace Kickoff.Core.Scaling.Rules;

/// <summary>Something about one rule that its author would want to know. Number counts from 1, in the order of <c>demand</c>.</summary>
public sealed record RuleFinding(int Number, DemandRule Rule, string Text);

/// <summary>
/// What rules of <c>demand</c> do that nobody can have meant: ask for more than <c>maximum</c>, stand behind one that takes all of theirs,
/// speak of no fixture. And the fixtures of which no rule speaks.
/// </summary>
public static class RuleReview
{
    /// <summary>What a policy's rules say by themselves, whatever fixtures there are.</summary>
    public static ImmutableArray<RuleFinding> OfRules(CapacityPolicy policy)
    {
        var rules = DemandMatch.RulesOf(policy);
        var findings = ImmutableArray.CreateBuilder<RuleFinding>();
        for (var index = 0; index < rules.Length; index++)
        {
            var rule = rules[index].Rule;
            if (rule.Servers > policy.Maximum)
            {
                findings.Add(Finding(
                    index, rule, string.Create(CultureInfo.InvariantCulture, $"asks for more than 'maximum', which is {policy.Maximum}")));
            }

            if (Covering(rules.AsSpan(0, index), rules[index]) is { } by)
            {
                findings.Add(Finding(
                    index, rule, $"never has its turn: every fixture it speaks of is taken by {by}, and the first match wins"));
            }
        }

        return findings.ToImmutable();
    }

    /// <summary>Rules that are the first to speak of none of these fixtures, though no earlier rule covers them.</summary>
    public static ImmutableArray<RuleFinding> Idle(CapacityPolicy policy, IReadOnlyCollection<Fixture> fixtures)
    {
        var rules = DemandMatch.RulesOf(policy);
        var first = new int[rules.Length];
        var any = new int[rules.Length];
        foreach (var fixture in fixtures.Where(fixture => fixture.Retired is null))
        {
            var folded = new FoldedFixture(fixture, policy.Names);
            var taken = false;
            for (var index = 0; index < rules.Length; index++)
            {
                if (rules[index].Matches(folded))
                {
                    any[index]++;
                    first[index] += taken ? 0 : 1;
                    taken = true;
                }
            }
        }

        return [.. Enumerable.Range(0, rules.Length)
            .Where(index => first[index] == 0 && Covering(rules.AsSpan(0, index), rules[index]) is null)
            .Select(index => Finding(index, rules[index].Rule, any[index] > 0
                ? string.Create(CultureInfo.InvariantCulture, $"has none left: earlier rules take the {any[index]} fixtures it speaks of")
                : string.Create(CultureInfo.InvariantCulture, $"speaks of none of {fixtures.Count} fixtures")
                    + RuleText.Hint(rules[index].Rule, fixtures, policy.Names)))];
    }

    /// <summary>Those of which no rule of any pool speaks, and that may still be played after <paramref name="from"/>.</summary>
    public static ImmutableArray<Fixture> WithoutRule(IReadOnlyCollection<Pool> pools, IEnumerable<Fixture> fixtures, Instant from) =>
        [.. fixtures.Where(fixture => fixture.Retired is null && !fixture.Status.IsOff() && fixture.LatestEnd > from
            && !DemandMatch.IsSpokenOf(pools, fixture))
            .OrderBy(fixture => fixture.Begin).ThenBy(fixture => fixture.Key.Id, StringComparer.Ordinal)];

    private static RuleFinding Finding(int index, DemandRule rule, string text) =>
        new(index + 1, rule, string.Create(CultureInfo.InvariantCulture, $"rule {index + 1} {RuleText.Of(rule)} {text}"));

    /// <summary>
    /// Which earlier rules together take all that this one speaks of; null where some of it may be left. A rule of some stages may be
    /// covered stage by stage.
    /// </summary>
    private static string? Covering(ReadOnlySpan<FoldedRule> earlier, FoldedRule rule)
    {
        var (numbers, open) = (new List<int>(), rule.Stages?.All.ToHashSet());
        for (var index = 0; index < earlier.Length; index++)
        {
            if (!earlier[index].CoversButForStages(rule))
            {
                continue;
            }

            if (earlier[index].Rule.Stages is not { } stages)
            {
                return RuleText.Numbers([index + 1]);
            }

            if (open is not null && open.Overlaps(stages.All))
            {
                open.ExceptWith(stages.All);
                numbers.Add(index + 1);
            }
        }

        return open is { Count: 0 } ? RuleText.Numbers(numbers) : null;
    }
}
