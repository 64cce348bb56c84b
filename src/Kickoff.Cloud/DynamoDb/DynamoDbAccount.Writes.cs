using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Kickoff.Cloud.DynamoDb.Expressions;
using NodaTime;

namespace Kickoff.Cloud.DynamoDb;

/// <summary>
/// Here: PutItem, UpdateItem and DeleteItem
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithItems.html).
/// </summary>
public sealed partial class DynamoDbAccount
{
    /// <param name="request">As the SDK takes it.</param>
    /// <param name="now">When it takes effect.</param>
    public PutItemResponse Put(PutItemRequest request, Instant now)
    {
        Refuse(request.Expected is { Count: > 0 } || request.ConditionalOperator is not null, nameof(request.Expected));
        var scope = new Scope(request.ExpressionAttributeNames, request.ExpressionAttributeValues);
        var write = ItemWrite.Put(Named(request.TableName, now), request.Item, request.ConditionExpression, scope,
            request.ReturnValuesOnConditionCheckFailure);
        var (was, _) = Write(write, now);
        return new PutItemResponse { Attributes = Old(request.ReturnValues, was) };
    }

    /// <inheritdoc cref="Put"/>
    public DeleteItemResponse Delete(DeleteItemRequest request, Instant now)
    {
        Refuse(request.Expected is { Count: > 0 } || request.ConditionalOperator is not null, nameof(request.Expected));
        var scope = new Scope(request.ExpressionAttributeNames, request.ExpressionAttributeValues);
        var write = ItemWrite.Delete(Named(request.TableName, now), request.Key, request.ConditionExpression, scope,
            request.ReturnValuesOnConditionCheckFailure);
        var (was, _) = Write(write, now);
        return new DeleteItemResponse { Attributes = Old(request.ReturnValues, was) };
    }

    /// <inheritdoc cref="Put"/>
    public UpdateItemResponse Update(UpdateItemRequest request, Instant now)
    {
        Refuse(request.AttributeUpdates is { Count: > 0 } || request.Expected is { Count: > 0 }
            || request.ConditionalOperator is not null, nameof(request.AttributeUpdates));
        var scope = new Scope(request.ExpressionAttributeNames, request.ExpressionAttributeValues);
        var write = ItemWrite.Update(
            Named(request.TableName, now), request.Key, request.UpdateExpression, request.ConditionExpression, scope,
                request.ReturnValuesOnConditionCheckFailure);
        var (was, next) = Write(write, now);
        return new UpdateItemResponse
        {
            Attributes = request.ReturnValues?.Value switch
            {
                "ALL_NEW" => next is null ? null : AttributeValues.Give(next.Attributes),
                "UPDATED_NEW" => next is null ? null : Some(next, write.Updated),
                "UPDATED_OLD" => was is null ? null : Some(was, write.Updated),
                _ => Old(request.ReturnValues, was),
            },
        };
    }

    private (Item? Was, Item? Next) Write(ItemWrite write, Instant now)
    {
        if (IsInTransaction(write, now))
        {
            throw DynamoDbErrors.TransactionConflict();
        }

        var was = write.Table.Find(write.Key);
        if (!write.IsAllowed(was))
        {
            Consume(write.Table, was, was, transaction: false);
            throw DynamoDbErrors.ConditionalCheckFailed(write.ReturnsItem && was is not null ? AttributeValues.Give(was.Attributes) : null);
        }

        var next = Next(write, was, now);
        Commit(write, was, next, now, transaction: false);
        return (was, next);
    }

    private static Dictionary<string, AttributeValue>? Old(ReturnValue? returns, Item? was) => returns?.Value switch
    {
        null or "NONE" => null,
        "ALL_OLD" => was is null ? null : AttributeValues.Give(was.Attributes),
        _ => throw DynamoDbErrors.Validation("Return values set to invalid value"),
    };

    private static Dictionary<string, AttributeValue>? Some(Item item, IEnumerable<string> names)
    {
        var some = names.Where(item.Attributes.ContainsKey).ToDictionary(name => name, name => AttributeValues.Give(item.Attributes[name]));
        return some.Count > 0 ? some : null;
    }
}
