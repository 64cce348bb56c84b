using Amazon.DynamoDBv2.Model;
using NodaTime;

namespace Kickoff.Cloud.DynamoDb;

/// <summary>
/// One table with its indexes. What it was a moment ago is kept for reads that need not be consistent
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.ReadConsistency.html).
/// </summary>
internal sealed class Table
{
    /// <summary>No read is further behind than this.</summary>
    private static readonly Duration Remembered = Duration.FromMinutes(5);

    private readonly ItemCollections _items;
    private readonly Dictionary<string, ItemCollections> _indexes;
    private readonly PriorityQueue<ItemKey, Instant> _expiring = new();
    private readonly Queue<(Instant At, Item? Was, Item? Now)> _changes = new();

    public Table(TableDefinition definition)
    {
        Definition = definition;
        _items = new ItemCollections(definition.Keys);
        _indexes = definition.Indexes.ToDictionary(index => index.Name, index => new ItemCollections(index.Keys), StringComparer.Ordinal);
    }

    public TableDefinition Definition { get; }

    public ConsumedUnits Consumed { get; } = new();

    public IEnumerable<Item> All => _items.All;

    public IEnumerable<ItemCollections> Indexes => _indexes.Values;

    /// <summary>The table's own items, or an index's.</summary>
    public ItemCollections Named(string? index) => index is null ? _items
        : _indexes.TryGetValue(index, out var found) ? found
        : throw DynamoDbErrors.Validation($"The table does not have the specified index: {index}");

    public Item? Find(ItemKey key) => _items.Of(key.Partition).Find(new Position(key.Sort, key));

    public Item? Find(ItemKey key, Instant now, Duration behind) =>
        behind <= Duration.Zero ? Find(key) : Collection(_items, key.Partition, now, behind).Find(new Position(key.Sort, key));

    public ItemCollection Collection(ItemCollections items, KeyValue partition, Instant now, Duration behind)
    {
        var then = now - behind;
        return behind <= Duration.Zero || _changes.Count == 0
            ? items.Of(partition)
            : items.Before(partition, _changes.Reverse().TakeWhile(change => change.At > then).Select(change => (change.Was, change.Now)));
    }

    /// <summary>The next item that is deleted for its age by this time; null when there is none left.</summary>
    public Item? TakeExpired(Instant now)
    {
        while (_expiring.TryPeek(out var key, out var at) && at <= now)
        {
            _expiring.Dequeue();
            if (Find(key) is { } item && item.DeletedAt == at)
            {
                return item;
            }
        }

        return null;
    }

    public void Replace(Item? was, Item? item, Instant now)
    {
        if (item is not null && item.DeletedAt < Instant.MaxValue)
        {
            _expiring.Enqueue(item.Key, item.DeletedAt);
        }

        _items.Replace(was, item);
        foreach (var index in _indexes.Values)
        {
            index.Replace(was, item);
        }

        while (_changes.TryPeek(out var oldest) && oldest.At < now - Remembered)
        {
            _changes.Dequeue();
        }

        _changes.Enqueue((now, was, item));
    }

    /// <summary>The key in a request's Key or Item; every key attribute with its type, and of a Key nothing else.</summary>
    public ItemKey Key(Dictionary<string, AttributeValue>? attributes, bool alone)
    {
        var keys = Definition.Keys;
        if (attributes is null || (alone && attributes.Count != (keys.Sort is null ? 1 : 2)))
        {
            throw DynamoDbErrors.Validation("The provided key element does not match the schema");
        }

        return new ItemKey(Value(keys.Partition, most: 2048), keys.Sort is null ? KeyValue.None : Value(keys.Sort, most: 1024));

        KeyValue Value(string name, int most)
        {
            var value = attributes.TryGetValue(name, out var found) ? found : throw DynamoDbErrors.Validation(alone
                ? "The provided key element does not match the schema"
                : $"One or more parameter values were invalid: Missing the key {name} in the item");
            AttributeValues.RefuseTwoTypes(value);
            return Typed(name, value) is { Length: > 0 } key && key.Length <= most ? key : throw DynamoDbErrors.Validation(
                value is { S: "" }
                    ? "One or more parameter values are not valid. "
                        + $"The AttributeValue for a key attribute cannot contain an empty string value. Key: {name}"
                    : $"One or more parameter values were invalid: Size of key {name} has exceeded the maximum size limit of {most} bytes");
        }
    }

    /// <summary>An index's key attributes, where an item has them, have their types.</summary>
    public void RefuseMistypedIndexKeys(Dictionary<string, AttributeValue> item)
    {
        foreach (var name in Definition.Types.Keys)
        {
            if (item.TryGetValue(name, out var value))
            {
                Typed(name, value);
            }
        }
    }

    private KeyValue Typed(string name, AttributeValue value) =>
        Definition.Types.TryGetValue(name, out var type) && value.Type() != type
            ? throw DynamoDbErrors.Validation(
                $"One or more parameter values were invalid: Type mismatch for key {name} expected: {type} actual: {value.Type()}")
            : KeyValue.Of(value, name);
}
