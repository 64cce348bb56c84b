using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Kickoff.Core.Classification;
using Kickoff.Core.Registration;
using YamlDotNet.RepresentationModel;

namespace Kickoff.Core.Configuration;

/// <summary>Reads <c>parameters:</c>, and the load balancers it names.</summary>
internal sealed partial class ParametersReader(string group, FaultList faults, List<(TargetGroup Named, YamlNode At)> targetGroups)
{
    private static readonly string[] LoadBalancerParameterNames = [LoadBalancerNames.Classic, LoadBalancerNames.TargetGroup];

    public ImmutableSortedDictionary<string, Value> Read(YamlNode node)
    {
        if (node is YamlMappingNode map)
        {
            var entries = YamlValues.Entries(map, faults);
            foreach (var (name, key, _) in entries)
            {
                CheckName(name, key);
            }

            var values = YamlValues.Map(map, faults);
            foreach (var parameter in LoadBalancerParameterNames)
            {
                var at = entries.FirstOrDefault(entry => entry.Name == parameter).Value;
                CheckLoadBalancers(parameter, values.GetValueOrDefault(parameter), at);
            }

            return values.RemoveRange(ReservedParameters.Ignored);
        }

        if (node is not YamlScalarNode empty || YamlValues.Scalar(empty, faults) is not (Value.Null or Value.Boolean { Is: false }))
        {
            var instead = node is YamlSequenceNode ? " (name: value), not a list of names" : "";
            faults.Add(node, $"group '{group}': parameters is a mapping{instead}");
        }

        return ImmutableSortedDictionary.Create<string, Value>(StringComparer.Ordinal);
    }

    /// <summary>What was plainly meant to be one of the two parameters that name load balancers; null for any other parameter.</summary>
    private static string? MeantLoadBalancers(string name)
    {
        var letters = NotLetters().Replace(name, "").ToLowerInvariant();
        letters = letters.EndsWith('s') ? letters[..^1] : letters;
        return LoadBalancerParameterNames.Contains(name) ? null
            : LoadBalancerParameterNames.FirstOrDefault(parameter => letters == NotLetters().Replace(parameter, ""));
    }

    private void CheckName(string name, YamlNode key)
    {
        if (ReservedParameters.FailCompilation(name))
        {
            faults.Add(key, $"group '{group}': Puppet refuses a parameter named '{name}'");
        }
        else if (key is YamlScalarNode scalar && YamlValues.Scalar(scalar, faults) is Value.Null)
        {
            faults.Add(key, $"group '{group}': a parameter has no name ('{name}' is YAML's nothing)");
        }
        else if (ReservedParameters.Kickoffs.Contains(name))
        {
            faults.Add(key, $"group '{group}': the parameter '{name}' is what Kickoff says of the server");
        }
        else if (MeantLoadBalancers(name) is { } meant)
        {
            faults.Add(key, $"group '{group}': no server is registered by a parameter '{name}';"
                + $" did you mean '{meant}'? It takes one or a list");
        }
    }

    private void CheckLoadBalancers(string parameter, Value? value, YamlNode node)
    {
        var at = node is YamlSequenceNode list ? list.Children : [node];
        foreach (var (item, where) in LoadBalancerNames.Items(value).Zip(at))
        {
            var read = LoadBalancerParameters.Read(parameter, item);
            if (read.Fault is { } fault)
            {
                faults.Add(where, $"{group}: {fault}");
            }
            else if (read.Named is TargetGroup targetGroup)
            {
                targetGroups.Add((targetGroup, where));
            }
        }
    }

    [GeneratedRegex("[^A-Za-z]")]
    private static partial Regex NotLetters();
}
