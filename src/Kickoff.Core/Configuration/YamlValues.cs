using System.Collections.Immutable;
using Kickoff.Core.Classification;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Kickoff.Core.Configuration;

/// <summary>YAML nodes as values of an ENC fragment, their types kept.</summary>
internal static class YamlValues
{
    public static Value Read(YamlNode node, FaultList faults) => node switch
    {
        YamlScalarNode scalar => Scalar(scalar),
        YamlSequenceNode sequence => new Value.List([.. sequence.Children.Select(item => Read(item, faults))]),
        YamlMappingNode mapping => new Value.Map(Map(mapping, faults)),
        _ => throw new InvalidOperationException($"A YAML node of a kind nobody knows: {node.NodeType}"),
    };

    /// <summary>Keys must be text: Puppet crashes on others. <c>&lt;&lt;</c> merges what it names, as YAML 1.1 has it.</summary>
    public static ImmutableSortedDictionary<string, Value> Map(YamlMappingNode mapping, FaultList faults)
    {
        var entries = ImmutableSortedDictionary.CreateBuilder<string, Value>(StringComparer.Ordinal);
        foreach (var merged in mapping.Children.Where(child => IsMerge(child.Key)).SelectMany(child => Merged(child.Value)))
        {
            foreach (var (key, value) in Map(merged, faults))
            {
                entries.TryAdd(key, value);
            }
        }

        foreach (var (key, value) in mapping.Children.Where(child => !IsMerge(child.Key)))
        {
            if (Key(key, faults) is { } name)
            {
                entries[name] = Read(value, faults);
            }
        }

        return entries.ToImmutable();
    }

    /// <summary>A key's text; null and a fault when it is none.</summary>
    public static string? Key(YamlNode key, FaultList faults)
    {
        if (key is YamlScalarNode scalar && Scalar(scalar) is Value.Text or Value.Integer or Value.Float)
        {
            return ((YamlScalarNode)key).Value!;
        }

        faults.Add(key, "a key must be a name; quote it if it is meant as text");
        return null;
    }

    public static Value Scalar(YamlScalarNode scalar) =>
        scalar.Style is ScalarStyle.Plain or ScalarStyle.Any && scalar.Tag.IsEmpty ? BareScalar.Read(scalar.Value ?? "") : new Value.Text(scalar.Value ?? "");

    private static bool IsMerge(YamlNode key) => key is YamlScalarNode { Value: "<<", Style: ScalarStyle.Plain };

    private static IEnumerable<YamlMappingNode> Merged(YamlNode node) => node switch
    {
        YamlMappingNode mapping => [mapping],
        YamlSequenceNode sequence => sequence.Children.OfType<YamlMappingNode>(),
        _ => [],
    };
}
