using System.Buffers;
using System.Globalization;
using System.Text;

namespace Kickoff.Core.Classification;

/// <summary>Scalars in the form that Ruby's libyaml and JRuby's SnakeYAML both read, and alike (every BMP code point was tried).</summary>
internal static class YamlText
{
    private static readonly SearchValues<char> NotRaw = SearchValues.Create(Escaped());

    /// <summary>Double-quoted; a lone surrogate, which UTF-8 cannot carry, becomes U+FFFD.</summary>
    public static void AppendQuoted(StringBuilder yaml, string text)
    {
        yaml.Append('"');
        var rest = text.AsSpan();
        for (var at = rest.IndexOfAny(NotRaw); at >= 0; at = rest.IndexOfAny(NotRaw))
        {
            yaml.Append(rest[..at]);
            var character = rest[at];
            if (char.IsHighSurrogate(character) && at + 1 < rest.Length && char.IsLowSurrogate(rest[at + 1]))
            {
                yaml.Append(character).Append(rest[at + 1]);
                rest = rest[(at + 2)..];
                continue;
            }

            AppendEscaped(yaml, character);
            rest = rest[(at + 1)..];
        }

        yaml.Append(rest).Append('"');
    }

    /// <summary>What is neither text nor a collection, unquoted; null for what is.</summary>
    public static string? Bare(Value value) => value switch
    {
        Value.Null => "null",
        Value.Boolean boolean => boolean.Is ? "true" : "false",
        Value.Integer integer => integer.Number.ToString(CultureInfo.InvariantCulture),
        Value.Float number => Float(number.Number),
        _ => null,
    };

    /// <summary>With a point, and a sign in the exponent: YAML 1.1 takes nothing less for a float.</summary>
    public static string Float(double number)
    {
        if (!double.IsFinite(number))
        {
            return double.IsNaN(number) ? ".nan" : number > 0 ? ".inf" : "-.inf";
        }

        var text = number.ToString("R", CultureInfo.InvariantCulture);
        var exponent = text.IndexOf('E', StringComparison.Ordinal);
        var mantissa = exponent < 0 ? text : text[..exponent];
        mantissa = mantissa.Contains('.', StringComparison.Ordinal) ? mantissa : mantissa + ".0";
        return exponent < 0 ? mantissa : mantissa + "e" + text[(exponent + 1)..];
    }

    private static void AppendEscaped(StringBuilder yaml, char character)
    {
        switch (character)
        {
            case '"':
                yaml.Append("\\\"");
                break;
            case '\\':
                yaml.Append(@"\\");
                break;
            case '\n':
                yaml.Append("\\n");
                break;
            case '\r':
                yaml.Append("\\r");
                break;
            case '\t':
                yaml.Append("\\t");
                break;
            default:
                yaml.Append("\\u").Append((char.IsSurrogate(character) ? 0xFFFD : character).ToString("x4", CultureInfo.InvariantCulture));
                break;
        }
    }

    private static string Escaped()
    {
        var all = new StringBuilder("\"\\\u2028\u2029\uFFFE\uFFFF");
        for (var character = '\0'; character <= '\u009F'; character++)
        {
            if (character is < ' ' or >= '\u007F')
            {
                all.Append(character);
            }
        }

        for (int surrogate = 0xD800; surrogate <= 0xDFFF; surrogate++)
        {
            all.Append((char)surrogate);
        }

        return all.ToString();
    }
}
