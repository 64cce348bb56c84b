using System.Text;
using System.Text.RegularExpressions;
using Kickoff.Core.Configuration;

namespace Kickoff.Cli;

/// <summary>
/// What samconfig.toml says of the deployment that `sam deploy` makes without --config-env
/// (https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-config.html). Strings and lists of
/// strings are read, which is all that is asked for here; other values are passed over.
/// </summary>
internal sealed partial class SamConfig
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _parameters = new(StringComparer.Ordinal);

    private readonly string[] _lines;

    private SamConfig(string toml)
    {
        _lines = toml.Split('\n');
        var table = "";
        foreach (Match match in Statement().Matches(toml))
        {
            if (match.Groups["table"] is { Success: true } name)
            {
                table = name.Value.Trim();
            }
            else
            {
                // A list of NAME=VALUE reads as one string of them.
                var texts = Text().Matches(match.Groups["value"].Value).Select(Unquoted);
                _values[$"{table}.{match.Groups["key"].Value}"] = string.Join(' ', texts);
            }
        }

        foreach (Match match in Override().Matches(Value("parameter_overrides") ?? ""))
        {
            _parameters[match.Groups["name"].Value] = match.Groups["value"].Value.Trim('"', '\'');
        }
    }

    public string? Region => Value("region");

    /// <summary>
    /// What no deploy without parameters of its own may set again. `sam deploy --guided` writes all parameters into the file, and a stack
    /// that has begun to act would be a dry run after the next deploy.
    /// </summary>
    public IEnumerable<Fault> Faults()
    {
        var line = Array.FindIndex(_lines, one => !one.TrimStart().StartsWith('#') && DryRun().IsMatch(one));
        return line < 0
            ? []
            : [new Fault(
                "samconfig.toml", line + 1,
                "every deploy without parameters of its own would set this DryRun again, and make a dry run of a live stack. Take it out: "
                    + "the stack keeps the value it has, and `sam deploy --parameter-overrides DryRun=…` changes it")];
    }

    /// <summary>Null when there is no file.</summary>
    public static SamConfig? Beside(string configFolder)
    {
        var file = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(configFolder)) ?? "", "samconfig.toml");
        return File.Exists(file) ? new(File.ReadAllText(file)) : null;
    }

    /// <summary>A parameter of the template, null when it is not overridden.</summary>
    public string? Parameter(string name) => _parameters.GetValueOrDefault(name);

    private string? Value(string key) =>
        _values.GetValueOrDefault($"default.deploy.parameters.{key}") ?? _values.GetValueOrDefault($"default.global.parameters.{key}");

    private static string Unquoted(Match text)
    {
        if (text.Groups["literal"] is { Success: true } literal)
        {
            return literal.Value;
        }

        var characters = new StringBuilder(text.Groups["basic"].Value);
        return characters.Replace("\\\"", "\"").Replace(@"\\", @"\").ToString();
    }

    private const string Quoted = """ "(?:[^"\\]|\\.)*"|'[^']*' """;

    [GeneratedRegex(@"\bDryRun(?:=|,ParameterValue=)[\\""']*(?:true|all)\b")]
    private static partial Regex DryRun();

    [GeneratedRegex(
        $"""^[ \t]*(?:\[(?<table>[^\]\r\n]+)\]|(?<key>[A-Za-z0-9_-]+)[ \t]*=[ \t]*(?<value>\[[^\]]*\]|{Quoted}))""",
        RegexOptions.Multiline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Statement();

    [GeneratedRegex(""" "(?<basic>(?:[^"\\]|\\.)*)"|'(?<literal>[^']*)' """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Text();

    [GeneratedRegex("""(?:ParameterKey=(?<name>[A-Za-z0-9]+),ParameterValue=|(?<name>[A-Za-z0-9]+)=)(?<value>"[^"]*"|'[^']*'|[^\s]*)""")]
    private static partial Regex Override();
}
