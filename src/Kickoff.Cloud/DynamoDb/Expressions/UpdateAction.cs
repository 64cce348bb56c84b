using Amazon.DynamoDBv2.Model;

namespace Kickoff.Cloud.DynamoDb.Expressions;

/// <summary>One change of an update expression.</summary>
internal abstract class UpdateAction(DocumentPath path)
{
    public DocumentPath Path => path;

    /// <summary>
    /// Changes <paramref name="item"/>, which is the action's to change; what it computes it computes from <paramref name="before"/>.
    /// </summary>
    public abstract void Apply(Dictionary<string, AttributeValue> item, Attributes before, Scope scope);

    public sealed class Set(DocumentPath path, UpdateOperand operand) : UpdateAction(path)
    {
        public override void Apply(Dictionary<string, AttributeValue> item, Attributes before, Scope scope) =>
            Put(item, Path, operand.Of(before, scope), scope);
    }

    public sealed class Remove(DocumentPath path) : UpdateAction(path)
    {
        public override void Apply(Dictionary<string, AttributeValue> item, Attributes before, Scope scope)
        {
            if (Path.Length == 1)
            {
                item.Remove(Path.Attribute(scope));
            }
            else if (Path.Step(Path.Length - 1) is { Name: { } name })
            {
                Parent(item, Path, scope).M?.Remove(scope.Name(name));
            }
            else if (Parent(item, Path, scope).L is { } list && Path.Step(Path.Length - 1).Index < list.Count)
            {
                list.RemoveAt(Path.Step(Path.Length - 1).Index);
            }
        }
    }

    /// <summary>ADD: to a number, or members to a set; what is not there is zero, or the empty set.</summary>
    public sealed class Add(DocumentPath path, string token) : UpdateAction(path)
    {
        public override void Apply(Dictionary<string, AttributeValue> item, Attributes before, Scope scope)
        {
            var (there, more) = (Path.Find(before, scope), AttributeValues.Take(scope.Value(token)));
            Put(item, Path, (there, more) switch
            {
                (null, { N: not null } or { SS: not null } or { NS: not null } or { BS: not null }) => more,
                ({ N: { } one }, { N: { } other }) =>
                    new AttributeValue { N = (DynamoNumber.Parse(one) + DynamoNumber.Parse(other)).ToString() },
                ({ SS: { } set }, { SS: { } members }) => new AttributeValue { SS = [.. set.Union(members, StringComparer.Ordinal)] },
                ({ NS: { } set }, { NS: { } members }) => new AttributeValue { NS = [.. set.Union(members, StringComparer.Ordinal)] },
                _ => throw UpdateOperand.WrongType(),
            }, scope);
        }
    }

    /// <summary>DELETE: members from a set; a set without members is no attribute.</summary>
    public sealed class Delete(DocumentPath path, string token) : UpdateAction(path)
    {
        public override void Apply(Dictionary<string, AttributeValue> item, Attributes before, Scope scope)
        {
            var left = (Path.Find(before, scope), AttributeValues.Take(scope.Value(token))) switch
            {
                (null, { SS: not null } or { NS: not null }) => null,
                ({ SS: { } set }, { SS: { } members }) => new AttributeValue { SS = [.. set.Except(members, StringComparer.Ordinal)] },
                ({ NS: { } set }, { NS: { } members }) => new AttributeValue { NS = [.. set.Except(members, StringComparer.Ordinal)] },
                _ => throw UpdateOperand.WrongType(),
            };
            if (left is { SS.Count: 0 } or { NS.Count: 0 })
            {
                new Remove(Path).Apply(item, before, scope);
            }
            else if (left is not null)
            {
                Put(item, Path, left, scope);
            }
        }
    }

    private static void Put(Dictionary<string, AttributeValue> item, DocumentPath path, AttributeValue value, Scope scope)
    {
        if (path.Length == 1)
        {
            item[path.Attribute(scope)] = value;
            return;
        }

        var (parent, last) = (Parent(item, path, scope), path.Step(path.Length - 1));
        if (last.Name is { } name)
        {
            (parent.M ?? throw NoSuchPath())[scope.Name(name)] = value;
        }
        else if ((parent.L ?? throw NoSuchPath()) is { } list && last.Index < list.Count)
        {
            list[last.Index] = value;
        }
        else
        {
            // Behind the last element is the end, however far behind.
            parent.L.Add(value);
        }
    }

    private static AttributeValue Parent(Dictionary<string, AttributeValue> item, DocumentPath path, Scope scope)
    {
        var value = item.GetValueOrDefault(path.Attribute(scope));
        for (var index = 1; value is not null && index < path.Length - 1; index++)
        {
            value = DocumentPath.Into(value, path.Step(index), scope);
        }

        return value ?? throw NoSuchPath();
    }

    private static Exception NoSuchPath() =>
        DynamoDbErrors.Validation("The document path provided in the update expression is invalid for update");
}
