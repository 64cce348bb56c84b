using System.Text.RegularExpressions;

namespace Kickoff.Contracts.Ledger;

/// <summary>An expression taken apart: what is left of it when one of its clauses is gone.</summary>
internal static partial class Clauses
{
    /// <summary>Each clause, with the expression without it; null where nothing is left.</summary>
    public static IEnumerable<(string Clause, string? Without)> Of(string kind, string text) => kind == "UpdateExpression"
        ? Assignments(text)
        : Conditions(text);

    private static IEnumerable<(string Clause, string? Without)> Assignments(string text)
    {
        var assignments = Split(text["SET ".Length..], ",");
        return assignments.Select((assignment, index) => (assignment, Rest("SET ", assignments, index, ", ")));
    }

    private static IEnumerable<(string Clause, string? Without)> Conditions(string text)
    {
        foreach (var word in new[] { " OR ", " AND " })
        {
            var parts = Split(text, word);
            if (parts.Count == 1)
            {
                continue;
            }

            foreach (var (part, index) in parts.Select((part, index) => (part, index)))
            {
                yield return (part, Rest("", parts, index, word));
                foreach (var (clause, without) in part is ['(', .. var inner, ')'] ? Conditions(inner) : [])
                {
                    yield return (clause, string.Join(word, parts.Select((other, at) => at == index ? without : other)));
                }
            }

            yield break;
        }

        yield return (text, null);
    }

    private static string? Rest(string start, List<string> parts, int index, string word) =>
        parts.Count == 1 ? null : start + string.Join(word, parts.Where((_, at) => at != index));

    /// <summary>At the words that stand outside of parentheses; the AND of a BETWEEN is not one.</summary>
    private static List<string> Split(string text, string word)
    {
        var (parts, start, depth) = (new List<string>(), 0, 0);
        for (var at = 0; at < text.Length; at++)
        {
            depth += text[at] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth == 0 && string.CompareOrdinal(text, at, word, 0, word.Length) == 0 && !EndsInBetween().IsMatch(text[start..at]))
            {
                parts.Add(text[start..at].Trim());
                start = at + word.Length;
            }
        }

        parts.Add(text[start..].Trim());
        return parts;
    }

    [GeneratedRegex(@"BETWEEN \S+$")]
    private static partial Regex EndsInBetween();
}
