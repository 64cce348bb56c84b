using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Scaling;
using Kickoff.Core.Scaling.Rules;
using NodaTime;

namespace Kickoff.Cli;

/// <summary>What the rules of fleet.yml do that nobody can have meant, for people and scripts.</summary>
internal static class RuleNotes
{
    private const int Shown = 3;

    /// <summary>Of each pool, what its rules say by themselves and what they make of these fixtures.</summary>
    public static IEnumerable<(Pool Pool, RuleFinding Finding)> Of(ImmutableArray<Pool> pools, IReadOnlyCollection<Fixture>? fixtures) =>
        from pool in pools
        from finding in RuleReview.OfRules(pool.Capacity)
            .Concat(fixtures is { Count: > 0 } ? RuleReview.Idle(pool.Capacity, fixtures) : [])
            .OrderBy(finding => finding.Number)
        select (pool, finding);

    public static JsonObject Json(RuleFinding finding) => new()
    {
        ["rule"] = finding.Number,
        ["line"] = finding.Rule.Line,
        ["note"] = finding.Text,
    };

    /// <summary>A line a competition, for fixtures of which no rule speaks.</summary>
    public static IEnumerable<string> WithoutRule(ImmutableArray<Pool> pools, IEnumerable<Fixture> fixtures, Instant from) =>
        RuleReview.WithoutRule(pools, fixtures, from).GroupBy(fixture => fixture.Competition, StringComparer.Ordinal)
            .Select(group => (group.Key, All: group.ToArray()))
            .Select(group => $"no rule of any pool speaks of {Count(group.All.Length)} of {group.Key}: "
                + string.Join(", ", group.All.Take(Shown).Select(Dated)) + (group.All.Length > Shown ? ", …" : ""));

    private static string Dated(Fixture fixture) =>
        string.Create(CultureInfo.InvariantCulture, $"{fixture.Name} on {fixture.Day:uuuu-MM-dd}");

    private static string Count(int fixtures) =>
        fixtures == 1 ? "1 fixture" : string.Create(CultureInfo.InvariantCulture, $"{fixtures} fixtures");
}
