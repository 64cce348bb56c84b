using System.Text;
using Amazon.DynamoDBv2.Model;

namespace Kickoff.Cloud.DynamoDb;

/// <summary>A transaction in words, to tell whether a request under the same token is the same.</summary>
internal static class TransactionText
{
    public static string Of(List<TransactWriteItem> items)
    {
        var text = new StringBuilder();
        foreach (var item in items)
        {
            if (item.Put is { } put)
            {
                Write(text, "Put", put.TableName, put.Item, null, put.ConditionExpression, put.ExpressionAttributeNames,
                    put.ExpressionAttributeValues);
            }
            else if (item.Update is { } update)
            {
                Write(text, "Update", update.TableName, update.Key, update.UpdateExpression, update.ConditionExpression,
                    update.ExpressionAttributeNames, update.ExpressionAttributeValues);
            }
            else if (item.Delete is { } delete)
            {
                Write(text, "Delete", delete.TableName, delete.Key, null, delete.ConditionExpression,
                    delete.ExpressionAttributeNames, delete.ExpressionAttributeValues);
            }
            else if (item.ConditionCheck is { } check)
            {
                Write(text, "ConditionCheck", check.TableName, check.Key, null, check.ConditionExpression,
                    check.ExpressionAttributeNames, check.ExpressionAttributeValues);
            }
        }

        return text.ToString();
    }

    private static void Write(
        StringBuilder text, string operation, string table, Dictionary<string, AttributeValue>? item, string? update, string? condition,
        Dictionary<string, string>? names, Dictionary<string, AttributeValue>? values)
    {
        text.Append(operation).Append('\n').Append(table).Append('\n').Append(update).Append('\n').Append(condition).Append('\n');
        foreach (var (name, meaning) in (names ?? []).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.Append(name).Append('=').Append(meaning).Append('\n');
        }

        Write(text, item);
        Write(text, values);
    }

    private static void Write(StringBuilder text, Dictionary<string, AttributeValue>? map)
    {
        foreach (var (name, value) in (map ?? []).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.Append(name.Length).Append(':').Append(name).Append(value.Type());
            Write(text, value);
        }

        text.Append(';');
    }

    private static void Write(StringBuilder text, AttributeValue value)
    {
        var plain = value.S ?? value.N ?? (value.B is { } bytes ? Convert.ToHexString(bytes.ToArray()) : value.BOOL?.ToString());
        if (plain is not null)
        {
            text.Append(plain.Length).Append(':').Append(plain);
        }
        else if (value.M is { } map)
        {
            Write(text, map);
        }
        else if (value.L is { } list)
        {
            list.ForEach(element => Write(text, new Dictionary<string, AttributeValue> { ["-"] = element }));
        }
        else
        {
            text.AppendJoin(',', AttributeValues.Members(value).Order(StringComparer.Ordinal).Select(
                member => $"{member.Length}:{member}"));
        }
    }
}
