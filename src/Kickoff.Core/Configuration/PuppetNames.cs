using System.Text.RegularExpressions;

namespace Kickoff.Core.Configuration;

/// <summary>Names as Puppet 7.23 takes them (each form was compiled), and the nearest right form of what it does not take.</summary>
internal static partial class PuppetNames
{
    /// <summary>Words of the language and its types, which no class can be called (Puppet 7.23's lexer and checker).</summary>
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "and", "any", "array", "attr", "boolean", "case", "class", "collection", "default", "define", "else", "elsif", "enum", "false",
        "float", "function", "hash", "if", "in", "inherits", "init", "integer", "node", "numeric", "object", "optional", "or", "pattern",
        "private", "regexp", "runtime", "scalar", "semver", "semverrange", "sensitive", "string", "struct", "timespan", "timestamp", "true",
        "tuple", "type", "typeset", "undef", "unit", "unless", "variant",
    };

    /// <summary>
    /// A class's name as Puppet looks it up, null when no class can have it. Puppet folds case when it looks a class up, but not when it
    /// looks for the parameters it was given (<c>Apache: {port: 80}</c> compiles without them), and refuses the leading <c>::</c> that
    /// it took in 2012; so the name is said as it is defined.
    /// </summary>
    public static string? Class(string written)
    {
        var name = (written.StartsWith("::", StringComparison.Ordinal) ? written[2..] : written).ToLowerInvariant();
        return ClassForm().IsMatch(name) && !Reserved.Contains(name) ? name : null;
    }

    /// <summary>Whether a class can have a parameter of this name.</summary>
    public static bool IsParameter(string name) => ParameterForm().IsMatch(name) && !IsReservedParameter(name);

    /// <summary>What every class has already, or Puppet says itself.</summary>
    public static bool IsReservedParameter(string name) =>
        name is "name" or "title" or "facts" or "trusted" or "server_facts" or "module_name" or "caller_module_name";

    /// <summary>"; did you mean X?" or nothing.</summary>
    public static string ParameterHint(string written)
    {
        var folded = Unfit().Replace(written.Trim().TrimStart('$'), "_").Replace(':', '_');
        return Hint(folded.Length > 0 ? char.ToLowerInvariant(folded[0]) + folded[1..] : "", IsParameter);
    }

    public static bool IsEnvironment(string name) => EnvironmentForm().IsMatch(name);

    /// <summary>"; did you mean X?" or nothing.</summary>
    public static string ClassHint(string written)
    {
        var parts = written.Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length > 1 && parts.All(part => Class(part) is not null))
        {
            return $"; did you mean the list [{string.Join(", ", parts)}]?";
        }

        var folded = written.Trim().TrimEnd(':').Replace("/", "::", StringComparison.Ordinal);
        folded = folded.EndsWith(".pp", StringComparison.Ordinal) ? folded[..^3] : folded;
        return Hint(Unfit().Replace(folded, "_"), name => Class(name) is not null);
    }

    /// <summary>"; did you mean X?" or nothing.</summary>
    public static string EnvironmentHint(string written) => written == "agent-specified"
        ? "; that is a word of Puppet Enterprise's classifier: leave environment out, and the agent's own holds"
        : Hint(Unfit().Replace(written.Trim(), "_").Replace(':', '_'), IsEnvironment);

    private static string Hint(string guess, Func<string, bool> fits) =>
        guess.Any(char.IsAsciiLetter) && fits(guess) ? $"; did you mean '{guess}'?" : "";

    [GeneratedRegex(@"\A[a-z][a-z0-9_]*(?:::[a-z][a-z0-9_]*)*\z")]
    private static partial Regex ClassForm();

    [GeneratedRegex(@"\A[a-z_][A-Za-z0-9_]*\z")]
    private static partial Regex ParameterForm();

    [GeneratedRegex(@"\A[A-Za-z0-9_]+\z")]
    private static partial Regex EnvironmentForm();

    [GeneratedRegex("[^A-Za-z0-9_:]")]
    private static partial Regex Unfit();
}
