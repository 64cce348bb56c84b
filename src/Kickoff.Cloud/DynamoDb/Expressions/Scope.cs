using Amazon.DynamoDBv2.Model;

namespace Kickoff.Cloud.DynamoDb.Expressions;

/// <summary>What the placeholders of a request's expressions stand for: #name for an attribute's name, :value for a value.</summary>
internal readonly struct Scope(Dictionary<string, string>? names, Dictionary<string, AttributeValue>? values)
{
    public string Name(string token) => token[0] == '#' ? names![token] : token;

    public AttributeValue Value(string token) => values![token];

    /// <summary>
    /// Every placeholder of the expressions has its meaning, and every meaning its placeholder
    /// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ExpressionAttributeNames.html).
    /// </summary>
    public Scope Checked(params ReadOnlySpan<Expression?> expressions)
    {
        foreach (var expression in expressions)
        {
            foreach (var token in expression?.Placeholders ?? [])
            {
                if (token[0] == '#' ? names?.ContainsKey(token) is not true : values?.ContainsKey(token) is not true)
                {
                    throw Undefined(expression!.Kind, token);
                }

                if (token[0] == ':')
                {
                    AttributeValues.RefuseTwoTypes(values![token]);
                }
            }
        }

        var (usedNames, usedValues) = Used(expressions);
        return usedNames < (names?.Count ?? 0) ? throw Unused("ExpressionAttributeNames", names!.Keys, expressions)
            : usedValues < (values?.Count ?? 0) ? throw Unused("ExpressionAttributeValues", values!.Keys, expressions)
            : this;
    }

    private static Exception Undefined(string kind, string token) => DynamoDbErrors.Validation(token[0] == '#'
        ? $"Invalid {kind}: An expression attribute name used in the document path is not defined; attribute name: {token}"
        : $"Invalid {kind}: An expression attribute value used in expression is not defined; attribute value: {token}");

    private static (int Names, int Values) Used(ReadOnlySpan<Expression?> expressions)
    {
        // One expression names each of its placeholders once; two of one request may share some.
        var (names, values) = (0, 0);
        for (var index = 0; index < expressions.Length; index++)
        {
            foreach (var token in expressions[index]?.Placeholders ?? [])
            {
                if (!Names(expressions[..index], token))
                {
                    _ = token[0] == '#' ? names++ : values++;
                }
            }
        }

        return (names, values);
    }

    private static bool Names(ReadOnlySpan<Expression?> expressions, string token)
    {
        foreach (var expression in expressions)
        {
            if (expression is not null && Array.IndexOf(expression.Placeholders, token) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static Exception Unused(string member, IEnumerable<string> keys, ReadOnlySpan<Expression?> expressions)
    {
        var unused = new List<string>();
        foreach (var key in keys)
        {
            if (!Names(expressions, key))
            {
                unused.Add(key);
            }
        }

        return DynamoDbErrors.Validation($"Value provided in {member} unused in expressions: keys: {{{string.Join(", ", unused)}}}");
    }
}
