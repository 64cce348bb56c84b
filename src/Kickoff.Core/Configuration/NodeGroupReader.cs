using System.Collections.Immutable;
using Kickoff.Core.Classification;
using Kickoff.Core.Registration;
using YamlDotNet.RepresentationModel;

namespace Kickoff.Core.Configuration;

/// <summary>Reads one entry of node_groups.yml.</summary>
internal sealed class NodeGroupReader(string name, FaultList faults, List<(TargetGroup Named, YamlNode At)> targetGroups)
{
    private static readonly string[] Keys = ["classes", "environment", "parameters", "priority"];

    private static readonly Dictionary<string, string> ShortKeys = new(StringComparer.Ordinal)
    {
        ["params"] = "parameters",
        ["env"] = "environment",
        ["prio"] = "priority",
    };

    private int _priority;
    private string? _environment;
    private ImmutableSortedDictionary<string, Value.Map> _classes = ImmutableSortedDictionary<string, Value.Map>.Empty;
    private ImmutableSortedDictionary<string, Value> _parameters = ImmutableSortedDictionary.Create<string, Value>(StringComparer.Ordinal);

    /// <summary>Null for what is no group: a fault, or a place for anchors that other groups merge.</summary>
    public NodeGroup? Read(YamlScalarNode key, YamlNode value)
    {
        if (value is not YamlMappingNode fragment)
        {
            faults.Add(value, Keys.Contains(name)
                ? AtTheMargin
                : $"group '{name}': a fragment with classes, environment or parameters is expected");
            return null;
        }

        var before = faults.Count;
        var entries = YamlValues.Entries(fragment, faults);
        var isGroup = entries.Any(entry => Keys.Contains(entry.Name));
        foreach (var entry in entries)
        {
            ReadEntry(entry.Name, entry.Key, entry.Value, isGroup);
        }

        if (_classes.Count == 0 && _environment is null && _parameters.Count == 0)
        {
            if (faults.Count == before && (isGroup || !HasAnchor(fragment)))
            {
                // Answered to Puppet, it would be a server without any class, and nobody would notice.
                faults.Add(key, SaysNothing(isGroup ? [] : entries));
            }

            return null;
        }

        if (name != "*" && SecurityGroupName.Fault(name) is { } fault)
        {
            faults.Add(key, $"'{name}' {fault}");
        }

        return new NodeGroup(name, _priority, _classes, _environment, _parameters);
    }

    private void ReadEntry(string key, YamlNode keyNode, YamlNode value, bool inGroup)
    {
        switch (key)
        {
            case "classes":
                _classes = new ClassesReader(name, faults).Read(value);
                break;
            case "environment":
                _environment = Environment(value);
                break;
            case "parameters":
                _parameters = new ParametersReader(name, faults, targetGroups).Read(value);
                break;
            case "priority":
                _priority = Priority(value);
                break;
            // Puppet ignores keys it does not know, and so do we, unless one is plainly a slip.
            case var unknown when (ShortKeys.GetValueOrDefault(unknown) ?? Nearest.To(unknown, Keys)) is { } meant:
                faults.Add(keyNode, $"group '{name}': '{unknown}' is not a key; did you mean '{meant}'?");
                break;
            case LoadBalancerNames.Classic or LoadBalancerNames.TargetGroup:
                faults.Add(keyNode, $"group '{name}': '{key}' is one of the parameters; indent it below 'parameters:'");
                break;
            case var hieras when !HasAnchor(value) && hieras.LastIndexOf("::", StringComparison.Ordinal) is > 0 and var at
                && PuppetNames.Class(hieras[..at]) is { } owner && PuppetNames.IsParameter(hieras[(at + 2)..]):
                faults.Add(keyNode, $"group '{name}': '{hieras}' is how Hiera names a class's parameter, and Puppet ignores it here;"
                    + $" write classes: {{{owner}: {{{hieras[(at + 2)..]}: …}}}}");
                break;
            case var other when inGroup && LooksLikeGroup(value) && !HasAnchor(value):
                faults.Add(keyNode, $"group '{name}': '{other}' looks like a group of its own; move it to the margin");
                break;
            default:
                break;
        }
    }

    private string SaysNothing(IReadOnlyList<(string Name, YamlScalarNode Key, YamlNode Value)> entries)
    {
        var around = entries.Where(entry => LooksLikeGroup(entry.Value)).Select(entry => entry.Name).ToArray();
        return around.Length > 0
                ? $"'{name}' is no group but something around groups ({string.Join(", ", around)});"
                    + $" take '{name}:' away and move them to the margin"
            : Keys.Contains(name) ? AtTheMargin
            : $"group '{name}' says nothing: give it classes, parameters or an environment, or take it out";
    }

    private string AtTheMargin => $"'{name}' stands at the margin; first comes a security group's name, and '{name}:' below it, indented";

    private static bool LooksLikeGroup(YamlNode node) =>
        node is YamlMappingNode map && map.Children.Keys.Any(key => key is YamlScalarNode { Value: { } text } && Keys.Contains(text));

    /// <summary>What other groups merge may stand anywhere.</summary>
    private static bool HasAnchor(YamlNode node) => node.AllNodes.Any(inner => !inner.Anchor.IsEmpty);

    private string? Environment(YamlNode node)
    {
        var value = node is YamlScalarNode scalar ? YamlValues.Scalar(scalar, faults) : null;
        if (value is Value.Null or Value.Boolean { Is: false })
        {
            return null;
        }

        if (value is Value.Text { Characters: var environment } && PuppetNames.IsEnvironment(environment))
        {
            return environment;
        }

        faults.Add(node, $"group '{name}': an environment is letters, digits and _, and text (quote it if it looks like a number)"
            + PuppetNames.EnvironmentHint((value as Value.Text)?.Characters ?? ""));
        return null;
    }

    private int Priority(YamlNode node)
    {
        if (node is YamlScalarNode scalar && YamlValues.Scalar(scalar, faults) is Value.Integer { Number: var number }
            && number > -1_000_000 && number < 1_000_000)
        {
            return (int)number;
        }

        faults.Add(node, $"group '{name}': a priority is a whole number");
        return 0;
    }
}
