namespace Kickoff.Cloud.DynamoDb;

/// <summary>
/// Where an item stands in its collection: by the sort key, and in an index, where that need not be unique, by the table's key.
/// </summary>
internal readonly record struct Position(KeyValue Sort, ItemKey Item) : IComparable<Position>
{
    public int CompareTo(Position other) =>
        Sort.CompareTo(other.Sort) is not 0 and var bySort ? bySort
        : Item.Partition.CompareTo(other.Item.Partition) is not 0 and var byPartition ? byPartition
        : Item.Sort.CompareTo(other.Item.Sort);
}

/// <summary>All items of one partition key value, in the order of their sort keys.</summary>
internal sealed class ItemCollection
{
    private readonly List<(Position At, Item Item)> _items;

    public ItemCollection() => _items = [];

    private ItemCollection(ItemCollection other) => _items = [.. other._items];

    public int Count => _items.Count;

    public Item this[int index] => _items[index].Item;

    public ItemCollection Copy() => new(this);

    public Item? Find(Position at) =>
        First(position => position.CompareTo(at)) is var index && index < _items.Count && _items[index].At == at
        ? _items[index].Item
        : null;

    public void Put(Position at, Item item)
    {
        // Most come in the order of time.
        var index = _items.Count == 0 || _items[^1].At.CompareTo(at) < 0 ? _items.Count : First(position => position.CompareTo(at));
        if (index < _items.Count && _items[index].At == at)
        {
            _items[index] = (at, item);
        }
        else
        {
            _items.Insert(index, (at, item));
        }
    }

    public void Remove(Position at)
    {
        var index = First(position => position.CompareTo(at));
        if (index < _items.Count && _items[index].At == at)
        {
            _items.RemoveAt(index);
        }
    }

    /// <summary>The first whose side is not before: less than zero is.</summary>
    public int First(Func<Position, int> side)
    {
        var (low, high) = (0, _items.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = side(_items[middle].At) < 0 ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
