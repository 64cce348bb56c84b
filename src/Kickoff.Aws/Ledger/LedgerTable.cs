using System.Collections.Immutable;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Kickoff.Aws.Calls;
using Kickoff.Core;
using Kickoff.Core.Telemetry;

namespace Kickoff.Aws.Ledger;

/// <summary>What became of a conditional write: written, or what the table has instead (null: nothing).</summary>
internal readonly record struct LedgerWrite(bool Written, Dictionary<string, AttributeValue>? Current);

/// <summary>
/// The ledger's one table. Every read is strongly consistent, because decisions rest on it; every write that could lose a race carries its
/// condition. Throws UnavailableException when DynamoDB cannot answer. Waits go by <paramref name="time"/>.
/// </summary>
public sealed class LedgerTable(IDynamoDbCalls dynamo, string name, TimeProvider time, IJournal journal)
{
    private const string Service = "DynamoDB";

    /// <summary>BatchGetItem's own bound.</summary>
    private const int KeysPerBatch = 100;

    private const int BatchesAtOnce = 8;

    private const int BatchAttempts = 6;

    private readonly Readable _readable = new(journal);

    internal string Name { get; } = name;

    /// <summary>An item as what it stands for; null, and said, when this version cannot read it.</summary>
    internal T? Read<T>(Dictionary<string, AttributeValue> item, Func<Dictionary<string, AttributeValue>, T> read)
        where T : class => _readable.One(item, read, "PK", "SK");

    /// <summary>Those of the items that this version can read.</summary>
    internal ImmutableArray<T> Read<T>(
        IEnumerable<Dictionary<string, AttributeValue>> items, Func<Dictionary<string, AttributeValue>, T> read)
        where T : class => [.. items.Select(item => Read(item, read)).OfType<T>()];

    internal async Task<Dictionary<string, AttributeValue>?> GetAsync(LedgerKey key, CancellationToken cancel)
    {
        var request = new GetItemRequest { TableName = Name, Key = LedgerItem.At(key), ConsistentRead = true };
        var response = await CallAsync(client => client.GetItemAsync(request, cancel), cancel);
        return response.Item is { Count: > 0 } item ? item : null;
    }

    /// <summary>The items with these keys, in no order; those that are not there are absent.</summary>
    internal async Task<List<Dictionary<string, AttributeValue>>> GetAsync(IReadOnlyCollection<LedgerKey> keys, CancellationToken cancel)
    {
        var batches = await InParallel.MapAsync(
            [.. keys.Distinct().Chunk(KeysPerBatch)], BatchesAtOnce, batch => BatchAsync(batch, cancel));
        return [.. batches.SelectMany(batch => batch)];
    }

    /// <summary>The items of a partition whose sort keys lie in [from, until], in their order, at most <paramref name="most"/>.</summary>
    internal async Task<List<Dictionary<string, AttributeValue>>> QueryAsync(
        string partition, string from, string until, CancellationToken cancel, bool forward = true, int most = int.MaxValue)
    {
        var items = new List<Dictionary<string, AttributeValue>>();
        var request = new QueryRequest
        {
            TableName = Name,
            ConsistentRead = true,
            ScanIndexForward = forward,
            KeyConditionExpression = "PK = :partition AND SK BETWEEN :from AND :until",
            ExpressionAttributeValues = new()
            {
                [":partition"] = LedgerItem.Text(partition),
                [":from"] = LedgerItem.Text(from),
                [":until"] = LedgerItem.Text(until),
            },
        };
        while (true)
        {
            if (most != int.MaxValue)
            {
                request.Limit = most - items.Count;
            }

            var page = await CallAsync(client => client.QueryAsync(request, cancel), cancel);
            items.AddRange(page.Items ?? []);
            if (page.LastEvaluatedKey is not { Count: > 0 } next || items.Count >= most)
            {
                return items;
            }

            request.ExclusiveStartKey = next;
        }
    }

    /// <summary>The items of a partition whose sort keys begin with <paramref name="prefix"/>, in their order.</summary>
    internal Task<List<Dictionary<string, AttributeValue>>> QueryAsync(
        string partition, string prefix, CancellationToken cancel, bool forward = true, int most = int.MaxValue) =>
        QueryAsync(partition, prefix, prefix + '\uffff', cancel, forward, most);

    /// <summary>Puts an item, if the condition holds.</summary>
    internal async Task<LedgerWrite> PutAsync(
        Dictionary<string, AttributeValue> item, string condition, Dictionary<string, AttributeValue>? values, CancellationToken cancel)
    {
        var request = new PutItemRequest
        {
            TableName = Name,
            Item = item,
            ConditionExpression = condition,
            ExpressionAttributeValues = values,
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        };
        try
        {
            await CallAsync(client => client.PutItemAsync(request, cancel), cancel);
            return new(true, null);
        }
        catch (ConditionalCheckFailedException failed)
        {
            return new(false, failed.Item is { Count: > 0 } current ? current : null);
        }
    }

    internal Task PutAsync(Dictionary<string, AttributeValue> item, CancellationToken cancel) =>
        CallAsync(client => client.PutItemAsync(new PutItemRequest { TableName = Name, Item = item }, cancel), cancel);

    /// <summary>Any other call; a condition that does not hold is an answer.</summary>
    internal Task<T> CallAsync<T>(Func<IDynamoDbCalls, Task<T>> call, CancellationToken cancel) =>
        AwsCall.OfDynamoDbAsync(() => call(dynamo), cancel);

    /// <summary>DynamoDB may leave keys of a batch unread when it is busy; those are asked for again.</summary>
    private async Task<List<Dictionary<string, AttributeValue>>> BatchAsync(LedgerKey[] keys, CancellationToken cancel)
    {
        var items = new List<Dictionary<string, AttributeValue>>(keys.Length);
        var asked = new KeysAndAttributes { Keys = [.. keys.Select(LedgerItem.At)], ConsistentRead = true };
        for (var attempt = 1; ; attempt++)
        {
            var request = new BatchGetItemRequest { RequestItems = new() { [Name] = asked } };
            var response = await CallAsync(client => client.BatchGetItemAsync(request, cancel), cancel);
            items.AddRange(response.Responses?.GetValueOrDefault(Name) ?? []);
            if (response.UnprocessedKeys?.GetValueOrDefault(Name) is not { Keys.Count: > 0 } left)
            {
                return items;
            }

            if (attempt == BatchAttempts)
            {
                throw new UnavailableException(Service, $"{left.Keys.Count} keys of a batch stayed unread after {attempt} attempts");
            }

            // What comes back repeats the request's ConsistentRead by its documentation; a decision rests on it, so it is said again.
            asked = new KeysAndAttributes { Keys = left.Keys, ConsistentRead = true };
            await Task.Delay(TimeSpan.FromMilliseconds(25 << attempt), time, cancel);
        }
    }
}
