using System.Text;

namespace Kickoff.Fixtures;

/// <summary>
/// A stranger's text without what steers a terminal or turns the direction of writing (Unicode's Bidi_Control, Cc, line breaks).
/// </summary>
public static class CleanText
{
    /// <summary>No team, round or competition has a longer name.</summary>
    public const int LongestName = 200;

    public static string Of(string text)
    {
        if (!text.Any(IsUnwanted))
        {
            return text.Trim();
        }

        var clean = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (!IsUnwanted(character))
            {
                clean.Append(character);
            }
            else if (char.IsControl(character) || character is '\u2028' or '\u2029')
            {
                clean.Append(' ');
            }
        }

        return clean.ToString().Trim();
    }

    /// <summary>A control character, a line break, or what turns the direction of writing.</summary>
    public static bool Steers(char character) => char.IsControl(character)
        || character is '\u061C' or '\u200E' or '\u200F' or (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    private static bool IsUnwanted(char character) => Steers(character) || character is '\uFEFF';
}
