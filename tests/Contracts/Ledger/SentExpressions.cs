using System.Text.RegularExpressions;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace Kickoff.Contracts.Ledger;

/// <summary>
/// The expressions of requests, each of which a test may have sent as something else. What placeholders are left over go too.
/// </summary>
internal static partial class SentExpressions
{
    /// <param name="request">Changed in place.</param>
    /// <param name="change">An expression's kind and text, and what is sent for it; null: nothing.</param>
    public static void Change(AmazonWebServiceRequest request, Func<string, string, string?> change)
    {
        switch (request)
        {
            case PutItemRequest put:
                put.ConditionExpression = Condition(put.ConditionExpression);
                (put.ExpressionAttributeNames, put.ExpressionAttributeValues) =
                    Left(put.ExpressionAttributeNames, put.ExpressionAttributeValues, put.ConditionExpression);
                break;
            case DeleteItemRequest delete:
                delete.ConditionExpression = Condition(delete.ConditionExpression);
                (delete.ExpressionAttributeNames, delete.ExpressionAttributeValues) =
                    Left(delete.ExpressionAttributeNames, delete.ExpressionAttributeValues, delete.ConditionExpression);
                break;
            case UpdateItemRequest update:
                update.ConditionExpression = Condition(update.ConditionExpression);
                update.UpdateExpression = Changed("UpdateExpression", update.UpdateExpression);
                (update.ExpressionAttributeNames, update.ExpressionAttributeValues) = Left(
                    update.ExpressionAttributeNames, update.ExpressionAttributeValues, update.ConditionExpression, update.UpdateExpression);
                break;
            case QueryRequest query:
                query.KeyConditionExpression = Changed("KeyConditionExpression", query.KeyConditionExpression);
                query.FilterExpression = Changed("FilterExpression", query.FilterExpression);
                (query.ExpressionAttributeNames, query.ExpressionAttributeValues) = Left(
                    query.ExpressionAttributeNames, query.ExpressionAttributeValues, query.KeyConditionExpression, query.FilterExpression,
                    query.ProjectionExpression);
                break;
            case TransactWriteItemsRequest transaction:
                transaction.TransactItems =
                    [.. transaction.TransactItems.Where(item => item.ConditionCheck is not { } check || Keep(check))];
                transaction.TransactItems.ForEach(Change);
                break;
        }

        string? Changed(string kind, string? text) => text is null ? null : change(kind, text);

        string? Condition(string? text) => Changed("ConditionExpression", text);

        // A check without a condition is no check.
        bool Keep(ConditionCheck check)
        {
            check.ConditionExpression = Condition(check.ConditionExpression);
            (check.ExpressionAttributeNames, check.ExpressionAttributeValues) =
                Left(check.ExpressionAttributeNames, check.ExpressionAttributeValues, check.ConditionExpression);
            return check.ConditionExpression is not null;
        }

        void Change(TransactWriteItem item)
        {
            if (item.Put is { } put)
            {
                put.ConditionExpression = Condition(put.ConditionExpression);
                (put.ExpressionAttributeNames, put.ExpressionAttributeValues) =
                    Left(put.ExpressionAttributeNames, put.ExpressionAttributeValues, put.ConditionExpression);
            }
            else if (item.Update is { } update)
            {
                update.ConditionExpression = Condition(update.ConditionExpression);
                update.UpdateExpression = Changed("UpdateExpression", update.UpdateExpression);
                (update.ExpressionAttributeNames, update.ExpressionAttributeValues) = Left(
                    update.ExpressionAttributeNames, update.ExpressionAttributeValues, update.ConditionExpression, update.UpdateExpression);
            }
            else if (item.Delete is { } delete)
            {
                delete.ConditionExpression = Condition(delete.ConditionExpression);
                (delete.ExpressionAttributeNames, delete.ExpressionAttributeValues) =
                    Left(delete.ExpressionAttributeNames, delete.ExpressionAttributeValues, delete.ConditionExpression);
            }
        }
    }

    private static (Dictionary<string, string>?, Dictionary<string, AttributeValue>?) Left(
        Dictionary<string, string>? names, Dictionary<string, AttributeValue>? values, params ReadOnlySpan<string?> expressions)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var expression in expressions)
        {
            used.UnionWith(Placeholder().Matches(expression ?? "").Select(match => match.Value));
        }

        return (Left(names, used), Left(values, used));
    }

    private static Dictionary<string, T>? Left<T>(Dictionary<string, T>? meanings, HashSet<string> used)
    {
        var left = (meanings ?? []).Where(pair => used.Contains(pair.Key)).ToDictionary();
        return left.Count > 0 ? left : null;
    }

    [GeneratedRegex(@"[#:]\w+")]
    private static partial Regex Placeholder();
}
