using System.Globalization;
using Kickoff.Core.Configuration;
using Kickoff.Core.Fixtures;

namespace Kickoff.Core.Scaling.Rules;

/// <summary>A rule of <c>demand</c> as it is written, and what its author may have meant.</summary>
public static class RuleText
{
    public static string Of(DemandRule rule)
    {
        string?[] parts =
        [
            rule.Team is { } team ? $"team: {team}" : null,
            rule.Competition is { } competition ? $"competition: {competition}" : null,
            rule.Stages is { } stages ? $"stage: {Listed([.. stages.All.Select(stage => stage.Name())])}" : null,
            rule.Round is { } round ? $"round: {round}" : null,
            string.Create(CultureInfo.InvariantCulture, $"servers: {rule.Servers}"),
        ];
        return $"{{{string.Join(", ", parts.OfType<string>())}}}";
    }

    /// <summary>A name among those of the fixtures that is nearly the one the rule has, and that the rule does not match.</summary>
    internal static string Hint(DemandRule rule, IReadOnlyCollection<Fixture> fixtures, TeamNames names) =>
        Near(rule.Team, fixtures.SelectMany(fixture => new[] { fixture.Home, fixture.Away }), names.Of)
        ?? Near(rule.Competition, fixtures.Select(fixture => fixture.Competition), names.Folded)
        ?? Near(rule.Round, fixtures.Select(fixture => fixture.Round), names.Folded)
        ?? "";

    internal static string Numbers(IReadOnlyCollection<int> rules) =>
        (rules.Count == 1 ? "rule " : "rules ") + string.Join(", ", rules.Select(rule => rule.ToString(CultureInfo.InvariantCulture)));

    private static string? Near(string? asked, IEnumerable<string> there, Func<string, string> folded)
    {
        if (asked is null || asked.Contains('*', StringComparison.Ordinal))
        {
            return null;
        }

        // By what they are compared as; shown as they are written. An empty name is an event's second team.
        var written = there.Where(name => name.Length > 0).Distinct(StringComparer.Ordinal)
            .GroupBy(folded, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        return !written.ContainsKey(folded(asked)) && Nearest.To(folded(asked), written.Keys) is { } near
            ? $"; did you mean '{written[near]}'?"
            : null;
    }

    private static string Listed(string[] names) => names is [var one] ? one : $"[{string.Join(", ", names)}]";
}
