using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;
using NodaTime;
using YamlDotNet.RepresentationModel;

namespace Kickoff.Core.Configuration;

/// <summary>Reads fleet.yml: what Kickoff may launch, and when.</summary>
public static partial class FleetFile
{
    /// <summary>
    /// Throws ConfigurationException with every fault of the file and of the user data it names. <paramref name="userData"/> gives the
    /// text of a file beside fleet.yml, null when there is none, and throws ConfigurationException when it is no text.
    /// </summary>
    public static ImmutableArray<Pool> Read(string file, string text, Func<string, string?> userData)
    {
        var faults = new FaultList(file);
        var pools = ImmutableArray.CreateBuilder<Pool>();
        if (YamlFile.Read(text, faults) is { } root)
        {
            var top = new Section("fleet", root, faults);
            if (top.Child("pools") is { } section)
            {
                foreach (var (name, key, value) in section.Entries)
                {
                    if (ReadPool(file, name, key, value, userData, faults) is { } pool)
                    {
                        pools.Add(pool);
                    }
                }

                if (section.Entries.Count == 0)
                {
                    section.Fault(section.Node, "there is no pool");
                }
            }

            top.Close();
        }

        faults.ThrowIfAny();
        return pools.ToImmutable();
    }

    private static Pool? ReadPool(
        string file, string name, YamlScalarNode key, YamlNode value, Func<string, string?> userData, FaultList faults)
    {
        if (!PoolName().IsMatch(name))
        {
            faults.Add(key, $"pool '{name}': a pool's name is 1 to 128 letters, digits and . _ -");
        }

        if (value is not YamlMappingNode mapping)
        {
            faults.Add(value, $"pool '{name}': launch, capacity, drain and protect_tag are expected");
            return null;
        }

        var section = new Section(name, mapping, faults);
        var launch = section.Child("launch") is { } launchSection ? ReadLaunch(launchSection, file, userData, faults) : null;
        var capacity = section.Child("capacity") is { } capacitySection ? CapacityReader.Read(capacitySection) : null;
        var drain = section.Time(
            "drain", Duration.FromMinutes(5), most: Duration.FromHours(1), because: " (a classic load balancer drains no longer)");
        var protect = section.Text("protect_tag", required: false) ?? "kickoff:protect";
        section.Close();
        return launch is null || capacity is null ? null : new Pool
        {
            Name = name,
            Launch = launch,
            Capacity = capacity with { Pool = name },
            Drain = drain,
            ProtectTag = protect,
        };
    }

    private static LaunchSpecification ReadLaunch(Section section, string file, Func<string, string?> userData, FaultList faults)
    {
        var specification = new LaunchSpecification
        {
            Image = ReadImage(section),
            InstanceTypes = section.Texts("instance_types", "instance types such as m7i.large", InstanceType().IsMatch),
            Subnets = section.Texts("subnets", "subnets by id (subnet-…)", SubnetId().IsMatch),
            // RunInstances takes groups by id where there is a subnet; node_groups.yml has their names.
            SecurityGroups = section.Texts("security_groups", "security groups by id (sg-…)", SecurityGroupId().IsMatch),
            KeyName = section.Text("key_name", required: false),
            InstanceProfile = section.Text("instance_profile", required: false),
            UserData = ReadUserData(section, file, userData, faults),
            Tags = ReadTags(section),
        };
        section.Close();
        return specification;
    }

    private static ImageSource ReadImage(Section section)
    {
        switch (section.Find("image"))
        {
            case YamlScalarNode { Value: { } id } when ImageId().IsMatch(id):
                return new ImageSource.Fixed(id);
            case YamlMappingNode:
                var image = section.Child("image")!;
                var owner = image.Text("owner");
                if (owner is not null && !ImageOwner().IsMatch(owner))
                {
                    image.Fault(
                        image.Find("owner")!, $"'owner' is an account id of 12 digits, self, amazon or aws-marketplace, not '{owner}'");
                }

                var newest = new ImageSource.Newest(owner ?? "", image.Text("name") ?? "");
                image.Close();
                return newest;
            case var other:
                section.Fault(other ?? section.Node, "'image' is ami-…, or {owner: …, name: …} for the newest of that name");
                return new ImageSource.Fixed("");
        }
    }

    private static string? ReadUserData(Section section, string fleetFile, Func<string, string?> userData, FaultList faults)
    {
        if (section.Text("user_data", required: false) is not { } name)
        {
            return null;
        }

        string? text;
        try
        {
            text = userData(name);
        }
        catch (ConfigurationException faulty)
        {
            faults.AddFrom(faulty.Faults);
            return null;
        }

        if (text is null)
        {
            section.Fault(section.Find("user_data")!, $"there is no file '{name}' beside fleet.yml");
            return null;
        }

        faults.AddFrom(UserDataFile.Check(Path.Combine(Path.GetDirectoryName(fleetFile) ?? "", name), text));
        return text;
    }

    private static ImmutableSortedDictionary<string, string> ReadTags(Section section)
    {
        var tags = Server.NoTags.ToBuilder();
        switch (section.Find("tags"))
        {
            case null:
                break;
            case YamlMappingNode mapping:
                foreach (var (name, key, value) in section.Item("tags", mapping).Entries)
                {
                    if (name.Length is > 0 and <= 128 && value is YamlScalarNode { Value: { Length: <= 256 } text }
                        && !name.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)
                            && !name.StartsWith("kickoff:", StringComparison.Ordinal))
                    {
                        tags[name] = text;
                    }
                    else
                    {
                        section.Fault(
                            key, "a tag is a key of up to 128 characters, not beginning with aws: or kickoff:, and a value of up to 256");
                    }
                }

                // EC2 allows 50 tags a resource; three are Kickoff's.
                if (tags.Count > 47)
                {
                    section.Fault(mapping, "at most 47 tags (EC2 allows 50, and three are Kickoff's)");
                }

                break;
            case var other:
                section.Fault(other, "'tags' is a mapping");
                break;
        }

        return tags.ToImmutable();
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,127}\z")]
    private static partial Regex PoolName();

    [GeneratedRegex(@"\A[a-z][a-z0-9-]*\.[a-z0-9-]+\z")]
    private static partial Regex InstanceType();

    [GeneratedRegex(@"\Asubnet-[a-z0-9]+\z")]
    private static partial Regex SubnetId();

    [GeneratedRegex(@"\Asg-[a-z0-9]+\z")]
    private static partial Regex SecurityGroupId();

    /// <summary>https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImages.html, Owner.</summary>
    [GeneratedRegex(@"\A(?:[0-9]{12}|self|amazon|aws-marketplace|aws-backup-vault)\z")]
    private static partial Regex ImageOwner();

    [GeneratedRegex(@"\Aami-[0-9a-f]{8,17}\z")]
    private static partial Regex ImageId();
}
