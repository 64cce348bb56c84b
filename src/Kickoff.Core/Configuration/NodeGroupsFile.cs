using System.Collections.Immutable;
using Kickoff.Core.Classification;
using Kickoff.Core.Registration;
using YamlDotNet.RepresentationModel;

namespace Kickoff.Core.Configuration;

/// <summary>
/// Reads node_groups.yml in the 2012 format: a security group's name, then an ENC fragment
/// (https://www.puppet.com/docs/puppet/7/nodes_external.html), with an optional <c>priority:</c>. What Puppet takes is taken; what cannot
/// mean anything is a fault.
/// </summary>
public static class NodeGroupsFile
{
    /// <summary>
    /// Throws ConfigurationException with every fault; <paramref name="file"/> is what messages call it. Who knows where the stack is
    /// deployed to, or wants what the file says of it compared, gives the place.
    /// </summary>
    public static NodeGroups Read(string file, string text, AwsPlace? place = null)
    {
        var faults = new FaultList(file);
        var groups = ImmutableSortedDictionary.CreateBuilder<string, NodeGroup>(StringComparer.Ordinal);
        var targetGroups = new List<(TargetGroup Named, YamlNode At)>();
        if (YamlFile.Read(text, faults) is { } root)
        {
            var entries = YamlValues.Entries(root, faults);
            foreach (var (name, key, value) in entries)
            {
                if (new NodeGroupReader(name, faults, targetGroups).Read(key, value) is { } group)
                {
                    groups[name] = group;
                }
            }

            if (groups.Count == 0 && !faults.Any)
            {
                faults.Add(1, "no security group is mapped: no server would be classified");
            }
        }

        if (place is not null)
        {
            TargetGroupPlaces.Check(targetGroups, place, faults);
        }

        faults.ThrowIfAny();
        groups.Remove("*", out var fallback);
        return new NodeGroups(groups.ToImmutable(), fallback);
    }
}
