namespace Kickoff.Cloud.DynamoDb.Expressions;

/// <summary>The tokens of an expression's text.</summary>
internal static class Tokens
{
    /// <summary>DynamoDB's bound on an expression's text, in bytes.</summary>
    private const int MostBytes = 4096;

    private static readonly string[] Symbols = ["<>", "<=", ">=", "<", ">", "=", "(", ")", ",", "+", "-", ".", "[", "]"];

    public static List<string> Of(string kind, string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw DynamoDbErrors.Validation($"Invalid {kind}: The expression can not be empty;");
        }

        if (System.Text.Encoding.UTF8.GetByteCount(text) > MostBytes)
        {
            throw DynamoDbErrors.Validation($"Invalid {kind}: Expression size has exceeded the maximum allowed size;");
        }

        var tokens = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var token = Word(text, at) ?? Array.Find(Symbols, symbol => string.CompareOrdinal(text, at, symbol, 0, symbol.Length) == 0)
                ?? throw Error(kind, text[at].ToString(), text[at..]);
            tokens.Add(token);
            at += token.Length;
        }

        return tokens;
    }

    public static bool IsWord(string token) => char.IsAsciiLetterOrDigit(token[^1]) || token[^1] == '_';

    public static Exception Error(string kind, string token, string near) =>
        DynamoDbErrors.Validation($"Invalid {kind}: Syntax error; token: \"{token}\", near: \"{near}\"");

    private static string? Word(string text, int start)
    {
        var end = text[start] is '#' or ':' ? start + 1 : start;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
        {
            end++;
        }

        return end > start && IsWord(text[start..end]) ? text[start..end] : null;
    }
}
