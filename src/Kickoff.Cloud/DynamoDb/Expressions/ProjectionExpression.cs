using Amazon.DynamoDBv2.Model;

namespace Kickoff.Cloud.DynamoDb.Expressions;

/// <summary>
/// The parts of an item that are asked for; what is not there is left out, and of a list only the elements asked for are there
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ProjectionExpressions.html).
/// </summary>
internal sealed class ProjectionExpression(string kind, string[] placeholders, DocumentPath[] paths) : Expression(kind, placeholders)
{
    public Dictionary<string, AttributeValue> Of(Attributes item, Scope scope) => Map(item, paths, 0, scope);

    private static Dictionary<string, AttributeValue> Map(Attributes map, DocumentPath[] paths, int depth, Scope scope)
    {
        var parts = new Dictionary<string, AttributeValue>();
        foreach (var group in paths.Where(path => path.Step(depth).Name is not null).GroupBy(path => scope.Name(path.Step(depth).Name!)))
        {
            if (map.TryGetValue(group.Key, out var value) && Part(value, [.. group], depth, scope) is { } part)
            {
                parts.Add(group.Key, part);
            }
        }

        return parts;
    }

    private static AttributeValue? Part(AttributeValue value, DocumentPath[] paths, int depth, Scope scope)
    {
        if (Array.Exists(paths, path => path.Length == depth + 1))
        {
            return AttributeValues.Give(value);
        }

        if (value.M is { } map)
        {
            return Map(map, paths, depth + 1, scope) is { Count: > 0 } inner ? new AttributeValue { M = inner } : null;
        }

        var elements = paths.Where(path => path.Step(depth + 1) is { Name: null } step && step.Index < (value.L?.Count ?? 0))
            .GroupBy(path => path.Step(depth + 1).Index)
            .OrderBy(group => group.Key)
            .Select(group => Part(value.L![group.Key], [.. group], depth + 1, scope))
            .OfType<AttributeValue>()
            .ToList();
        return elements.Count > 0 ? new AttributeValue { L = elements } : null;
    }
}
