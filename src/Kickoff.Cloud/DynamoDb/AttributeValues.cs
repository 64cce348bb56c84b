using Amazon.DynamoDBv2.Model;

namespace Kickoff.Cloud.DynamoDb;

/// <summary>
/// Attribute values copied, checked and compared as DynamoDB does
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html).
/// </summary>
internal static class AttributeValues
{
    private const int MostLevels = 32;

    /// <summary>DynamoDB's name of its type: S, N, B, BOOL, NULL, M, L, SS, NS or BS.</summary>
    public static string Type(this AttributeValue value) =>
        value.S is not null ? "S"
        : value.N is not null ? "N"
        : value.M is not null ? "M"
        : value.L is not null ? "L"
        : value.BOOL is not null ? "BOOL"
        : value.SS is not null ? "SS"
        : value.NS is not null ? "NS"
        : value.B is not null ? "B"
        : value.BS is not null ? "BS"
        : value.NULL is true ? "NULL"
        : throw DynamoDbErrors.Validation("Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");

    /// <summary>
    /// A value has exactly one type (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html).
    /// </summary>
    public static void RefuseTwoTypes(AttributeValue value)
    {
        var types = Count(value.S) + Count(value.N) + Count(value.M) + Count(value.L) + Count(value.BOOL) + Count(value.SS)
            + Count(value.NS) + Count(value.B) + Count(value.BS) + Count(value.NULL);
        if (types > 1)
        {
            throw DynamoDbErrors.Validation(
                "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes");
        }

        static int Count(object? type) => type is null ? 0 : 1;
    }

    /// <summary>What a caller sent, checked, numbers in DynamoDB's own writing, and nothing of it the caller's any more.</summary>
    public static Dictionary<string, AttributeValue> Take(Dictionary<string, AttributeValue> item) => Map(item, 1);

    public static AttributeValue Take(AttributeValue value) => Take(value, 1);

    /// <summary>What a caller is given: its own to change.</summary>
    public static Dictionary<string, AttributeValue> Give(Attributes item)
    {
        var copy = new Dictionary<string, AttributeValue>(item.Count);
        foreach (var (name, value) in item)
        {
            copy.Add(name, Give(value));
        }

        return copy;
    }

    public static AttributeValue Give(AttributeValue value) => value.Type() switch
    {
        "S" => new AttributeValue { S = value.S },
        "N" => new AttributeValue { N = value.N },
        "M" => new AttributeValue { M = Give(value.M) },
        "L" => new AttributeValue { L = [.. value.L.Select(Give)] },
        "BOOL" => new AttributeValue { BOOL = value.BOOL },
        "SS" => new AttributeValue { SS = [.. value.SS] },
        "NS" => new AttributeValue { NS = [.. value.NS] },
        "B" => new AttributeValue { B = Bytes(value.B) },
        "BS" => new AttributeValue { BS = [.. value.BS.Select(Bytes)] },
        _ => new AttributeValue { NULL = true },
    };

    /// <summary>Equal as a condition compares: the same type and value, sets without order.</summary>
    public static bool Same(AttributeValue one, AttributeValue other)
    {
        var type = one.Type();
        return type == other.Type() && type switch
        {
            "S" => one.S == other.S,
            "N" => SameNumber(one.N, other.N),
            "M" =>
                one.M.Count == other.M.Count && one.M.All(pair => other.M.TryGetValue(pair.Key, out var there) && Same(pair.Value, there)),
            "L" => one.L.Count == other.L.Count && one.L.Zip(other.L).All(pair => Same(pair.First, pair.Second)),
            "BOOL" => one.BOOL == other.BOOL,
            "NULL" => true,
            "B" => one.B.ToArray().AsSpan().SequenceEqual(other.B.ToArray()),
            _ => Members(one).ToHashSet(StringComparer.Ordinal).SetEquals(Members(other)),
        };
    }

    /// <summary>
    /// Less than zero, zero, more than zero; null where DynamoDB orders no such two: of different types, or not text, number or bytes.
    /// </summary>
    public static int? Compare(AttributeValue one, AttributeValue other) =>
        one.S is not null && other.S is not null ? Utf8Order.Compare(one.S, other.S)
        : one.N is not null && other.N is not null ? CompareNumbers(one.N, other.N)
        : one.B is not null && other.B is not null ? one.B.ToArray().AsSpan().SequenceCompareTo(other.B.ToArray())
        : null;

    /// <summary>The members of a set, each in one writing.</summary>
    public static IEnumerable<string> Members(AttributeValue set) =>
        set.SS ?? set.NS?.Select(CanonicalNumber) ?? set.BS?.Select(bytes => Convert.ToHexString(bytes.ToArray())) ?? [];

    public static string CanonicalNumber(string number) => IsCanonical(number) ? number : DynamoNumber.Parse(number).ToString();

    private static bool SameNumber(string one, string other) => one == other || CanonicalNumber(one) == CanonicalNumber(other);

    private static int CompareNumbers(string one, string other) =>
        IsCanonical(one) && IsCanonical(other) && one[0] != '-' && other[0] != '-'
            ? one.Length != other.Length ? one.Length.CompareTo(other.Length) : string.CompareOrdinal(one, other)
            : DynamoNumber.Parse(one).CompareTo(DynamoNumber.Parse(other));

    /// <summary>A whole number of few digits, as nearly all are, is written in one way only.</summary>
    private static bool IsCanonical(string number)
    {
        var digits = number.AsSpan(number.StartsWith('-') ? 1 : 0);
        return digits.Length is > 0 and < 19 && (digits[0] != '0' || number.Length == 1) && !digits.ContainsAnyExceptInRange('0', '9');
    }

    private static Dictionary<string, AttributeValue> Map(Dictionary<string, AttributeValue> map, int level)
    {
        var copy = new Dictionary<string, AttributeValue>(map.Count, StringComparer.Ordinal);
        foreach (var (name, value) in map)
        {
            copy.Add(name, Take(value, level));
        }

        return copy;
    }

    private static AttributeValue Take(AttributeValue? value, int level)
    {
        if (level > MostLevels)
        {
            throw DynamoDbErrors.Validation("Nesting Levels have exceeded supported limits");
        }

        value ??= new AttributeValue();
        RefuseTwoTypes(value);
        return value.Type() switch
        {
            "S" => new AttributeValue { S = value.S },
            "N" => new AttributeValue { N = CanonicalNumber(value.N) },
            "M" => new AttributeValue { M = Map(value.M, level + 1) },
            "L" => new AttributeValue { L = [.. value.L.Select(element => Take(element, level + 1))] },
            "SS" => new AttributeValue { SS = Set(value, value.SS) },
            "NS" => new AttributeValue { NS = Set(value, [.. value.NS.Select(CanonicalNumber)]) },
            "BS" => new AttributeValue { BS = Set(value, [.. value.BS.Select(Bytes)]) },
            _ => Give(value),
        };
    }

    private static List<T> Set<T>(AttributeValue set, List<T> members) =>
        members.Count == 0 ? throw DynamoDbErrors.Validation("One or more parameter values were invalid: An set may not be empty")
        : Members(set).Distinct(StringComparer.Ordinal).Count() < members.Count
            ? throw DynamoDbErrors.Validation("One or more parameter values were invalid: Input collection contains duplicates.")
        : [.. members];

    private static MemoryStream Bytes(MemoryStream bytes) => new(bytes.ToArray());
}
