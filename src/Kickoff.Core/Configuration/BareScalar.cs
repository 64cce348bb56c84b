using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Kickoff.Core.Classification;

namespace Kickoff.Core.Configuration;

/// <summary>
/// What an unquoted YAML scalar means, as Ruby's Psych read it when node_groups.yml was made for the 2012 script (YAML 1.1): yes is true,
/// 012 is 10, 1:30 is 5400, 1_000 is 1000, ~ is nothing. A date and a :symbol, which Puppet could not load, stay text.
/// </summary>
internal static partial class BareScalar
{
    public static Value Read(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => new Value.Null(),
        _ when Truth().IsMatch(text) => new Value.Boolean(true),
        _ when Falsehood().IsMatch(text) => new Value.Boolean(false),
        ".nan" or ".NaN" or ".NAN" => new Value.Float(double.NaN),
        ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF" => new Value.Float(double.PositiveInfinity),
        "-.inf" or "-.Inf" or "-.INF" => new Value.Float(double.NegativeInfinity),
        _ => Number(text) ?? new Value.Text(text),
    };

    private static Value? Number(string text)
    {
        if (!(char.IsAsciiDigit(text[0]) || text[0] is '-' or '+' or '.'))
        {
            return null;
        }

        var negative = text[0] == '-';
        var digits = text.TrimStart('+', '-').Replace("_", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal);
        if (Whole().IsMatch(text))
        {
            var number = Base(digits) switch
            {
                (2, var rest) => Digits(rest, 2),
                (8, var rest) => Digits(rest, 8),
                (16, var rest) => Digits(rest, 16),
                (_, var rest) => BigInteger.Parse(rest, CultureInfo.InvariantCulture),
            };
            return new Value.Integer(negative ? -number : number);
        }

        if (Sexagesimal().IsMatch(text))
        {
            var number = digits.Split(':').Aggregate(BigInteger.Zero, (sum, part) => (sum * 60) + BigInteger.Parse(part, CultureInfo.InvariantCulture));
            return new Value.Integer(negative ? -number : number);
        }

        return Fraction().IsMatch(text) && digits.Any(char.IsAsciiDigit)
            ? new Value.Float((negative ? -1 : 1) * double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture))
            : null;
    }

    private static (int Radix, string Digits) Base(string digits) => digits switch
    {
        ['0', 'b', .. var rest] => (2, rest),
        ['0', 'x', .. var rest] => (16, rest),
        ['0', .. { Length: > 0 } rest] => (8, rest),
        _ => (10, digits),
    };

    private static BigInteger Digits(string digits, int radix) =>
        digits.Aggregate(BigInteger.Zero, (sum, digit) => (sum * radix) + Convert.ToInt32(digit.ToString(), 16));

    [GeneratedRegex("^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$")]
    private static partial Regex Truth();

    [GeneratedRegex("^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$")]
    private static partial Regex Falsehood();

    [GeneratedRegex(@"^[-+]?(?:0b[01_,]*[01][01_,]*|0x[0-9a-fA-F_,]*[0-9a-fA-F][0-9a-fA-F_,]*|0[0-7_,]*|[1-9](?:[0-9]|[_,][0-9])*)$")]
    private static partial Regex Whole();

    [GeneratedRegex("^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9]){1,2}$")]
    private static partial Regex Sexagesimal();

    [GeneratedRegex(@"^[-+]?(?:[0-9][0-9_,]*)?\.[0-9]*(?:[eE][-+]?[0-9]+)?$|^[-+]?[0-9][0-9_,]*[eE][-+]?[0-9]+$")]
    private static partial Regex Fraction();
}
