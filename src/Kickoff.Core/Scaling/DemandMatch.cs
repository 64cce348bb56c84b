using Kickoff.Core.Fixtures;

namespace Kickoff.Core.Scaling;

/// <summary>
/// Whether a rule of <c>demand</c> speaks of a fixture: each condition is a name in full, or with * for anything; case and accents do not
/// matter, nor by which of its names a team is called.
/// </summary>
public static class DemandMatch
{
    /// <summary>The first of the policy's rules that speaks of it; null for none.</summary>
    public static DemandRule? RuleOf(CapacityPolicy policy, Fixture fixture)
    {
        var names = new FixtureNames(fixture, policy.Names);
        foreach (var rule in policy.Demand)
        {
            if (Matches(rule, names, policy.Names))
            {
                return rule;
            }
        }

        return null;
    }

    public static bool Matches(DemandRule rule, Fixture fixture, TeamNames names) => Matches(rule, new FixtureNames(fixture, names), names);

    /// <summary>Both folded; <c>*</c> stands for any characters, also none.</summary>
    public static bool Matches(string pattern, string text)
    {
        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        if (star < 0)
        {
            return string.Equals(pattern, text, StringComparison.Ordinal);
        }

        var parts = pattern.Split('*');
        if (text.Length < parts[0].Length + parts[^1].Length
            || !text.StartsWith(parts[0], StringComparison.Ordinal)
            || !text.EndsWith(parts[^1], StringComparison.Ordinal))
        {
            return false;
        }

        var rest = text.AsSpan(parts[0].Length, text.Length - parts[0].Length - parts[^1].Length);
        foreach (var part in parts.AsSpan(1, parts.Length - 2))
        {
            var at = rest.IndexOf(part, StringComparison.Ordinal);
            if (at < 0)
            {
                return false;
            }

            rest = rest[(at + part.Length)..];
        }

        return true;
    }

    private static bool Matches(DemandRule rule, FixtureNames fixture, TeamNames names) =>
        (rule.Team is null || Matches(names.Of(rule.Team), fixture.Home) || Matches(names.Of(rule.Team), fixture.Away)
            || (rule.Team.Contains('*', StringComparison.Ordinal) && MatchesAsWritten(rule.Team, fixture, names)))
        && (rule.Competition is null || Matches(names.Folded(rule.Competition), fixture.Competition))
        && (rule.Round is null || Matches(names.Folded(rule.Round), fixture.Round)
            || (rule.RoundAsStage is { } stage && stage == fixture.Stage))
        && (rule.Stages is null || (fixture.Stage is { } of && rule.Stages.Contains(of)));

    /// <summary>A pattern is of names as they are written, not only of the one they stand for.</summary>
    private static bool MatchesAsWritten(string pattern, FixtureNames fixture, TeamNames names) =>
        Matches(names.Folded(pattern), names.Folded(fixture.Fixture.Home))
        || Matches(names.Folded(pattern), names.Folded(fixture.Fixture.Away));

    /// <summary>What a fixture is compared by.</summary>
    private readonly struct FixtureNames(Fixture fixture, TeamNames names)
    {
        public Fixture Fixture => fixture;

        public string Home { get; } = names.Of(fixture.Home);

        public string Away { get; } = names.Of(fixture.Away);

        public string Competition { get; } = names.Folded(fixture.Competition);

        public string Round { get; } = names.Folded(fixture.Round);

        /// <summary>0.1 stored none: then the round may say it.</summary>
        public Stage? Stage => fixture.Stage ?? StageText.Read(fixture.Round);
    }
}
