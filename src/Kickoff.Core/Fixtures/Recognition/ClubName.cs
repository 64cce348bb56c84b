using System.Collections.Frozen;
using System.Text;

namespace Kickoff.Core.Fixtures.Recognition;

/// <summary>
/// A folded name without what one version of a file has and the next has not: the kind of club ("Arsenal FC", "Arsenal"), signs, "and" for
/// "&amp;". Only among fixtures of one source: "Dundee" and "Dundee FC" may be two clubs elsewhere.
/// </summary>
internal static class ClubName
{
    private static readonly FrozenSet<string> Kinds = new[]
    {
        "fc", "afc", "cf", "sc", "ac", "as", "ssc", "sv", "tsv", "fsv", "vfb", "vfl", "tsg", "bsc", "spvgg", "rb", "cd", "ud", "rcd", "rc",
            "sd",
        "ca", "cs", "if", "ff", "fk", "nk", "bk", "sk", "kv", "krc", "club", "1", "ev",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static string Core(string folded)
    {
        // "FC Bayern Munchen (ger)": openfootball's cups began to name the country in the middle of a season.
        var name = folded.EndsWith(')') && folded.Length > 6 && folded[^5] == '(' ? folded[..^5] : folded;
        var text = new StringBuilder(name.Length);
        foreach (var character in name)
        {
            text.Append(character == '&' ? " and " : char.IsLetterOrDigit(character) ? character.ToString() : " ");
        }

        var words = text.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var kept = words.Where(word => !Kinds.Contains(word)).ToArray();
        return kept.Length == 0 ? string.Join(' ', words) : string.Join(' ', kept);
    }
}
