using System.Collections.Concurrent;

namespace Kickoff.Cloud.DynamoDb.Expressions;

/// <summary>An expression of a request, parsed: once for each text, whoever sends it and however often.</summary>
internal abstract class Expression(string kind, string[] placeholders)
{
    private static readonly ConcurrentDictionary<(string Kind, string Text), Expression> Parsed = new();

    /// <summary>The request's member it came in, as DynamoDB names it in a refusal.</summary>
    public string Kind => kind;

    /// <summary>The #names and :values it has, each once.</summary>
    public string[] Placeholders => placeholders;

    /// <summary>Null for null, as a request has no expression.</summary>
    public static ConditionExpression? Condition(string? text, string kind = "ConditionExpression") =>
        (ConditionExpression?)Read(text, kind, static parser => parser.Condition());

    public static UpdateExpression? Update(string? text) =>
        (UpdateExpression?)Read(text, "UpdateExpression", static parser => parser.Update());

    public static ProjectionExpression? Projection(string? text) =>
        (ProjectionExpression?)Read(text, "ProjectionExpression", static parser => parser.Projection());

    private static Expression? Read(string? text, string kind, Func<ExpressionParser, Expression> parse)
    {
        if (text is null)
        {
            return null;
        }

        if (!Parsed.TryGetValue((kind, text), out var expression))
        {
            Parsed[(kind, text)] = expression = parse(new ExpressionParser(kind, text));
        }

        return expression;
    }
}
