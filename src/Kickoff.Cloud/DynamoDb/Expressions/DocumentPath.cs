using Amazon.DynamoDBv2.Model;

namespace Kickoff.Cloud.DynamoDb.Expressions;

/// <summary>One step into a document: an attribute's name (or its placeholder), or an element of a list.</summary>
internal readonly record struct PathStep(string? Name, int Index);

/// <summary>
/// Where in an item something is: name, name.name, name[1]
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.Attributes.html).
/// </summary>
internal sealed class DocumentPath(PathStep[] steps)
{
    public int Length => steps.Length;

    /// <summary>The attribute of the item that it is or lies in.</summary>
    public string Attribute(Scope scope) => scope.Name(steps[0].Name!);

    public PathStep Step(int index) => steps[index];

    /// <summary>Null where the item has nothing there.</summary>
    public AttributeValue? Find(Attributes item, Scope scope)
    {
        var value = item.TryGetValue(Attribute(scope), out var attribute) ? attribute : null;
        for (var index = 1; value is not null && index < steps.Length; index++)
        {
            value = Into(value, steps[index], scope);
        }

        return value;
    }

    public static AttributeValue? Into(AttributeValue value, PathStep step, Scope scope) =>
        step.Name is { } name ? value.M?.GetValueOrDefault(scope.Name(name))
        : value.L is { } list && step.Index < list.Count ? list[step.Index]
        : null;

    /// <summary>One is the other or lies in it.</summary>
    public bool Overlaps(DocumentPath other, Scope scope)
    {
        for (var index = 0; index < Math.Min(Length, other.Length); index++)
        {
            var (one, two) = (steps[index], other.Step(index));
            if (one.Index != two.Index || (one.Name is null) != (two.Name is null)
                || (one.Name is not null && scope.Name(one.Name) != scope.Name(two.Name!)))
            {
                return false;
            }
        }

        return true;
    }

    public string Text(Scope scope) =>
        $"[{string.Join(", ", steps.Select(step => step.Name is { } name ? scope.Name(name) : $"[{step.Index}]"))}]";
}
