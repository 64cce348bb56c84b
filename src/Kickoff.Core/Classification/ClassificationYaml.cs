using System.Text;

namespace Kickoff.Core.Classification;

/// <summary>A classification as the YAML an external node classifier answers.</summary>
public static class ClassificationYaml
{
    /// <summary>Both engines refuse a key of more than 1,024 characters unless it is marked with <c>?</c>.</summary>
    private const int LongestPlainKey = 1000;

    /// <summary>First <paramref name="headline"/> as a comment, then the document.</summary>
    public static string Write(string headline, ServerClassification.Classified classification) =>
        Write(headline, classification, explain: false);

    /// <summary>The same document, each value with a comment that says which group or tag it came from.</summary>
    public static string Explain(string headline, ServerClassification.Classified classification) =>
        Write(headline, classification, explain: true);

    private static string Write(string headline, ServerClassification.Classified classification, bool explain)
    {
        var yaml = new StringBuilder(2048).Append("# ").Append(headline).Append("\n---\n");
        if (explain)
        {
            foreach (var key in classification.Collisions)
            {
                yaml.Append("# tag ");
                YamlText.AppendQuoted(yaml, key);
                yaml.Append(" has no parameter of its own: another tag's name folds to the same; it is in ec2_tags\n");
            }
        }

        Append(yaml, classification.Root, 0, explain);
        return yaml.ToString();
    }

    private static void Append(StringBuilder yaml, Sourced.Branch branch, int indent, bool explain)
    {
        foreach (var (key, entry) in branch.Entries)
        {
            AppendKey(yaml, key, branch.Bare.Contains(key), indent);
            switch (entry)
            {
                case Sourced.Branch { Entries.Count: > 0 } inner:
                    yaml.Append('\n');
                    Append(yaml, inner, indent + 2, explain);
                    break;
                case Sourced.Branch:
                    yaml.Append(" {}");
                    End(yaml, entry.Source, explain);
                    break;
                case Sourced.Leaf { Value: Value.List { Items.Length: > 0 } list }:
                    End(yaml, entry.Source, explain);
                    AppendItems(yaml, list, indent);
                    break;
                case Sourced.Leaf leaf:
                    yaml.Append(' ');
                    AppendScalar(yaml, leaf.Value);
                    End(yaml, entry.Source, explain);
                    break;
                default:
                    throw new InvalidOperationException($"A node of a kind nobody knows: {entry}");
            }
        }
    }

    private static void AppendKey(StringBuilder yaml, string key, bool bare, int indent)
    {
        yaml.Append(' ', indent);
        var start = yaml.Length;
        if (bare)
        {
            yaml.Append(key);
        }
        else
        {
            // Psych merges what a key << names, even a quoted one, unless it is tagged as text.
            yaml.Append(key == "<<" ? "!!str " : "");
            YamlText.AppendQuoted(yaml, key);
        }

        if (yaml.Length - start > LongestPlainKey)
        {
            yaml.Insert(start, "? ").Append('\n').Append(' ', indent);
        }

        yaml.Append(':');
    }

    private static void AppendItems(StringBuilder yaml, Value.List list, int indent)
    {
        foreach (var item in list.Items)
        {
            yaml.Append(' ', indent).Append('-');
            switch (item)
            {
                case Value.List { Items.Length: > 0 } inner:
                    yaml.Append('\n');
                    AppendItems(yaml, inner, indent + 2);
                    break;
                case Value.Map { Entries.Count: > 0 } map:
                    yaml.Append('\n');
                    Append(yaml, (Sourced.Branch)Sourced.Of(map, ""), indent + 2, explain: false);
                    break;
                default:
                    yaml.Append(' ');
                    AppendScalar(yaml, item);
                    yaml.Append('\n');
                    break;
            }
        }
    }

    private static void AppendScalar(StringBuilder yaml, Value value)
    {
        switch (value)
        {
            case Value.Text text:
                YamlText.AppendQuoted(yaml, text.Characters);
                break;
            case Value.List:
                yaml.Append("[]");
                break;
            case Value.Map:
                yaml.Append("{}");
                break;
            default:
                yaml.Append(YamlText.Bare(value) ?? throw new InvalidOperationException($"A value of a kind nobody knows: {value}"));
                break;
        }
    }

    private static void End(StringBuilder yaml, string source, bool explain)
    {
        if (explain && source.Length > 0)
        {
            yaml.Append(" # ");
            // A comment ends with its line, and control characters may stand in none.
            foreach (var rune in source.EnumerateRunes())
            {
                yaml.Append(Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029 or 0xFFFE or 0xFFFF ? "\uFFFD" : rune.ToString());
            }
        }

        yaml.Append('\n');
    }
}
