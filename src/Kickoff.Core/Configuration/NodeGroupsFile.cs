using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Kickoff.Core.Classification;
using Kickoff.Core.Registration;
using YamlDotNet.RepresentationModel;

namespace Kickoff.Core.Configuration;

/// <summary>
/// Reads node_groups.yml in the 2012 format: a security group's name, then an ENC fragment
/// (https://www.puppet.com/docs/puppet/7/nodes_external.html), with an optional <c>priority:</c>.
/// </summary>
public static partial class NodeGroupsFile
{
    private static readonly string[] Keys = ["classes", "environment", "parameters", "priority"];

    /// <summary>Throws ConfigurationException with every fault; <paramref name="file"/> is what messages call it.</summary>
    public static NodeGroups Read(string file, string text)
    {
        var faults = new FaultList(file);
        var groups = ImmutableSortedDictionary.CreateBuilder<string, NodeGroup>(StringComparer.Ordinal);
        if (YamlFile.Read(text, faults) is { } root)
        {
            foreach (var (name, _, value) in YamlValues.Entries(root, faults))
            {
                if (value is YamlMappingNode fragment)
                {
                    groups[name] = Group(name, fragment, faults);
                }
                else
                {
                    faults.Add(value, $"group '{name}': a fragment with classes, environment or parameters is expected");
                }
            }
        }

        faults.ThrowIfAny();
        groups.Remove("*", out var fallback);
        return new NodeGroups(groups.ToImmutable(), fallback);
    }

    private static NodeGroup Group(string name, YamlMappingNode fragment, FaultList faults)
    {
        var priority = 0;
        string? environment = null;
        var classes = ImmutableSortedDictionary.Create<string, Value.Map>(StringComparer.Ordinal);
        var parameters = ImmutableSortedDictionary.Create<string, Value>(StringComparer.Ordinal);
        YamlNode parametersAt = fragment;
        foreach (var (key, keyNode, value) in YamlValues.Entries(fragment, faults))
        {
            switch (key)
            {
                case "classes":
                    classes = Classes(name, value, faults);
                    break;
                case "environment":
                    environment = Environment(name, value, faults);
                    break;
                case "parameters":
                    (parameters, parametersAt) = (Parameters(name, value, faults), value);
                    break;
                case "priority":
                    priority = Priority(name, value, faults);
                    break;
                // Puppet ignores keys it does not know, and so do we, unless one is plainly a slip.
                case var unknown when Nearest.To(unknown, Keys) is { } meant:
                    faults.Add(keyNode, $"group '{name}': '{unknown}' is not a key; did you mean '{meant}'?");
                    break;
                default:
                    break;
            }
        }

        var group = new NodeGroup(name, priority, classes, environment, parameters);
        foreach (var fault in LoadBalancerParameters.Read(group).Faults)
        {
            faults.Add(LineOf(parametersAt, fault), fault);
        }

        return group;
    }

    /// <summary>A fault names the parameter it is about, not its line.</summary>
    private static YamlNode LineOf(YamlNode parameters, string fault) =>
        (parameters as YamlMappingNode)?.Children.Keys.FirstOrDefault(
            key => key is YamlScalarNode { Value: { Length: > 0 } name } && fault.Contains($": {name} ", StringComparison.Ordinal)) ?? parameters;

    private static ImmutableSortedDictionary<string, Value.Map> Classes(string group, YamlNode node, FaultList faults)
    {
        var classes = ImmutableSortedDictionary.CreateBuilder<string, Value.Map>(StringComparer.Ordinal);
        var none = new Value.Map(ImmutableSortedDictionary.Create<string, Value>(StringComparer.Ordinal));
        switch (node)
        {
            case YamlSequenceNode list:
                foreach (var item in list.Children)
                {
                    Add(item, null);
                }

                break;
            case YamlMappingNode map:
                foreach (var (_, key, value) in YamlValues.Entries(map, faults))
                {
                    Add(key, value);
                }

                break;
            case YamlScalarNode scalar when YamlValues.Scalar(scalar, faults) is Value.Null:
                break;
            case YamlScalarNode scalar:
                Add(scalar, null);
                break;
            default:
                faults.Add(node, $"group '{group}': classes is a list of names, or a mapping of names to parameters");
                break;
        }

        return classes.ToImmutable();

        void Add(YamlNode nameNode, YamlNode? value)
        {
            if (nameNode is not YamlScalarNode scalar || YamlValues.Scalar(scalar, faults) is not Value.Text { Characters: var name } || !ClassName().IsMatch(name))
            {
                faults.Add(nameNode, $"group '{group}': '{(nameNode as YamlScalarNode)?.Value}' is not the name of a Puppet class");
                return;
            }

            switch (value)
            {
                case null:
                case YamlScalarNode empty when YamlValues.Scalar(empty, faults) is Value.Null:
                    classes[name] = none;
                    break;
                case YamlMappingNode parameters:
                    classes[name] = new Value.Map(YamlValues.Map(parameters, faults));
                    break;
                default:
                    faults.Add(value, $"group '{group}': the parameters of class '{name}' are a mapping");
                    break;
            }
        }
    }

    private static string? Environment(string group, YamlNode node, FaultList faults)
    {
        var value = node is YamlScalarNode scalar ? YamlValues.Scalar(scalar, faults) : null;
        if (value is Value.Null)
        {
            return null;
        }

        if (value is Value.Text { Characters: var name } && EnvironmentName().IsMatch(name))
        {
            return name;
        }

        faults.Add(node, $"group '{group}': an environment is lower-case letters, digits and _, and text (quote it if it looks like a number)");
        return null;
    }

    private static ImmutableSortedDictionary<string, Value> Parameters(string group, YamlNode node, FaultList faults)
    {
        if (node is YamlMappingNode map)
        {
            foreach (var (name, key, _) in YamlValues.Entries(map, faults))
            {
                if (ReservedParameters.FailCompilation(name))
                {
                    faults.Add(key, $"group '{group}': Puppet refuses a parameter named '{name}'");
                }
                else if (ReservedParameters.Kickoffs.Contains(name))
                {
                    faults.Add(key, $"group '{group}': the parameter '{name}' is what Kickoff says of the server");
                }
            }

            return YamlValues.Map(map, faults).RemoveRange(ReservedParameters.Ignored);
        }

        if (node is not YamlScalarNode empty || YamlValues.Scalar(empty, faults) is not Value.Null)
        {
            faults.Add(node, $"group '{group}': parameters is a mapping");
        }

        return ImmutableSortedDictionary.Create<string, Value>(StringComparer.Ordinal);
    }

    private static int Priority(string group, YamlNode node, FaultList faults)
    {
        if (node is YamlScalarNode scalar && YamlValues.Scalar(scalar, faults) is Value.Integer { Number: var number } && number > -1_000_000 && number < 1_000_000)
        {
            return (int)number;
        }

        faults.Add(node, $"group '{group}': a priority is a whole number");
        return 0;
    }

    [GeneratedRegex(@"\A(?:::)?[a-z][a-z0-9_]*(?:::[a-z][a-z0-9_]*)*\z")]
    private static partial Regex ClassName();

    [GeneratedRegex(@"\A[a-z0-9_]+\z")]
    private static partial Regex EnvironmentName();
}
