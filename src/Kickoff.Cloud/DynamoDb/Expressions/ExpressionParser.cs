using System.Globalization;

namespace Kickoff.Cloud.DynamoDb.Expressions;

/// <summary>
/// The grammar of expressions
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html,
/// Expressions.UpdateExpressions.html).
/// Here: tokens, paths, operands. What is not in the grammar is refused, as DynamoDB refuses it.
/// </summary>
internal sealed partial class ExpressionParser(string kind, string text)
{
    private readonly List<string> _tokens = Tokens.Of(kind, text);
    private readonly List<string> _placeholders = [];
    private int _at;

    private string? Next => _at < _tokens.Count ? _tokens[_at] : null;

    public ProjectionExpression Projection()
    {
        var paths = new List<DocumentPath> { Path() };
        while (Accept(","))
        {
            paths.Add(Path());
        }

        return Whole(new ProjectionExpression(kind, Placeholders(), [.. paths]));
    }

    private string[] Placeholders() => [.. _placeholders.Distinct(StringComparer.Ordinal)];

    private T Whole<T>(T expression) => Next is null ? expression : throw Unexpected();

    private Exception Unexpected() =>
        Tokens.Error(kind, Next ?? "<EOF>", string.Join(' ', _tokens.Skip(Math.Max(0, _at - 1)).Take(3)));

    private bool Accept(string symbol)
    {
        if (Next != symbol)
        {
            return false;
        }

        _at++;
        return true;
    }

    private bool AcceptKeyword(string keyword)
    {
        if (!keyword.Equals(Next, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        _at++;
        return true;
    }

    private void Expect(string token)
    {
        if (!Accept(token))
        {
            throw Unexpected();
        }
    }

    /// <summary>Whether the next two are this function's name and its opening parenthesis; if so they are taken.</summary>
    private bool AcceptFunction(string name)
    {
        if (Next != name || _at + 1 >= _tokens.Count || _tokens[_at + 1] != "(")
        {
            return false;
        }

        _at += 2;
        return true;
    }

    private string Placeholder(char sign)
    {
        if (Next is not { } token || token[0] != sign)
        {
            throw Unexpected();
        }

        _at++;
        _placeholders.Add(token);
        return token;
    }

    private Operand Value() => new Operand.Value(Placeholder(':'));

    private DocumentPath Path()
    {
        var steps = new List<PathStep> { new(Name(), 0) };
        while (true)
        {
            if (Accept("."))
            {
                steps.Add(new(Name(), 0));
            }
            else if (Accept("["))
            {
                steps.Add(new(null, int.TryParse(Next, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index
                    : throw Unexpected()));
                _at++;
                Expect("]");
            }
            else
            {
                return new DocumentPath([.. steps]);
            }
        }
    }

    private string Name()
    {
        if (Next is not { } token || !Tokens.IsWord(token) || char.IsAsciiDigit(token[0]) || token[0] == ':')
        {
            throw Unexpected();
        }

        if (token[0] == '#')
        {
            return Placeholder('#');
        }

        _at++;
        return !ReservedWords.Contains(token)
            ? token
            : throw DynamoDbErrors.Validation($"Invalid {kind}: Attribute name is a reserved keyword; reserved keyword: {token}");
    }
}
