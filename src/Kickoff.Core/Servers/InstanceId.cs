using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Kickoff.Core.Servers;

/// <summary>
/// An EC2 instance id: <c>i-</c> and 8 (before 2016) or 17 lower-case hexadecimal digits
/// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html).
/// </summary>
public readonly record struct InstanceId : IComparable<InstanceId>
{
    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdef");

    private readonly string? _value;

    private InstanceId(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("An instance id that was never set.");

    /// <summary>Reads an instance id; throws FormatException naming the text when it is not one.</summary>
    public static InstanceId Parse(string text) =>
        TryParse(text, out var id)
            ? id
            : throw new FormatException($"'{text}' is not an EC2 instance id (i- and 8 or 17 hexadecimal digits).");

    public static bool TryParse([NotNullWhen(true)] string? text, out InstanceId id)
    {
        var valid = text is { Length: 10 or 19 }
            && text.StartsWith("i-", StringComparison.Ordinal)
            && !text.AsSpan(2).ContainsAnyExcept(Hexadecimal);
        id = valid ? new InstanceId(text!) : default;
        return valid;
    }

    public int CompareTo(InstanceId other) => string.CompareOrdinal(_value, other._value);

    public static bool operator <(InstanceId left, InstanceId right) => left.CompareTo(right) < 0;

    public static bool operator >(InstanceId left, InstanceId right) => left.CompareTo(right) > 0;

    public static bool operator <=(InstanceId left, InstanceId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(InstanceId left, InstanceId right) => left.CompareTo(right) >= 0;

    public override string ToString() => _value ?? "";
}
