using Amazon.DynamoDBv2.Model;

namespace Kickoff.Cloud.DynamoDb.Expressions;

/// <summary>
/// A KeyConditionExpression of one table or index: which partition, and which stretch of its sort keys
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.KeyConditionExpressions.html).
/// </summary>
internal sealed class KeyCondition
{
    private readonly Condition? _sort;
    private readonly Scope _scope;

    private KeyCondition(KeyValue partition, Condition? sort, Scope scope) => (Partition, _sort, _scope) = (partition, sort, scope);

    public KeyValue Partition { get; }

    public static KeyCondition Of(ConditionExpression expression, KeySchema schema, Scope scope)
    {
        var (first, second) = expression.Root is Condition.And and ? (and.Left, and.Right) : (expression.Root, null);
        if (second is not null && NameOf(first, scope) != schema.Partition)
        {
            (first, second) = (second, first);
        }

        if (NameOf(first, scope) != schema.Partition)
        {
            throw DynamoDbErrors.Validation($"Query condition missed key schema element: {schema.Partition}");
        }

        if (first is not Condition.Comparison { Comparator: "=" } equal || second is Condition.And)
        {
            throw DynamoDbErrors.Validation("Query key condition not supported");
        }

        return second is null || (schema.Sort is not null && NameOf(second, scope) == schema.Sort)
            ? new KeyCondition(KeyValue.Of(equal.Right.In(Nothing, scope)!, schema.Partition), Ordered(second, scope), scope)
            : throw DynamoDbErrors.Validation($"Query condition missed key schema element: {schema.Sort}");
    }

    /// <summary>Less than zero before the stretch, zero in it, more than zero behind it.</summary>
    public int Side(KeyValue sort) => _sort switch
    {
        null => 0,
        Condition.Comparison comparison => Side(sort.CompareTo(Key(comparison.Right)), comparison.Comparator),
        Condition.Between between => sort.CompareTo(Key(between.Lower)) < 0 ? -1 : sort.CompareTo(Key(between.Upper)) > 0 ? 1 : 0,
        Condition.BeginsWith begins => sort.BeginsWith(Key(begins.Prefix)) ? 0 : sort.CompareTo(Key(begins.Prefix)),
        _ => throw new InvalidOperationException("Refused before."),
    };

    private static readonly Dictionary<string, AttributeValue> Nothing = [];

    private static int Side(int order, string comparator) => comparator switch
    {
        "=" => order,
        "<" => order < 0 ? 0 : 1,
        "<=" => order <= 0 ? 0 : 1,
        ">" => order > 0 ? 0 : -1,
        _ => order >= 0 ? 0 : -1,
    };

    private static Condition? Ordered(Condition? sort, Scope scope) => sort switch
    {
        Condition.Comparison { Comparator: "<>" } =>
            throw DynamoDbErrors.Validation("Unsupported operator on KeyConditionExpression: operator: <>"),
        Condition.Between between when AttributeValues.Compare(between.Lower.In(Nothing, scope)!, between.Upper.In(Nothing, scope)!) > 0 =>
            throw DynamoDbErrors.Validation(
                "Invalid KeyConditionExpression: The BETWEEN operator requires upper bound to be greater than or equal to lower bound"),
        null or Condition.Comparison or Condition.Between or Condition.BeginsWith => sort,
        _ => throw DynamoDbErrors.Validation("Query key condition not supported"),
    };

    private static string? NameOf(Condition condition, Scope scope) => condition switch
    {
        Condition.Comparison { Left: Operand.Path path, Right: Operand.Value } => path.Document.Attribute(scope),
        Condition.Between { Operand: Operand.Path path, Lower: Operand.Value, Upper: Operand.Value } => path.Document.Attribute(scope),
        Condition.BeginsWith { Prefix: Operand.Value } begins => begins.Path.Attribute(scope),
        _ => throw DynamoDbErrors.Validation("Query key condition not supported"),
    };

    private KeyValue Key(Operand operand) => KeyValue.Of(operand.In(Nothing, _scope)!, "");
}
