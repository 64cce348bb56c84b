using System.Collections.Immutable;
using Kickoff.Core.Servers;

namespace Kickoff.Core.Classification;

/// <summary>A server's security groups and tags decide what Puppet makes of it.</summary>
public static class Classifier
{
    public static ServerClassification Classify(Server server, NodeGroups groups, string region)
    {
        var mapped = server.SecurityGroups.Select(name => groups.Groups.GetValueOrDefault(name)).OfType<NodeGroup>().ToList();
        if (mapped.Count == 0)
        {
            if (groups.Fallback is null)
            {
                return new ServerClassification.NotMapped(server.SecurityGroups);
            }

            mapped.Add(groups.Fallback);
        }

        if (!FragmentMerge.TryMerge(mapped, out var merged, out var conflict))
        {
            return new ServerClassification.Conflicting(conflict);
        }

        var parameters = ((Sourced.Branch)merged.Entries["parameters"]).Entries.ToBuilder();
        var collisions = TagParameters.Add(parameters, server);
        parameters["ec2"] = Sourced.Of(Facts(server, region), "EC2");
        var root = merged.Entries.SetItem("parameters", new Sourced.Branch(parameters.ToImmutable(), ""));
        return new ServerClassification.Classified(new Sourced.Branch(root, ""), collisions);
    }

    private static Value.Map Facts(Server server, string region)
    {
        var facts = ImmutableSortedDictionary.CreateBuilder<string, Value>(StringComparer.Ordinal);
        facts["instance_id"] = new Value.Text(server.Id.Value);
        facts["region"] = new Value.Text(region);
        facts["availability_zone"] = Text(server.AvailabilityZone);
        facts["instance_type"] = Text(server.InstanceType);
        facts["image_id"] = Text(server.ImageId);
        facts["private_ip"] = Text(server.PrivateIp);
        facts["security_groups"] = new Value.List([.. server.SecurityGroups.Select(name => new Value.Text(name))]);
        facts["launch_time"] = new Value.Text(server.LaunchTime.ToString());
        return new Value.Map(facts.ToImmutable());

        static Value Text(string? text) => text is null ? new Value.Null() : new Value.Text(text);
    }
}
