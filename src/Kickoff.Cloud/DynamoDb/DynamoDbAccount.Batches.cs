using System.Net;
using Amazon.DynamoDBv2.Model;
using NodaTime;

namespace Kickoff.Cloud.DynamoDb;

/// <summary>
/// Here: BatchGetItem and BatchWriteItem
/// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html, API_BatchWriteItem.html). A batch is no
/// transaction: each part of it takes effect by itself, or is left undone and handed back.
/// </summary>
public sealed partial class DynamoDbAccount
{
    /// <summary>In one BatchWriteItem.</summary>
    public const int MostWrites = 25;

    private const int MostKeys = 100;

    private const long MostBytesPerBatch = 16 * 1024 * 1024;

    /// <summary>How many of a batch's so many parts a busy DynamoDB gets to; the rest it hands back.</summary>
    public Func<int, int> BatchCapacity { get; set; } = asked => asked;

    /// <inheritdoc cref="Get"/>
    public BatchGetItemResponse BatchGet(BatchGetItemRequest request, Instant now, Duration behind = default)
    {
        var asked = request.RequestItems ?? [];
        var keys = asked.SelectMany(of => Keys(Named(of.Key, now), of.Value)).ToArray();
        RefuseCount(keys.Length, MostKeys, "BatchGetItem");
        RefuseTwice(keys.Select(part => (part.Table, part.Wanted)));

        var capacity = Capacity(keys.Length);
        var response = new BatchGetItemResponse { Responses = asked.Keys.ToDictionary(name => name, Empty), UnprocessedKeys = [] };
        var bytes = 0L;
        foreach (var (table, of, key, wanted) in keys)
        {
            Refuse(of.AttributesToGet is { Count: > 0 }, nameof(of.AttributesToGet));
            var item = capacity-- > 0 ? table.Find(wanted, now, of.ConsistentRead is true ? Duration.Zero : behind) : null;
            bytes += item?.Size ?? 0;
            if (capacity < 0 || bytes > MostBytesPerBatch)
            {
                Left(response.UnprocessedKeys, table, of).Keys.Add(AttributeValues.Give(key));
                continue;
            }

            table.Consumed.Read(item?.Size ?? 0, of.ConsistentRead is true);
            if (item is not null)
            {
                var (projection, scope) = Projection(of.ProjectionExpression, of.ExpressionAttributeNames);
                // In no order, as AWS says: never that of the keys.
                response.Responses[table.Definition.Name].Insert(0, Given(item, projection, scope));
            }
        }

        return response;
    }

    /// <inheritdoc cref="Put"/>
    public BatchWriteItemResponse BatchWrite(BatchWriteItemRequest request, Instant now)
    {
        var writes = (request.RequestItems ?? []).SelectMany(of => Writes(Named(of.Key, now), of.Value ?? [])).ToArray();
        RefuseCount(writes.Length, MostWrites, "BatchWriteItem");
        RefuseTwice(writes.Select(part => (part.Table, part.Write.Key)));

        // What cannot be kept is refused before anything is written.
        var next = Array.ConvertAll(writes, part => Next(part.Write, part.Table.Find(part.Write.Key), now));
        var capacity = Capacity(writes.Length);
        var response = new BatchWriteItemResponse { UnprocessedItems = [] };
        foreach (var ((table, asked, write), item) in writes.Zip(next))
        {
            if (capacity-- > 0 && !IsInTransaction(write, now))
            {
                Commit(write, table.Find(write.Key), item, now, transaction: false);
                continue;
            }

            var name = table.Definition.Name;
            response.UnprocessedItems[name] = [.. response.UnprocessedItems.GetValueOrDefault(name) ?? [], Copy(asked)];
        }

        return response;
    }

    private static List<Dictionary<string, AttributeValue>> Empty(string table) => [];

    private static IEnumerable<(Table Table, KeysAndAttributes Of, Dictionary<string, AttributeValue> Key, ItemKey Wanted)> Keys(
        Table table, KeysAndAttributes of) => (of.Keys ?? []).Select(key => (table, of, key, table.Key(key, alone: true)));

    private static IEnumerable<(Table Table, WriteRequest Asked, ItemWrite Write)> Writes(Table table, List<WriteRequest> requests) =>
        requests.Select(request => (table, request, Write(table, request)));

    private static ItemWrite Write(Table table, WriteRequest request) => (request.PutRequest, request.DeleteRequest) switch
    {
        ({ } put, null) => ItemWrite.Put(table, put.Item, null, default, null),
        (null, { } delete) => ItemWrite.Delete(table, delete.Key, null, default, null),
        _ => throw DynamoDbErrors.Validation(
            "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported operations: put or delete"),
    };

    private static WriteRequest Copy(WriteRequest request) => request.PutRequest is { } put
        ? new WriteRequest { PutRequest = new PutRequest { Item = AttributeValues.Give(put.Item) } }
        : new WriteRequest { DeleteRequest = new DeleteRequest { Key = AttributeValues.Give(request.DeleteRequest.Key) } };

    private static KeysAndAttributes Left(Dictionary<string, KeysAndAttributes> left, Table table, KeysAndAttributes asked)
    {
        if (!left.TryGetValue(table.Definition.Name, out var of))
        {
            left[table.Definition.Name] = of = new KeysAndAttributes
            {
                Keys = [],
                ConsistentRead = asked.ConsistentRead,
                ProjectionExpression = asked.ProjectionExpression,
                ExpressionAttributeNames = asked.ExpressionAttributeNames is null ? null : new(asked.ExpressionAttributeNames),
            };
        }

        return of;
    }

    private int Capacity(int asked) => BatchCapacity(asked) is > 0 and var some ? some : throw DynamoDbErrors.Of(
        "ProvisionedThroughputExceededException", HttpStatusCode.BadRequest);

    private static void RefuseCount(int count, int most, string call)
    {
        if (count == 0 || count > most)
        {
            throw count == 0 ? DynamoDbErrors.Validation("The requestItems parameter is required.") : DynamoDbErrors.TooManyItems(call);
        }
    }

    private static void RefuseTwice(IEnumerable<(Table Table, ItemKey Key)> keys)
    {
        var seen = new HashSet<(Table, ItemKey)>();
        if (!keys.All(seen.Add))
        {
            throw DynamoDbErrors.Validation("Provided list of item keys contains duplicates");
        }
    }
}
