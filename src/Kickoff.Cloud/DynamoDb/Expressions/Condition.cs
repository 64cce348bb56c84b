using Amazon.DynamoDBv2.Model;

namespace Kickoff.Cloud.DynamoDb.Expressions;

/// <summary>
/// A condition and what it is made of
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html). An item that is not there
/// has no attributes.
/// </summary>
internal abstract class Condition
{
    public abstract bool Holds(Attributes item, Scope scope);

    public sealed class And(Condition left, Condition right) : Condition
    {
        public Condition Left => left;

        public Condition Right => right;

        public override bool Holds(Attributes item, Scope scope) => left.Holds(item, scope) && right.Holds(item, scope);
    }

    public sealed class Or(Condition left, Condition right) : Condition
    {
        public override bool Holds(Attributes item, Scope scope) => left.Holds(item, scope) || right.Holds(item, scope);
    }

    public sealed class Not(Condition condition) : Condition
    {
        public override bool Holds(Attributes item, Scope scope) => !condition.Holds(item, scope);
    }

    /// <summary>attribute_exists, attribute_not_exists.</summary>
    public sealed class Exists(DocumentPath path, bool wanted) : Condition
    {
        public override bool Holds(Attributes item, Scope scope) => path.Find(item, scope) is not null == wanted;
    }

    public sealed class Comparison(Operand left, string comparator, Operand right) : Condition
    {
        public Operand Left => left;

        public string Comparator => comparator;

        public Operand Right => right;

        public override bool Holds(Attributes item, Scope scope)
        {
            var (one, other) = (left.In(item, scope), right.In(item, scope));
            if (one is null || other is null)
            {
                // What is not there is unlike everything.
                return comparator == "<>";
            }

            return comparator switch
            {
                "=" => AttributeValues.Same(one, other),
                "<>" => !AttributeValues.Same(one, other),
                "<" => AttributeValues.Compare(one, other) < 0,
                "<=" => AttributeValues.Compare(one, other) <= 0,
                ">" => AttributeValues.Compare(one, other) > 0,
                _ => AttributeValues.Compare(one, other) >= 0,
            };
        }
    }

    public sealed class Between(Operand operand, Operand lower, Operand upper) : Condition
    {
        public Operand Operand => operand;

        public Operand Lower => lower;

        public Operand Upper => upper;

        public override bool Holds(Attributes item, Scope scope) =>
            operand.In(item, scope) is { } value
            && lower.In(item, scope) is { } from && AttributeValues.Compare(value, from) >= 0
            && upper.In(item, scope) is { } until && AttributeValues.Compare(value, until) <= 0;
    }

    public sealed class In(Operand operand, Operand[] choices) : Condition
    {
        public override bool Holds(Attributes item, Scope scope) =>
            operand.In(item, scope) is { } value
                && Array.Exists(choices, choice => choice.In(item, scope) is { } there && AttributeValues.Same(value, there));
    }

    public sealed class HasType(DocumentPath path, Operand type) : Condition
    {
        public override bool Holds(Attributes item, Scope scope) =>
            path.Find(item, scope) is { } value && value.Type() == type.In(item, scope)?.S;
    }

    public sealed class BeginsWith(DocumentPath path, Operand prefix) : Condition
    {
        public DocumentPath Path => path;

        public Operand Prefix => prefix;

        public override bool Holds(Attributes item, Scope scope) =>
            (path.Find(item, scope), prefix.In(item, scope)) switch
            {
                ({ S: { } text }, { S: { } start }) => text.StartsWith(start, StringComparison.Ordinal),
                ({ B: { } bytes }, { B: { } start }) => bytes.ToArray().AsSpan().StartsWith(start.ToArray()),
                _ => false,
            };
    }

    /// <summary>A text in a text, a member of a set, an element of a list.</summary>
    public sealed class Contains(DocumentPath path, Operand operand) : Condition
    {
        public override bool Holds(Attributes item, Scope scope) =>
            (path.Find(item, scope), operand.In(item, scope)) switch
            {
                ({ S: { } text }, { S: { } part }) => text.Contains(part, StringComparison.Ordinal),
                ({ L: { } list }, { } element) => list.Exists(there => AttributeValues.Same(there, element)),
                ({ SS: { } set }, { S: { } member }) => set.Contains(member),
                ({ NS: { } set }, { N: { } member }) => set.Contains(AttributeValues.CanonicalNumber(member)),
                ({ BS: { } } set, { B: { } member }) => AttributeValues.Members(set).Contains(Convert.ToHexString(member.ToArray())),
                _ => false,
            };
    }
}

/// <summary>A ConditionExpression, KeyConditionExpression or FilterExpression.</summary>
internal sealed class ConditionExpression(string kind, string[] placeholders, Condition root) : Expression(kind, placeholders)
{
    private static readonly Dictionary<string, AttributeValue> Nothing = [];

    public Condition Root => root;

    public bool Holds(Attributes? item, Scope scope) => root.Holds(item ?? Nothing, scope);
}
