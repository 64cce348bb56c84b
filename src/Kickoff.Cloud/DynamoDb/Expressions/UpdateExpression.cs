using Amazon.DynamoDBv2.Model;

namespace Kickoff.Cloud.DynamoDb.Expressions;

/// <summary>SET, REMOVE, ADD and DELETE of one request; each sees the item as it was before all of them.</summary>
internal sealed class UpdateExpression(string kind, string[] placeholders, UpdateAction[] actions) : Expression(kind, placeholders)
{
    /// <summary>The item after the update of <paramref name="before"/>, of which nothing changes.</summary>
    public Dictionary<string, AttributeValue> Of(Attributes before, Scope scope)
    {
        RefuseOverlaps(scope);
        var item = new Dictionary<string, AttributeValue>(before, StringComparer.Ordinal);
        foreach (var action in actions)
        {
            // What is changed inside of an attribute is changed in a copy of it.
            var attribute = action.Path.Attribute(scope);
            if (action.Path.Length > 1 && item.TryGetValue(attribute, out var whole))
            {
                item[attribute] = AttributeValues.Give(whole);
            }
        }

        foreach (var action in actions)
        {
            action.Apply(item, before, scope);
        }

        return item;
    }

    /// <summary>It only takes away, and makes no item that was not there.</summary>
    public bool MakesNone => Array.TrueForAll(actions, action => action is UpdateAction.Remove or UpdateAction.Delete);

    /// <summary>The attributes it names, for UPDATED_OLD and UPDATED_NEW.</summary>
    public IEnumerable<string> Attributes(Scope scope) =>
        actions.Select(action => action.Path.Attribute(scope)).Distinct(StringComparer.Ordinal);

    /// <summary>A key cannot be changed, only an item with another key put.</summary>
    public void RefuseKey(string name, Scope scope)
    {
        if (Array.Exists(actions, action => action.Path.Attribute(scope) == name))
        {
            throw DynamoDbErrors.Validation(
                $"One or more parameter values were invalid: Cannot update attribute {name}. This attribute is part of the key");
        }
    }

    private void RefuseOverlaps(Scope scope)
    {
        for (var one = 0; one < actions.Length; one++)
        {
            for (var other = 0; other < one; other++)
            {
                if (actions[one].Path.Overlaps(actions[other].Path, scope))
                {
                    throw DynamoDbErrors.Validation(
                        "Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; "
                        + $"path one: {actions[other].Path.Text(scope)}, path two: {actions[one].Path.Text(scope)}");
                }
            }
        }
    }
}
