using System.Collections.Frozen;
using System.Text;

namespace Kickoff.Core.Fixtures;

/// <summary>
/// A name without what people write in one file and not in the next: case, accents, normal form, width of spaces. "MÜNCHEN", "Munchen" and
/// "München" with its dots as a character of their own are one.
/// </summary>
public static class NameFold
{
    // InvariantGlobalization leaves string.Normalize without its tables
    // (https://learn.microsoft.com/dotnet/core/runtime-config/globalization), so the Latin letters of Unicode's blocks Latin-1 Supplement,
    // Extended-A, Extended-B and Extended Additional stand here.
    private static readonly string[] Letters =
    [
        "a àáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ", "ae æ", "b ḃḅḇ", "c çćĉċčḉ", "d ðďđḋḍḏḑḓ", "dz ǆǳ", "e èéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ", "f ḟ",
        "g ĝğġģǧǵḡ", "h ĥħȟḣḥḧḩḫẖ", "i ìíîïĩīĭįıǐȉȋḭḯỉịİ", "ij ĳ", "j ĵǰ", "k ķǩḱḳḵ", "l ĺļľłḷḹḻḽ", "lj ǉ", "m ḿṁṃ", "n ñńņňǹṅṇṉṋ", "nj ǌ",
        "o òóôõöøōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ", "oe œ", "p ṕṗ", "r ŕŗřȑȓṙṛṝṟ", "s śŝşšſșṡṣṥṧṩẛ", "ss ß", "t ţťŧțṫṭṯṱẗ", "th þ",
        "u ùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự", "v ṽṿ", "w ŵẁẃẅẇẉẘ", "x ẋẍ", "y ýÿŷȳẏẙỳỵỷỹ", "z źżžẑẓẕ", "' ’‘ʼ`´", "- –—‐‑",
    ];

    private static readonly FrozenDictionary<char, string> Folded = Letters
        .SelectMany(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]
            .Select(letter => KeyValuePair.Create(letter, line[..line.IndexOf(' ', StringComparison.Ordinal)])))
        .ToFrozenDictionary();

    public static string Of(string name)
    {
        var folded = new StringBuilder(name.Length);
        foreach (var character in name)
        {
            if (char.IsWhiteSpace(character))
            {
                if (folded.Length > 0 && folded[^1] != ' ')
                {
                    folded.Append(' ');
                }
            }
            else if (!IsInvisible(character))
            {
                Append(folded, char.ToLowerInvariant(character));
            }
        }

        return folded.Length > 0 && folded[^1] == ' ' ? folded.ToString(0, folded.Length - 1) : folded.ToString();
    }

    private static void Append(StringBuilder folded, char letter)
    {
        if (letter < '\u0080' && letter != '`')
        {
            folded.Append(letter);
        }
        else if (Folded.TryGetValue(letter, out var plain))
        {
            folded.Append(plain);
        }
        else
        {
            folded.Append(letter);
        }
    }

    /// <summary>
    /// Combining Diacritical Marks, and what has no width: zero-width spaces and joiners, marks of direction, a soft hyphen.
    /// </summary>
    private static bool IsInvisible(char character) => character is (>= '\u0300' and <= '\u036F') or '\u00AD'
        or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u2069') or '\uFEFF';
}
