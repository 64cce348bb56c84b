using Amazon.DynamoDBv2.Model;
using Kickoff.Cloud.DynamoDb.Expressions;
using NodaTime;

namespace Kickoff.Cloud.DynamoDb;

/// <summary>Here: GetItem and Query (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.html).</summary>
public sealed partial class DynamoDbAccount
{
    /// <summary>Of a page, before any filter.</summary>
    private const int MostBytesPerPage = 1024 * 1024;

    /// <param name="request">As the SDK takes it.</param>
    /// <param name="now">When it takes effect.</param>
    /// <param name="behind">How old the copy is from which a read is answered that does not ask for a consistent one.</param>
    public GetItemResponse Get(GetItemRequest request, Instant now, Duration behind = default)
    {
        Refuse(request.AttributesToGet is { Count: > 0 }, nameof(request.AttributesToGet));
        var (table, consistent) = (Named(request.TableName, now), request.ConsistentRead is true);
        var (projection, scope) = Projection(request.ProjectionExpression, request.ExpressionAttributeNames);
        var item = table.Find(table.Key(request.Key, alone: true), now, consistent ? Duration.Zero : behind);
        table.Consumed.Read(item?.Size ?? 0, consistent);
        return new GetItemResponse { Item = item is null ? null : Given(item, projection, scope) };
    }

    /// <inheritdoc cref="Get"/>
    public QueryResponse Query(QueryRequest request, Instant now, Duration behind = default)
    {
        Refuse(request.KeyConditions is { Count: > 0 } || request.QueryFilter is { Count: > 0 }
            || request.AttributesToGet is { Count: > 0 }, "conditions without expressions");
        Refuse(request.Select is not null, nameof(request.Select));
        var (table, consistent) = (Named(request.TableName, now), request.ConsistentRead is true);
        if (consistent && request.IndexName is not null)
        {
            throw DynamoDbErrors.Validation("Consistent reads are not supported on global secondary indexes");
        }

        var items = table.Named(request.IndexName);
        var condition = Expression.Condition(request.KeyConditionExpression, "KeyConditionExpression")
            ?? throw DynamoDbErrors.Validation(
                "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.");
        var filter = Expression.Condition(request.FilterExpression, "FilterExpression");
        var projection = Expression.Projection(request.ProjectionExpression);
        var scope = new Scope(request.ExpressionAttributeNames, request.ExpressionAttributeValues).Checked(condition, filter, projection);
        var keys = KeyCondition.Of(condition, items.Keys, scope);

        var collection = table.Collection(items, keys.Partition, now, consistent ? Duration.Zero : behind);
        var page = Page(collection, keys, Start(table, items, request), request);
        table.Consumed.Read(page.Sum(item => (long)item.Size), consistent);
        var found = page.Where(item => filter is null || filter.Holds(item.Attributes, scope))
            .Select(item => Given(item, projection, scope))
            .ToList();
        return new QueryResponse
        {
            Items = found,
            Count = found.Count,
            ScannedCount = page.Count,
            LastEvaluatedKey = page.More ? KeyOf(table, items, page[^1]) : null,
        };
    }

    private static (ProjectionExpression? Projection, Scope Scope) Projection(string? text, Dictionary<string, string>? names)
    {
        var projection = Expression.Projection(text);
        return (projection, new Scope(names, null).Checked(projection));
    }

    private static Dictionary<string, AttributeValue> Given(Item item, ProjectionExpression? projection, Scope scope) =>
        projection?.Of(item.Attributes, scope) ?? AttributeValues.Give(item.Attributes);

    /// <summary>Up to Limit items and a megabyte, whichever is first; More: whether DynamoDB stopped for one of them.</summary>
    private static Page Page(ItemCollection collection, KeyCondition keys, Position? start, QueryRequest request)
    {
        var (low, high) = (collection.First(at => keys.Side(at.Sort)), collection.First(at => keys.Side(at.Sort) > 0 ? 0 : -1));
        var forward = request.ScanIndexForward is not false;
        if (start is { } after)
        {
            (low, high) = forward
                ? (Math.Max(low, collection.First(at => at.CompareTo(after) > 0 ? 0 : -1)), high)
                : (low, Math.Min(high, collection.First(at => at.CompareTo(after))));
        }

        var page = new Page();
        var bytes = 0L;
        for (var index = forward ? low : high - 1; forward ? index < high : index >= low; index += forward ? 1 : -1)
        {
            bytes += collection[index].Size;
            if (page.Count > 0 && bytes > MostBytesPerPage)
            {
                page.More = true;
                break;
            }

            page.Add(collection[index]);
            if (page.Count == request.Limit)
            {
                page.More = true;
                break;
            }
        }

        return page;
    }

    private static Position? Start(Table table, ItemCollections items, QueryRequest request)
    {
        if (request.ExclusiveStartKey is not { Count: > 0 } start)
        {
            return null;
        }

        var key = table.Key(start, alone: request.IndexName is null);
        return items.PositionOf(new Item(key, start, 0))?.At ?? throw DynamoDbErrors.Validation("The provided starting key is invalid");
    }

    private static Dictionary<string, AttributeValue> KeyOf(Table table, ItemCollections items, Item item)
    {
        string?[] names = [table.Definition.Keys.Partition, table.Definition.Keys.Sort, items.Keys.Partition, items.Keys.Sort];
        return names.OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(name => name, name => AttributeValues.Give(item.Attributes[name]));
    }
}
