using Amazon.DynamoDBv2.Model;

namespace Kickoff.Cloud.DynamoDb;

/// <summary>
/// The items of a table, or of an index, by partition key. An item without an index's key attributes is not in the index.
/// </summary>
internal sealed class ItemCollections(KeySchema keys)
{
    private static readonly ItemCollection Nothing = new();

    private readonly Dictionary<KeyValue, ItemCollection> _partitions = [];

    public KeySchema Keys => keys;

    public ItemCollection Of(KeyValue partition) => _partitions.GetValueOrDefault(partition, Nothing);

    public IEnumerable<Item> All =>
        _partitions.Values.SelectMany(collection => Enumerable.Range(0, collection.Count).Select(index => collection[index]));

    public void Replace(Item? was, Item? now)
    {
        if (was is not null && PositionOf(was) is var (there, at) && (now is null || PositionOf(now) != (there, at)))
        {
            Of(there).Remove(at);
        }

        if (now is not null && PositionOf(now) is var (partition, position))
        {
            if (!_partitions.TryGetValue(partition, out var collection))
            {
                _partitions[partition] = collection = new ItemCollection();
            }

            collection.Put(position, now);
        }
    }

    /// <summary>What a collection was before these changes, latest first.</summary>
    public ItemCollection Before(KeyValue partition, IEnumerable<(Item? Was, Item? Now)> changes)
    {
        ItemCollection? before = null;
        foreach (var (was, now) in changes)
        {
            if (now is not null && PositionOf(now) is var (after, at) && after == partition)
            {
                (before ??= Of(partition).Copy()).Remove(at);
            }

            if (was is not null && PositionOf(was) is var (there, position) && there == partition)
            {
                (before ??= Of(partition).Copy()).Put(position, was);
            }
        }

        return before ?? Of(partition);
    }

    /// <summary>Where an item stands here; null where it does not.</summary>
    public (KeyValue Partition, Position At)? PositionOf(Item item) =>
        Value(item.Attributes, keys.Partition) is { } partition
            && (keys.Sort is null ? KeyValue.None : Value(item.Attributes, keys.Sort)) is { } sort
            ? (partition, new Position(sort, item.Key))
            : null;

    private static KeyValue? Value(Dictionary<string, AttributeValue> attributes, string name) =>
        attributes.TryGetValue(name, out var value) ? KeyValue.Of(value, name) : null;
}
