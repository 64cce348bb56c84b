using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Amazon.DynamoDBv2.Model;
using NodaTime;

namespace Kickoff.Cloud.DynamoDb;

/// <summary>
/// DynamoDB of one account and region, in memory. Each call takes effect whole at the time it is given; it throws what the SDK throws.
/// What goes in and what comes out is copied (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/). Here: its tables, and
/// what is true of every write; members of requests that the model does not know are refused, not overlooked.
/// </summary>
public sealed partial class DynamoDbAccount
{
    /// <summary>https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html.</summary>
    private const int MostBytesPerItem = 400 * 1024;

    /// <summary>An item's age is not believed when it is said to have ended longer ago than this (developerguide/TTL.html).</summary>
    private static readonly Duration OldestExpiry = Duration.FromDays(5 * 365);

    private readonly Dictionary<string, Table> _tables = new(StringComparer.Ordinal);

    /// <summary>Told of every change of an item.</summary>
    public Action<ItemChange> OnChange { get; set; } = _ => { };

    /// <summary>How long after its time an item is deleted; AWS says: within a few days (developerguide/TTL.html).</summary>
    public Func<Duration> TimeToLiveLag { get; set; } = () => Duration.FromDays(2);

    public void Create(TableDefinition definition) => _tables.Add(definition.Name, new Table(definition));

    /// <summary>All items of a table as DynamoDB has them: the model's own, to look at, not to change.</summary>
    public IEnumerable<Attributes> Items(string table) => Named(table).All.Select(item => item.Attributes);

    public ConsumedUnits Consumed(string table) => Named(table).Consumed;

    private Table Named(string? name) =>
        name is not null && _tables.TryGetValue(name, out var table) ? table : throw DynamoDbErrors.NoSuchTable();

    /// <summary>The table as it is at this time: without the items that DynamoDB has deleted for their age by then.</summary>
    private Table Named(string? name, Instant now)
    {
        var table = Named(name);
        while (table.TakeExpired(now) is { } item)
        {
            table.Replace(item, null, item.DeletedAt);
            OnChange(new ItemChange(table.Definition.Name, item.Attributes, null, item.DeletedAt, ByTimeToLive: true));
        }

        return table;
    }

    /// <summary>The item that this write leaves; refused when DynamoDB does not keep such an item.</summary>
    private Item? Next(ItemWrite write, Item? was, Instant now)
    {
        var after = write.After(was);
        if (after is null || ReferenceEquals(after, was?.Attributes))
        {
            return after is null ? null : was;
        }

        write.Table.RefuseMistypedIndexKeys(after);
        var size = ItemSize.Of(after);
        return size <= MostBytesPerItem
            ? new Item(write.Key, after, size) { DeletedAt = DeletedAt(write.Table, after, now) }
            : throw DynamoDbErrors.Validation(write.Updated.Any()
                ? "Item size to update has exceeded the maximum allowed size"
                : "Item size has exceeded the maximum allowed size");
    }

    private Instant DeletedAt(Table table, Dictionary<string, AttributeValue> item, Instant now)
    {
        if (table.Definition.TimeToLive is not { } attribute || item.GetValueOrDefault(attribute)?.N is not { } text
            || !long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds))
        {
            return Instant.MaxValue;
        }

        var expires = Instant.FromUnixTimeSeconds(
            Math.Clamp(seconds, Instant.MinValue.ToUnixTimeSeconds(), Instant.MaxValue.ToUnixTimeSeconds()));
        return expires < now - OldestExpiry || expires > Instant.MaxValue - OldestExpiry ? Instant.MaxValue
            : Instant.Max(expires, now) + TimeToLiveLag();
    }

    private void Commit(ItemWrite write, Item? was, Item? next, Instant now, bool transaction)
    {
        Consume(write.Table, was, next, transaction);
        if (!ReferenceEquals(was, next))
        {
            write.Table.Replace(was, next, now);
            OnChange(new ItemChange(write.Table.Definition.Name, was?.Attributes, next?.Attributes, now, ByTimeToLive: false));
        }
    }

    private static void Consume(Table table, Item? was, Item? next, bool transaction)
    {
        table.Consumed.Write(Math.Max(was?.Size ?? 0, next?.Size ?? 0), transaction);
        foreach (var index in table.Indexes)
        {
            var (from, to) = (was is null ? null : index.PositionOf(was), next is null ? null : index.PositionOf(next));
            if (from is not null && from != to)
            {
                table.Consumed.Write(was!.Size, transaction: false);
            }

            if (to is not null && !ReferenceEquals(was, next))
            {
                table.Consumed.Write(next!.Size, transaction: false);
            }
        }
    }

    private static void Refuse([DoesNotReturnIf(true)] bool given, string member)
    {
        if (given)
        {
            throw new NotSupportedException($"The model of DynamoDB does not know {member}: teach it from AWS's page before it is used.");
        }
    }
}
