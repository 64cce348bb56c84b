using Amazon.DynamoDBv2.Model;

namespace Kickoff.Cloud.DynamoDb.Expressions;

/// <summary>
/// The right side of SET, worked out from the item as it was before the update
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html).
/// </summary>
internal abstract class UpdateOperand
{
    public abstract AttributeValue Of(Attributes before, Scope scope);

    public sealed class Plain(Operand operand) : UpdateOperand
    {
        public override AttributeValue Of(Attributes before, Scope scope) =>
            AttributeValues.Take(operand.In(before, scope)
                ?? throw DynamoDbErrors.Validation("The provided expression refers to an attribute that does not exist in the item"));
    }

    public sealed class IfNotExists(DocumentPath path, UpdateOperand otherwise) : UpdateOperand
    {
        public override AttributeValue Of(Attributes before, Scope scope) =>
            path.Find(before, scope) is { } there ? AttributeValues.Give(there) : otherwise.Of(before, scope);
    }

    public sealed class ListAppend(UpdateOperand left, UpdateOperand right) : UpdateOperand
    {
        public override AttributeValue Of(Attributes before, Scope scope) =>
            (left.Of(before, scope), right.Of(before, scope)) is ({ L: { } first }, { L: { } second })
                ? new AttributeValue { L = [.. first, .. second] }
                : throw WrongType();
    }

    public sealed class Sum(UpdateOperand left, bool minus, UpdateOperand right) : UpdateOperand
    {
        public override AttributeValue Of(Attributes before, Scope scope) =>
            (left.Of(before, scope), right.Of(before, scope)) is ({ N: { } one }, { N: { } other })
                ? new AttributeValue { N = Of(DynamoNumber.Parse(one), DynamoNumber.Parse(other)).ToString() }
                : throw WrongType();

        private DynamoNumber Of(DynamoNumber one, DynamoNumber other) => minus ? one - other : one + other;
    }

    public static Exception WrongType() => DynamoDbErrors.Validation("An operand in the update expression has an incorrect data type");
}
