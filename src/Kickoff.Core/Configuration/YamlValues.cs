using System.Collections.Immutable;
using Kickoff.Core.Classification;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Kickoff.Core.Configuration;

/// <summary>YAML nodes as values of an ENC fragment, their types kept.</summary>
internal static class YamlValues
{
    /// <summary>YAML's own tags whose value is what the bare scalar would be; another tag is a fault.</summary>
    private const string CoreTags = "tag:yaml.org,2002:";

    public static Value Read(YamlNode node, FaultList faults) => node switch
    {
        YamlScalarNode scalar => Scalar(scalar, faults),
        YamlSequenceNode sequence => List(sequence, faults),
        YamlMappingNode mapping => Nested(mapping, faults),
        _ => throw new InvalidOperationException($"A YAML node of a kind nobody knows: {node.NodeType}"),
    };

    /// <summary>A mapping of names to values: variables, or the parameters of a class.</summary>
    public static ImmutableSortedDictionary<string, Value> Map(YamlMappingNode mapping, FaultList faults)
    {
        var entries = ImmutableSortedDictionary.CreateBuilder<string, Value>(StringComparer.Ordinal);
        foreach (var (name, _, value) in Entries(mapping, faults))
        {
            entries[name] = Read(value, faults);
        }

        return entries.ToImmutable();
    }

    /// <summary>
    /// A mapping's keys as they are written, and their values: yes and 8080 are names here, because Puppet's names are text and it crashes
    /// on others (within a value it does not, and there they are what they are). An unquoted <c>&lt;&lt;</c> brings in what it names, as
    /// Ruby does: over what stands before it, under what stands after it, and of a list the first has the word.
    /// </summary>
    public static IReadOnlyList<(string Name, YamlScalarNode Key, YamlNode Value)> Entries(YamlMappingNode mapping, FaultList faults)
    {
        CheckTag(mapping, faults);
        var entries = new List<(string Name, YamlScalarNode Key, YamlNode Value)>(mapping.Children.Count);
        var own = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, value) in mapping.Children)
        {
            if (key is YamlScalarNode { Value: "<<", Style: ScalarStyle.Plain })
            {
                foreach (var entry in Merged(value, faults).Reverse().SelectMany(source => Entries(source, faults)))
                {
                    Set(entry);
                }
            }
            else if (Key(key, faults) is { } name)
            {
                if (!own.Add(name))
                {
                    faults.Add(key, $"'{name}' is there twice");
                }

                Set((name, (YamlScalarNode)key, value));
            }
        }

        return entries;

        void Set((string Name, YamlScalarNode Key, YamlNode Value) entry)
        {
            var at = entries.FindIndex(there => there.Name == entry.Name);
            if (at < 0)
            {
                entries.Add(entry);
            }
            else
            {
                entries[at] = entry;
            }
        }
    }

    public static Value Scalar(YamlScalarNode scalar, FaultList faults)
    {
        var text = scalar.Value ?? "";
        if (scalar.Tag.IsEmpty)
        {
            return scalar.Style is ScalarStyle.Plain or ScalarStyle.Any ? BareScalar.Read(text) : new Value.Text(text);
        }

        switch (scalar.Tag.IsNonSpecific ? "str" : scalar.Tag.Value.Replace(CoreTags, "", StringComparison.Ordinal))
        {
            case "str":
                return new Value.Text(text);
            case "int" when BareScalar.Read(text) is Value.Integer number:
                return number;
            case "float" when BareScalar.Read(text) is Value.Float number:
                return number;
            case "float" when BareScalar.Read(text) is Value.Integer number:
                return new Value.Float((double)number.Number);
            case "bool" when BareScalar.Read(text) is Value.Boolean truth:
                return truth;
            case "null":
                return new Value.Null();
            default:
                faults.Add(scalar, Unknown(scalar));
                return new Value.Null();
        }
    }

    /// <summary>A mapping or list may say that it is one, and nothing else.</summary>
    public static void CheckTag(YamlNode node, FaultList faults)
    {
        if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific && node.Tag.Value != CoreTags + (node is YamlMappingNode ? "map" : "seq"))
        {
            faults.Add(node, Unknown(node));
        }
    }

    private static string Unknown(YamlNode node) =>
        $"a value of the type {node.Tag.Value} is not understood here; take '{node.Tag.Value}' away";

    /// <summary>A mapping within a value: its keys keep their types too, <c>$ports[80]</c> is not <c>$ports['80']</c>.</summary>
    private static Value.Map Nested(YamlMappingNode mapping, FaultList faults)
    {
        var entries = ImmutableSortedDictionary.CreateBuilder<string, Value>(StringComparer.Ordinal);
        var bare = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var (name, key, value) in Entries(mapping, faults))
        {
            var meant = YamlText.Bare(Scalar(key, faults));
            if (entries.ContainsKey(meant ?? name))
            {
                faults.Add(key, $"'{name}' is there twice");
            }

            entries[meant ?? name] = Read(value, faults);
            if (meant is not null)
            {
                bare.Add(meant);
            }
        }

        return new Value.Map(entries.ToImmutable()) { Bare = bare.ToImmutable() };
    }

    private static Value.List List(YamlSequenceNode sequence, FaultList faults)
    {
        CheckTag(sequence, faults);
        return new Value.List([.. sequence.Children.Select(item => Read(item, faults))]);
    }

    private static string? Key(YamlNode key, FaultList faults)
    {
        if (key is YamlScalarNode { Value: { } text } scalar && (text.Length > 0 || scalar.Style != ScalarStyle.Plain))
        {
            // For the fault of a type nobody knows.
            _ = Scalar(scalar, faults);
            return text;
        }

        faults.Add(key, key is YamlScalarNode ? "a name is missing before ':'" : "a key must be a name");
        return null;
    }

    private static IEnumerable<YamlMappingNode> Merged(YamlNode node, FaultList faults)
    {
        if (node is YamlMappingNode one)
        {
            return [one];
        }

        if (node is YamlSequenceNode several && several.Children.All(item => item is YamlMappingNode))
        {
            return several.Children.Cast<YamlMappingNode>();
        }

        faults.Add(node, "<< takes a mapping, or a list of mappings");
        return [];
    }
}
