using System.Globalization;
using System.Numerics;

namespace Kickoff.Cloud.DynamoDb;

/// <summary>
/// A number as DynamoDB keeps and compares it: decimal, up to 38 digits, from 1E-130 to 9.99E+125 on either side of zero
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html).
/// </summary>
internal readonly struct DynamoNumber : IComparable<DynamoNumber>
{
    private const int MostDigits = 38;

    private const int LargestMagnitude = 125;

    private const int SmallestMagnitude = -130;

    private readonly BigInteger _digits;
    private readonly int _exponent;

    // No zeros behind the digits, so that equal numbers are equal here.
    private DynamoNumber(BigInteger digits, int exponent)
    {
        while (!digits.IsZero && (digits % 10).IsZero)
        {
            (digits, exponent) = (digits / 10, exponent + 1);
        }

        (_digits, _exponent) = (digits, digits.IsZero ? 0 : exponent);
    }

    public static DynamoNumber Parse(string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            return new(whole, 0);
        }

        var mark = text.AsSpan().IndexOfAny('e', 'E');
        var (mantissa, power) = mark < 0 ? (text, 0) : (text[..mark], Exponent(text, mark));
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var plain = point < 0 ? mantissa : mantissa.Remove(point, 1);
        if (!plain.Any(char.IsAsciiDigit)
            || !BigInteger.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var digits))
        {
            throw NotANumber(text);
        }

        return new DynamoNumber(digits, power - (point < 0 ? 0 : mantissa.Length - point - 1)).InRange();
    }

    public int CompareTo(DynamoNumber other)
    {
        var exponent = Math.Min(_exponent, other._exponent);
        return Scaled(exponent).CompareTo(other.Scaled(exponent));
    }

    public static DynamoNumber operator +(DynamoNumber one, DynamoNumber other)
    {
        var exponent = Math.Min(one._exponent, other._exponent);
        return new DynamoNumber(one.Scaled(exponent) + other.Scaled(exponent), exponent).InRange();
    }

    public static DynamoNumber operator -(DynamoNumber one, DynamoNumber other) => one + new DynamoNumber(-other._digits, other._exponent);

    /// <summary>The one way DynamoDB writes this number: no exponent, no zeros that say nothing.</summary>
    public override string ToString()
    {
        var digits = BigInteger.Abs(_digits).ToString(CultureInfo.InvariantCulture);
        var sign = _digits.Sign < 0 ? "-" : "";
        if (_exponent >= 0)
        {
            return sign + digits + new string('0', _exponent);
        }

        digits = digits.PadLeft(1 - _exponent, '0');
        return $"{sign}{digits[..^-_exponent]}.{digits[^-_exponent..]}";
    }

    private static int Exponent(string text, int mark) =>
        int.TryParse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var power)
            && Math.Abs(power) <= 1000
            ? power
            : throw NotANumber(text);

    private static Exception NotANumber(string text) =>
        DynamoDbErrors.Validation($"The parameter cannot be converted to a numeric value: {text}");

    private DynamoNumber InRange()
    {
        if (_digits.IsZero)
        {
            return this;
        }

        var length = BigInteger.Abs(_digits).ToString(CultureInfo.InvariantCulture).Length;
        return length > MostDigits ? throw DynamoDbErrors.Validation("Attempting to store more than 38 significant digits in a Number")
            : length + _exponent - 1 > LargestMagnitude
                ? throw DynamoDbErrors.Validation(
                    "Number overflow. Attempting to store a number with magnitude larger than supported range")
            : length + _exponent - 1 < SmallestMagnitude
                ? throw DynamoDbErrors.Validation(
                    "Number underflow. Attempting to store a number with magnitude smaller than supported range")
            : this;
    }

    private BigInteger Scaled(int exponent) => _exponent == exponent ? _digits : _digits * BigInteger.Pow(10, _exponent - exponent);
}
