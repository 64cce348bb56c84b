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
        YamlSequenceNode sequence => new Value.List([.. sequence.Children.Select(item => Read(item, faults))]),
        YamlMappingNode mapping => new Value.Map(Map(mapping, faults)),
        _ => throw new InvalidOperationException($"A YAML node of a kind nobody knows: {node.NodeType}"),
    };

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
    /// A mapping's keys, which must be text (Puppet crashes on others), and their values. An unquoted <c>&lt;&lt;</c> brings in what it
    /// names, under the mapping's own keys, as YAML 1.1 has it.
    /// </summary>
    public static IReadOnlyList<(string Name, YamlScalarNode Key, YamlNode Value)> Entries(YamlMappingNode mapping, FaultList faults)
    {
        var entries = new List<(string Name, YamlScalarNode Key, YamlNode Value)>(mapping.Children.Count);
        List<YamlNode>? merged = null;
        foreach (var (key, value) in mapping.Children)
        {
            if (key is YamlScalarNode { Value: "<<", Style: ScalarStyle.Plain })
            {
                (merged ??= []).Add(value);
            }
            else if (Key(key, faults) is { } name)
            {
                if (entries.Exists(entry => entry.Name == name))
                {
                    faults.Add(key, $"'{name}' is there twice");
                }

                entries.Add((name, (YamlScalarNode)key, value));
            }
        }

        foreach (var node in merged ?? [])
        {
            foreach (var source in Merged(node, faults))
            {
                var there = entries.Select(entry => entry.Name).ToHashSet(StringComparer.Ordinal);
                entries.AddRange(Entries(source, faults).Where(entry => !there.Contains(entry.Name)));
            }
        }

        return entries;
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
                faults.Add(scalar, $"a value of the type {scalar.Tag.Value} is not understood here");
                return new Value.Null();
        }
    }

    private static string? Key(YamlNode key, FaultList faults)
    {
        // 8080: is a name too: Puppet's hashes have text for keys.
        if (key is YamlScalarNode scalar && Scalar(scalar, faults) is Value.Text or Value.Integer or Value.Float)
        {
            return ((YamlScalarNode)key).Value!;
        }

        faults.Add(key, $"a key must be a name{(key is YamlScalarNode { Value: { Length: > 0 } text } ? $"; quote '{text}' if it is meant as text" : "")}");
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
