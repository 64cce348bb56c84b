namespace Kickoff.Cloud.DynamoDb;

/// <summary>
/// Text in the order of its UTF-8 bytes, which is DynamoDB's
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html, String). It differs from
/// the order of UTF-16 only where a surrogate meets a character behind the surrogates.
/// </summary>
internal static class Utf8Order
{
    public static int Compare(string one, string other)
    {
        var common = one.AsSpan().CommonPrefixLength(other);
        if (common == one.Length || common == other.Length)
        {
            return one.Length.CompareTo(other.Length);
        }

        var (left, right) = (one[common], other[common]);
        // A surrogate is a part of four bytes, which sort behind every character of three.
        return char.IsSurrogate(left) == char.IsSurrogate(right) ? left.CompareTo(right) : char.IsSurrogate(left) ? 1 : -1;
    }
}
