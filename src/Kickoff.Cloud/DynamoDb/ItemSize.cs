using System.Text;
using Amazon.DynamoDBv2.Model;

namespace Kickoff.Cloud.DynamoDb;

/// <summary>
/// Bytes that DynamoDB reckons for an item: names and values
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html).
/// </summary>
internal static class ItemSize
{
    /// <summary>What a list or a map costs beside what is in it, and each of its elements.</summary>
    private const int Container = 3;

    private const int Element = 1;

    public static int Of(Attributes item)
    {
        var size = 0;
        foreach (var (name, value) in item)
        {
            size += Encoding.UTF8.GetByteCount(name) + Of(value);
        }

        return size;
    }

    private static int Of(AttributeValue value) =>
        value.S is { } text ? Encoding.UTF8.GetByteCount(text)
        : value.N is { } number ? OfNumber(number)
        : value.M is { } map ? Container + (map.Count * Element) + Of(map)
        : value.L is { } list ? Container + list.Sum(element => Element + Of(element))
        : value.SS is { } texts ? texts.Sum(Encoding.UTF8.GetByteCount)
        : value.NS is { } numbers ? numbers.Sum(OfNumber)
        : value.B is { } bytes ? (int)bytes.Length
        : value.BS is { } many ? many.Sum(one => (int)one.Length)
        : 1;

    // A byte for two significant digits, and one more.
    private static int OfNumber(string number) => (number.AsSpan().Trim("-.0").Length + 1) / 2 + 1 + (number[0] == '-' ? 1 : 0);
}
