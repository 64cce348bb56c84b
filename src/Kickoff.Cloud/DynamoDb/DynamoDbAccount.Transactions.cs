using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Kickoff.Cloud.DynamoDb.Expressions;
using NodaTime;

namespace Kickoff.Cloud.DynamoDb;

/// <summary>
/// Here: TransactWriteItems (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html). All of it or nothing,
/// at one time; while it is being done, nobody else writes its items.
/// </summary>
public sealed partial class DynamoDbAccount
{
    private const int MostInTransaction = 100;

    private const long MostBytesPerTransaction = 4 * 1024 * 1024;

    /// <summary>A request sent again under the same token is the same request for this long.</summary>
    private static readonly Duration TokenKept = Duration.FromMinutes(10);

    private readonly Dictionary<(Table, ItemKey), Instant> _inTransaction = [];
    private readonly Dictionary<string, (Instant Until, string Request)> _tokens = new(StringComparer.Ordinal);

    /// <summary>How long a transaction keeps others from its items.</summary>
    public Func<Duration> TransactionTime { get; set; } = () => Duration.Zero;

    /// <inheritdoc cref="Put"/>
    public TransactWriteItemsResponse TransactWrite(TransactWriteItemsRequest request, Instant now)
    {
        var asked = request.TransactItems ?? [];
        if (asked.Count is 0 or > MostInTransaction)
        {
            throw DynamoDbErrors.Validation(
                "1 validation error detected: Value at 'transactItems' failed to satisfy constraint: "
                + $"Member must have length between 1 and {MostInTransaction}, inclusive");
        }

        var writes = asked.ConvertAll(item => Write(item, now));
        if (writes.DistinctBy(write => (write.Table, write.Key)).Count() < writes.Count)
        {
            throw DynamoDbErrors.Validation("Transaction request cannot include multiple operations on one item");
        }

        var words = request.ClientRequestToken is null ? "" : TransactionText.Of(asked);
        if (request.ClientRequestToken is { } token && _tokens.TryGetValue(token, out var earlier) && now < earlier.Until)
        {
            return earlier.Request == words ? new TransactWriteItemsResponse() : throw DynamoDbErrors.IdempotentParameterMismatch();
        }

        var found = writes.ConvertAll(write => write.Table.Find(write.Key));
        var next = new Item?[writes.Count];
        var reasons = writes.Zip(found,
            (write, was) => (write, was)).Select((part, index) => Judge(part.write, part.was, now, out next[index])).ToList();
        if (reasons.Exists(reason => reason.Code != "None"))
        {
            throw DynamoDbErrors.TransactionCanceled(reasons);
        }

        if (next.Sum(item => (long)(item?.Size ?? 0)) > MostBytesPerTransaction)
        {
            throw DynamoDbErrors.Validation("Total size of all items in the transaction exceeds 4 MB");
        }

        Commit(writes, found, next, now);
        if (request.ClientRequestToken is { } kept)
        {
            _tokens[kept] = (now + TokenKept, words);
        }

        return new TransactWriteItemsResponse();
    }

    private void Commit(List<ItemWrite> writes, List<Item?> found, Item?[] next, Instant now)
    {
        var until = now + TransactionTime();
        for (var index = 0; index < writes.Count; index++)
        {
            Commit(writes[index], found[index], next[index], now, transaction: true);
            if (until > now)
            {
                _inTransaction[(writes[index].Table, writes[index].Key)] = until;
            }
        }
    }

    private ItemWrite Write(TransactWriteItem item, Instant now) => item switch
    {
        { Put: { } put, Update: null, Delete: null, ConditionCheck: null } => ItemWrite.Put(
            Named(put.TableName, now), put.Item, put.ConditionExpression,
            new Scope(put.ExpressionAttributeNames, put.ExpressionAttributeValues), put.ReturnValuesOnConditionCheckFailure),
        { Put: null, Update: { } update, Delete: null, ConditionCheck: null } => ItemWrite.Update(
            Named(update.TableName, now), update.Key, update.UpdateExpression, update.ConditionExpression,
            new Scope(update.ExpressionAttributeNames, update.ExpressionAttributeValues), update.ReturnValuesOnConditionCheckFailure),
        { Put: null, Update: null, Delete: { } delete, ConditionCheck: null } => ItemWrite.Delete(
            Named(delete.TableName, now), delete.Key, delete.ConditionExpression,
            new Scope(delete.ExpressionAttributeNames, delete.ExpressionAttributeValues), delete.ReturnValuesOnConditionCheckFailure),
        { Put: null, Update: null, Delete: null, ConditionCheck: { } check } => ItemWrite.Check(
            Named(check.TableName, now), check.Key, check.ConditionExpression,
            new Scope(check.ExpressionAttributeNames, check.ExpressionAttributeValues), check.ReturnValuesOnConditionCheckFailure),
        _ => throw DynamoDbErrors.Validation("TransactItems can only contain one of Check, Put, Update or Delete"),
    };

    private CancellationReason Judge(ItemWrite write, Item? was, Instant now, out Item? next)
    {
        next = null;
        if (IsInTransaction(write, now))
        {
            return new CancellationReason { Code = "TransactionConflict", Message = "Transaction is ongoing for the item" };
        }

        if (!write.IsAllowed(was))
        {
            return new CancellationReason
            {
                Code = "ConditionalCheckFailed",
                Message = "The conditional request failed",
                Item = write.ReturnsItem && was is not null ? AttributeValues.Give(was.Attributes) : null,
            };
        }

        try
        {
            next = Next(write, was, now);
            return new CancellationReason { Code = "None" };
        }
        catch (AmazonDynamoDBException refused) when (refused.ErrorCode == "ValidationException")
        {
            return new CancellationReason { Code = "ValidationError", Message = refused.Message };
        }
    }

    private bool IsInTransaction(ItemWrite write, Instant now)
    {
        if (_inTransaction.Count == 0 || !_inTransaction.TryGetValue((write.Table, write.Key), out var until))
        {
            return false;
        }

        if (until > now)
        {
            return true;
        }

        _inTransaction.Remove((write.Table, write.Key));
        return false;
    }
}
