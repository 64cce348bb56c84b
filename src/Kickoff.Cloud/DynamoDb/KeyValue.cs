using Amazon.DynamoDBv2.Model;

namespace Kickoff.Cloud.DynamoDb;

/// <summary>
/// The value of a key attribute: text, number or bytes, in DynamoDB's order of them
/// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html, ScanIndexForward).
/// </summary>
internal readonly record struct KeyValue(char Type, string Text) : IComparable<KeyValue>
{
    /// <summary>Where a table or index has no sort key.</summary>
    public static readonly KeyValue None = new('-', "");

    public static KeyValue Of(AttributeValue value, string name) =>
        value.S is { } text ? new('S', text)
        : value.N is { } number ? new('N', AttributeValues.CanonicalNumber(number))
        : value.B is { } bytes ? new('B', Convert.ToHexString(bytes.ToArray()))
        : throw DynamoDbErrors.Validation(
            $"One or more parameter values were invalid: Type mismatch for key {name} expected: S actual: {value.Type()}");

    public int Length => Type == 'B' ? Text.Length / 2 : System.Text.Encoding.UTF8.GetByteCount(Text);

    public int CompareTo(KeyValue other) =>
        Type != other.Type ? Type.CompareTo(other.Type)
        : Type == 'N' ? DynamoNumber.Parse(Text).CompareTo(DynamoNumber.Parse(other.Text))
        : Utf8Order.Compare(Text, other.Text);

    public bool BeginsWith(KeyValue prefix) => Type == prefix.Type && Text.StartsWith(prefix.Text, StringComparison.Ordinal);
}
