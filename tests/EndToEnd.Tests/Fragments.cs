using System.Text.RegularExpressions;

namespace Kickoff.EndToEnd.Tests;

/// <summary>An ENC fragment, and a site whose classes it names.</summary>
internal sealed record Fragment(string Text, string Site);

/// <summary>Names and values in every form that YAML has, in every place where a fragment has one.</summary>
internal static partial class Fragments
{
    /// <summary>As they stand in a file, and the name that is meant.</summary>
    private static readonly (string Yaml, string Name)[] Names =
    [
        .. new[]
        {
            "null", "Null", "~", "yes", "No", "on", "off", "true", "FALSE", "y", "n", "8080", "012", "0x1f", "1.10", "1_000", "1e3",
            "12:30", ".inf", "2012-06-28", "2012-06-28 18:45:00", ":sym", "a", "A", "aB", "a_b", "_a", "a1", "1a", "a-b", "a.b", "a b",
            "a/b", "a::b", "A::bC", "::a", "a::", "a:b", "$a", "é", "<<", "=", "if", "default", "undef", "class", "main", "settings",
            "type", "any", "integer", "string", "array", "name", "title", "tag", "noop", "alias", "facts", "trusted", "server_facts",
            "environment", "module_name", "caller_module_name", "p_42", "x", "clientversion", "serverversion", "private", "attr",
            "plan", "site",
        }.Select(name => (name, name)),
        .. new[] { "", "null", "~", "yes", "true", "8080", "012", "1.10", "<<", "a", "a b", "a\\nb", " a", "2012-06-28", ":sym" }
            .Select(name => ($"\"{name}\"", name)),
        ("''", ""), ("!!str yes", "yes"), ("!!int 12", "12"), ("&k a", "a"), ("!ruby/sym a", "a"),
    ];

    private static readonly string[] Values =
    [
        "", "~", "null", "\"\"", "''", "yes", "no", "true", "false", "'true'", "0", "12", "012", "1.10", "1e3", ".inf", ".nan", "12:30",
        "2012-06-28", "2012-06-28 18:45:00", ":sym", "text", "a", "'a'", "[]", "{}", "[a]", "[~]", "['']", "[[a]]", "[{}]", "[{a: }]",
        "[{a: {}}]", "[{a: {p: 1}}]", "[a, a]", "[a, {a: }]", "{a: }", "{a: {}}", "{a: {p: 1}}", "{a: {p: ~}}", "{p: }", "{p: [1, '1']}",
        "{~: x}", "{'': x}", "{? [a] : x}", "&v {p: 1}", "&v [a]", "&v a", "!!str 12", "!!int '12'", "!!float 1", "!!bool yes", "!!null ''",
        "!!set {a, b}", "!!binary aGk=", "!!omap [a: 1]", "!!timestamp 2012-06-28", "!!map {p: 1}", "!!seq [a]", "!!str", "!ruby/sym a",
        "!ruby/regexp /a/", "!ruby/object:Object {}", "!ruby/hash:ActiveSupport::HashWithIndifferentAccess {p: 1}", "!Ref a", "0o14",
        "123456789012345678901234567890", "0b11", "-0", "+1", "1_000", "é", "\"\\u00e9\\n\"", "\"a\\tb\"", "a, b", "a b", "agent-specified",
        "QA", "pre-prod", "Über",
    ];

    /// <summary>Whether the environment is there is not lint's to know: all that could be are.</summary>
    public static IReadOnlyList<string> Environments { get; } =
    [
        "production", .. Values.Select(value => value.Trim('\'', '"')).Concat(Names.Select(name => name.Name)).Distinct().Where(
            name => name != "production" && name.Length > 0 && name.All(letter => char.IsLetterOrDigit(letter) || letter == '_')),
    ];

    /// <summary>What Puppet takes and lint refuses, and why.</summary>
    public static bool IsRefusedAllTheSame(string text) =>
        // Types of other programs: nobody fills them in, and a manifest has none of them.
        text.Contains(" !", StringComparison.Ordinal) || text.Contains("[!", StringComparison.Ordinal)
        || text.Contains("\n!", StringComparison.Ordinal)
        // Variables without a name, or with a list for one; a merge of what is no mapping; an environment without a name.
        || NoName().IsMatch(text) || text.Contains("? [a]", StringComparison.Ordinal)
        || text.Contains("<<: ", StringComparison.Ordinal) || Nameless().IsMatch(text)
        // Keys beside classes that Puppet ignores, and that are plainly a slip.
        || text.Contains("]\nclass: 1", StringComparison.Ordinal) || Hieras().IsMatch(text)
        // What the parser of YAML that Kickoff has cannot read: a name that begins with a colon, after a list in brackets.
        || text.Contains("]\n:", StringComparison.Ordinal);

    /// <summary>What means another thing in Kickoff's answer, and why.</summary>
    public static bool MeansAnother(string text) =>
        // The name of a variable is what stands there, not what YAML makes of it.
        Variable().IsMatch(text)
        // A symbol of Ruby's is the text that stands there.
        || Symbol().IsMatch(text)
        // A quoted << is a key. Psych merges that too.
        || text.Contains("\"<<\"", StringComparison.Ordinal);

    public static IReadOnlyList<Fragment> All { get; } = [.. Make().DistinctBy(one => one.Text)];

    private static IEnumerable<Fragment> Make()
    {
        foreach (var (yaml, name) in Names)
        {
            var bare = name.StartsWith("::", StringComparison.Ordinal) ? name[2..] : name;
            var named = bare is "" or "~" or "<<" or "FALSE" ? "" : $"class {bare.ToLowerInvariant()} {{ }}\n";
            yield return Of($"classes:\n  {yaml}:\n", named);
            yield return Of($"classes:\n  - {yaml}\n", named);
            yield return Of($"classes: {yaml}\n", named);
            yield return Of($"classes:\n  a:\n    {yaml}: 1\n", $"class a(${name} = undef) {{ }}\n");
            yield return Of($"classes:\n  a:\n    p:\n      {yaml}: 1\n", "class a($p = undef) { }\n");
            yield return Of($"parameters:\n  {yaml}: 1\n", "");
            yield return Of($"parameters:\n  p:\n    {yaml}: 1\n", "");
            yield return Of($"parameters:\n  p:\n  - {yaml}: 1\n", "");
            if (name != "environment")
            {
                yield return Of($"classes: [a]\n{yaml}: 1\n", "class a { }\n");
            }
        }

        const string classes = "class a($p = undef, $a = undef) { }\nclass p { }\nclass qa { }\nclass text { }\n";
        foreach (var value in Values)
        {
            yield return Of($"classes: {value}\n", classes);
            yield return Of($"classes:\n  a: {value}\n", classes);
            yield return Of($"classes:\n  - {value}\n", classes);
            yield return Of($"classes:\n  a:\n    p: {value}\n", classes);
            yield return Of($"parameters: {value}\n", classes);
            yield return Of($"parameters:\n  p: {value}\n", classes);
            yield return Of($"parameters:\n  p: [{value}]\n", classes);
            yield return Of($"classes: [a]\nother: {value}\n", classes);
            yield return new Fragment($"classes: [a]\nenvironment: {value}\n", classes);
        }

        foreach (var merge in new[] { "*v", "[*v, *v]", "{p: 1}", "~", "a", "[a]", "[]" })
        {
            yield return Of($"other: &v {{p: 1, q: 2}}\nclasses:\n  a:\n    <<: {merge}\n", "class a($p = undef, $q = undef) { }\n");
            yield return Of($"other: &v {{p: 1, q: 2}}\nclasses:\n  a:\n    p: 3\n    <<: {merge}\n", "class a($p = undef, $q = 1) { }\n");
            yield return Of($"other: &v {{p: 1, q: 2}}\nparameters:\n  q: 3\n  <<: {merge}\n", "");
            yield return Of($"other: &v {{p: 1, q: 2}}\nparameters:\n  p:\n    \"<<\": {merge}\n", "");
        }
    }

    /// <summary>With something said in any case: a group that says nothing is another matter.</summary>
    private static Fragment Of(string text, string site) => new(text + "environment: production\n", site);

    [GeneratedRegex(@"parameters:(?: \{|\n  )(?:~|[Nn]ull): ")]
    private static partial Regex NoName();

    [GeneratedRegex(@"environment: (?:""""|'')\n")]
    private static partial Regex Nameless();

    [GeneratedRegex(@"\]\n[A-Za-z:]+::[A-Za-z]+: 1")]
    private static partial Regex Hieras();

    [GeneratedRegex(@"^parameters:\n  (?:\.inf|1\.10|::a|:sym|[Nn]o|o[nf]+|yes|true|FALSE|0x1f|012|1_000|12:30): 1")]
    private static partial Regex Variable();

    [GeneratedRegex(@"[ \[]::?(?:a|sym)(?::|\]?\n)")]
    private static partial Regex Symbol();
}
