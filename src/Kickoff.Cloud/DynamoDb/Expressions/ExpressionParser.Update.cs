namespace Kickoff.Cloud.DynamoDb.Expressions;

/// <summary>Here: updates. Each of the four words stands once at most.</summary>
internal sealed partial class ExpressionParser
{
    public UpdateExpression Update()
    {
        var actions = new List<UpdateAction>();
        var sections = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (Next is { } section)
        {
            if (!sections.Add(section))
            {
                throw DynamoDbErrors.Validation(
                    $"Invalid {kind}: The \"{section.ToUpperInvariant()}\" section can only be used once in an update expression;");
            }

            Func<UpdateAction> action = AcceptKeyword("SET") ? Set
                : AcceptKeyword("REMOVE") ? () => new UpdateAction.Remove(Path())
                : AcceptKeyword("ADD") ? () => new UpdateAction.Add(Path(), Placeholder(':'))
                : AcceptKeyword("DELETE") ? () => new UpdateAction.Delete(Path(), Placeholder(':'))
                : throw Unexpected();
            do
            {
                actions.Add(action());
            }
            while (Accept(","));
        }

        return new UpdateExpression(kind, Placeholders(), [.. actions]);
    }

    private UpdateAction Set()
    {
        var path = Path();
        Expect("=");
        var left = UpdateOperand();
        return new UpdateAction.Set(path, Accept("+") ? new UpdateOperand.Sum(left, minus: false, UpdateOperand())
            : Accept("-") ? new UpdateOperand.Sum(left, minus: true, UpdateOperand())
            : left);
    }

    private UpdateOperand UpdateOperand() =>
        AcceptFunction("if_not_exists") ? Closed(new UpdateOperand.IfNotExists(Path(), Second(UpdateOperand)))
        : AcceptFunction("list_append") ? Closed(new UpdateOperand.ListAppend(UpdateOperand(), Second(UpdateOperand)))
        : new UpdateOperand.Plain(Next?[0] == ':' ? Value() : new Operand.Path(Path()));
}
