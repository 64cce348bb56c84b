using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Kickoff.Cloud.DynamoDb.Expressions;

namespace Kickoff.Cloud.DynamoDb;

/// <summary>One write of one item with its condition, as a request of its own or as part of a transaction.</summary>
internal sealed class ItemWrite
{
    private readonly Dictionary<string, AttributeValue>? _item;
    private readonly UpdateExpression? _update;
    private readonly ConditionExpression? _condition;
    private readonly Scope _scope;
    private readonly bool _keepsWhatIsThere;

    private ItemWrite(
        Table table, ItemKey key, Dictionary<string, AttributeValue>? item, UpdateExpression? update, string? condition, Scope scope,
            bool keeps)
    {
        (Table, Key, _item, _update, _keepsWhatIsThere) = (table, key, item, update, keeps);
        _condition = Expression.Condition(condition);
        _scope = scope.Checked(_condition, update);
        _update?.RefuseKey(table.Definition.Keys.Partition, scope);
        if (table.Definition.Keys.Sort is { } sort)
        {
            _update?.RefuseKey(sort, scope);
        }
    }

    public Table Table { get; }

    public ItemKey Key { get; }

    /// <summary>Whether a refused condition brings the item along.</summary>
    public bool ReturnsItem { get; init; }

    public static ItemWrite Put(Table table, Dictionary<string, AttributeValue>? item, string? condition, Scope scope,
        ReturnValuesOnConditionCheckFailure? returns)
    {
        var taken = AttributeValues.Take(item ?? []);
        return new(table, table.Key(taken, alone: false), taken, null, condition, scope, keeps: false) { ReturnsItem = Returns(returns) };
    }

    public static ItemWrite Update(
        Table table, Dictionary<string, AttributeValue>? key, string? update, string? condition, Scope scope,
            ReturnValuesOnConditionCheckFailure? returns)
    {
        var taken = AttributeValues.Take(key ?? []);
        return new(table, table.Key(taken, alone: true), taken, Expression.Update(update), condition, scope, keeps: update is null)
        {
            ReturnsItem = Returns(returns),
        };
    }

    public static ItemWrite Delete(
        Table table, Dictionary<string, AttributeValue>? key, string? condition, Scope scope,
            ReturnValuesOnConditionCheckFailure? returns) =>
        new(table, table.Key(key, alone: true), null, null, condition, scope, keeps: false) { ReturnsItem = Returns(returns) };

    /// <summary>A condition alone.</summary>
    public static ItemWrite Check(
        Table table, Dictionary<string, AttributeValue>? key, string? condition, Scope scope,
            ReturnValuesOnConditionCheckFailure? returns) =>
        new(table, table.Key(key, alone: true), null, null, condition, scope, keeps: true) { ReturnsItem = Returns(returns) };

    public bool IsAllowed(Item? was) => _condition?.Holds(was?.Attributes, _scope) ?? true;

    /// <summary>
    /// The item afterwards; null: not there. Where there was none, to take away causes nothing to happen
    /// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html, of DELETE, for which REMOVE is the newer word).
    /// </summary>
    public Dictionary<string, AttributeValue>? After(Item? was) =>
        _update is { MakesNone: true } && was is null ? null
        : _update is not null ? _update.Of(was?.Attributes ?? _item!, _scope)
        : _keepsWhatIsThere ? was?.Attributes ?? _item
        : _item;

    /// <summary>The attributes an update names.</summary>
    public IEnumerable<string> Updated => _update?.Attributes(_scope) ?? [];

    private static bool Returns(ReturnValuesOnConditionCheckFailure? returns) =>
        returns?.Value == ReturnValuesOnConditionCheckFailure.ALL_OLD.Value;
}
