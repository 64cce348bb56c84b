using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Kickoff.Core.Classification;

namespace Kickoff.Core.Configuration;

/// <summary>
/// What an unquoted YAML scalar means: what Ruby's Psych makes of it (YAML 1.1 with Psych's own turns; compared with Psych 4.0.3 over
/// 12,000 scalars), because that is what the 2012 script gave to Puppet. yes is true, 012 is 10, 1:30 is 5400, 1_000 is 1000, 1e3 is text,
/// ~ is nothing. Two things differ and stay text: a date or time, which Puppet could not load at all, and a :symbol, which would be one of
/// Ruby's, that no manifest can write.
/// </summary>
internal static partial class BareScalar
{
    public static Value Read(string text)
    {
        if (text.Length == 0)
        {
            return new Value.Null();
        }

        // Most are words and names; only what begins like a number, or is as short as a word of meaning, is looked at more closely.
        return char.IsAsciiDigit(text[0]) || text[0] is '-' or '+' or '.' ? Number(text) ?? new Value.Text(text)
            : text.Length <= 5 ? Word(text)
            : new Value.Text(text);
    }

    private static Value Word(string text)
    {
        return text == "~" || Is("null") ? new Value.Null()
            : Is("yes") || Is("true") || Is("on") ? new Value.Boolean(true)
            : Is("no") || Is("false") || Is("off") ? new Value.Boolean(false)
            : new Value.Text(text);

        bool Is(string word) => text.Equals(word, StringComparison.OrdinalIgnoreCase);
    }

    private static Value? Number(string text)
    {
        if (text.EndsWith(".inf", StringComparison.OrdinalIgnoreCase) && text.Length <= 5)
        {
            return text[0] == '-' ? new Value.Float(double.NegativeInfinity)
                : text[0] is '.' or '+' ? new Value.Float(double.PositiveInfinity)
                : null;
        }

        return text.Equals(".nan", StringComparison.OrdinalIgnoreCase) ? new Value.Float(double.NaN)
            : Sexagesimal().IsMatch(text) ? BaseSixty(text)
            : Fraction().IsMatch(text) ? Float(text)
            : Whole().IsMatch(text) ? Integer(text)
            : null;
    }

    /// <summary>Psych counts the first part as hours, also where there are only two: 1:30 is an hour and a half, in seconds.</summary>
    private static Value BaseSixty(string text)
    {
        int[] weights = [3600, 60, 1];
        var parts = text.Replace("_", "", StringComparison.Ordinal).Split(':');
        if (text.Contains('.', StringComparison.Ordinal))
        {
            return new Value.Float(parts.Zip(weights).Sum(pair => double.Parse(pair.First, CultureInfo.InvariantCulture) * pair.Second));
        }

        return new Value.Integer(parts.Zip(weights).Aggregate(
            BigInteger.Zero, (sum, pair) => sum + (BigInteger.Parse(pair.First, CultureInfo.InvariantCulture) * pair.Second)));
    }

    private static Value.Float? Float(string text)
    {
        var digits = text.Replace("_", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal);
        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? new Value.Float(number) : null;
    }

    private static Value.Integer? Integer(string text)
    {
        var digits = text.TrimStart('+', '-').Replace("_", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal);
        var (radix, rest) = digits switch
        {
            ['0', 'b', .. var binary] => (2, binary),
            ['0', 'x', .. var hexadecimal] => (16, hexadecimal),
            ['0', .. { Length: > 0 } octal] => (8, octal),
            _ => (10, digits),
        };
        if (rest.Length == 0)
        {
            return null;
        }

        var number = radix == 10
            ? BigInteger.Parse(rest, CultureInfo.InvariantCulture)
            : rest.Aggregate(
                BigInteger.Zero, (sum, digit) => (sum * radix) + int.Parse([digit], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        return new Value.Integer(text[0] == '-' ? -number : number);
    }

    [GeneratedRegex(@"\A[-+]?[0-9][0-9_]*(?::[0-5]?[0-9]){1,2}(?:\.[0-9_]*)?\z")]
    private static partial Regex Sexagesimal();

    [GeneratedRegex(@"\A[-+]?(?:[0-9][0-9_,]*)?\.[0-9]*(?:[eE][-+][0-9]+)?\z")]
    private static partial Regex Fraction();

    [GeneratedRegex(@"\A[-+]?(?:0b[01_,]+|0x[0-9a-fA-F_,]+|0[0-7_,]+|0|[1-9](?:[0-9]|[_,][0-9])*)\z")]
    private static partial Regex Whole();
}
