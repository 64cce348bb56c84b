using Kickoff.Core.Fixtures;

namespace Kickoff.Core.Scaling;

/// <summary>Whether a rule of <c>demand</c> speaks of a fixture: each condition is a name in full, or with * for anything.</summary>
public static class DemandMatch
{
    public static bool Matches(DemandRule rule, Fixture fixture) =>
        (rule.Team is null || Matches(rule.Team, fixture.Home) || Matches(rule.Team, fixture.Away))
        && (rule.Competition is null || Matches(rule.Competition, fixture.Competition))
        && (rule.Round is null || Matches(rule.Round, fixture.Round));

    /// <summary>Case matters; <c>*</c> stands for any characters, also none.</summary>
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
}
