using System.Text;
using Kickoff.Fixtures;

namespace Kickoff.Cli;

/// <summary>
/// Text that is not all ours as a terminal may have it: what would steer it, or turn the direction of what follows (Unicode's Cc and
/// Bidi_Control), is shown as U+FFFD. What reads files takes it away already; a table may have been written by 0.1, or by a hand.
/// </summary>
internal static class Printable
{
    public static string Of(string text)
    {
        StringBuilder? printable = null;
        for (var index = 0; index < text.Length; index++)
        {
            if (Steers(text[index]))
            {
                (printable ??= new StringBuilder(text))[index] = '\uFFFD';
            }
        }

        return printable?.ToString() ?? text;
    }

    private static bool Steers(char character) => character is not ('\n' or '\t') && CleanText.Steers(character);
}

/// <summary>Writes what is printable of each text.</summary>
internal sealed class PrintableWriter(TextWriter inner) : TextWriter(inner.FormatProvider)
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => inner.Write(Printable.Of(value.ToString()));

    public override void Write(string? value) => inner.Write(value is null ? null : Printable.Of(value));

    public override void WriteLine(string? value) => inner.WriteLine(value is null ? null : Printable.Of(value));

    public override void Flush() => inner.Flush();
}
