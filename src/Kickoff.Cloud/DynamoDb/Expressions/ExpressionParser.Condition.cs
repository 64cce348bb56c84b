namespace Kickoff.Cloud.DynamoDb.Expressions;

/// <summary>Here: conditions. NOT binds closer than AND, AND closer than OR.</summary>
internal sealed partial class ExpressionParser
{
    private static readonly string[] Comparators = ["=", "<>", "<", "<=", ">", ">="];

    /// <summary>DynamoDB's bound on the choices of IN.</summary>
    private const int MostChoices = 100;

    public ConditionExpression Condition()
    {
        var root = Whole(Or());
        return new ConditionExpression(kind, Placeholders(), root);
    }

    private Condition Or()
    {
        var left = And();
        while (AcceptKeyword("OR"))
        {
            left = new Condition.Or(left, And());
        }

        return left;
    }

    private Condition And()
    {
        var left = Not();
        while (AcceptKeyword("AND"))
        {
            left = new Condition.And(left, Not());
        }

        return left;
    }

    private Condition Not()
    {
        if (AcceptKeyword("NOT"))
        {
            return new Condition.Not(Not());
        }

        if (!Accept("("))
        {
            return Function() ?? Comparison();
        }

        var inner = Or();
        Expect(")");
        return inner;
    }

    private Condition? Function() =>
        AcceptFunction("attribute_exists") ? Closed(new Condition.Exists(Path(), wanted: true))
        : AcceptFunction("attribute_not_exists") ? Closed(new Condition.Exists(Path(), wanted: false))
        : AcceptFunction("attribute_type") ? Closed(new Condition.HasType(Path(), Second(Value)))
        : AcceptFunction("begins_with") ? Closed(new Condition.BeginsWith(Path(), Second(Operand)))
        : AcceptFunction("contains") ? Closed(new Condition.Contains(Path(), Second(Operand)))
        : null;

    private Condition Comparison()
    {
        var left = Operand();
        if (AcceptKeyword("BETWEEN"))
        {
            var lower = Operand();
            return AcceptKeyword("AND") ? new Condition.Between(left, lower, Operand()) : throw Unexpected();
        }

        if (AcceptKeyword("IN"))
        {
            return new Condition.In(left, Choices());
        }

        var comparator = Array.Find(Comparators, Accept) ?? throw Unexpected();
        return new Condition.Comparison(left, comparator, Operand());
    }

    private Operand[] Choices()
    {
        Expect("(");
        var choices = new List<Operand> { Operand() };
        while (Accept(","))
        {
            choices.Add(Operand());
        }

        return choices.Count <= MostChoices
            ? Closed(choices.ToArray())
            : throw DynamoDbErrors.Validation(
                $"Invalid {kind}: The IN operator is provided with too many operands; number of operands: {choices.Count}");
    }

    private Operand Operand() =>
        Next?[0] == ':' ? Value()
        : AcceptFunction("size") ? Closed(new Operand.Size(Path()))
        : new Operand.Path(Path());

    private T Second<T>(Func<T> argument)
    {
        Expect(",");
        return argument();
    }

    private T Closed<T>(T inner)
    {
        Expect(")");
        return inner;
    }
}
