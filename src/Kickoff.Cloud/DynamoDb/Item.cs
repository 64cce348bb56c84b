using Amazon.DynamoDBv2.Model;
using NodaTime;

namespace Kickoff.Cloud.DynamoDb;

/// <summary>Which item of a table.</summary>
internal readonly record struct ItemKey(KeyValue Partition, KeyValue Sort);

/// <summary>One state of an item. It is never changed, only replaced, so a read may hold it.</summary>
internal sealed record Item(ItemKey Key, Dictionary<string, AttributeValue> Attributes, int Size)
{
    /// <summary>When DynamoDB gets to deleting it for its age; until then it is read and written like any other.</summary>
    public Instant DeletedAt { get; init; } = Instant.MaxValue;
}
