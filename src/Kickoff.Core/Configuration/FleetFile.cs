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
    /// text of a file beside fleet.yml, null when there is none.
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
                foreach (var (key, value) in section.Node.Children)
                {
                    if (ReadPool(key, value, userData, faults) is { } pool)
                    {
                        pools.Add(pool);
                    }
                }

                if (section.Node.Children.Count == 0)
                {
                    section.Fault(section.Node, "there is no pool");
                }
            }

            top.Close();
        }

        faults.ThrowIfAny();
        return pools.ToImmutable();
    }

    private static Pool? ReadPool(YamlNode key, YamlNode value, Func<string, string?> userData, FaultList faults)
    {
        var name = (key as YamlScalarNode)?.Value ?? "";
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
        var launch = section.Child("launch") is { } launchSection ? ReadLaunch(launchSection, userData, faults) : null;
        var capacity = section.Child("capacity") is { } capacitySection ? CapacityReader.Read(capacitySection) : null;
        var drain = section.Time("drain", Duration.FromMinutes(5));
        if (drain > Duration.FromHours(1))
        {
            section.Fault(section.Find("drain")!, "'drain' is at most 1h (a classic load balancer drains no longer)");
        }

        var protect = section.Text("protect_tag", required: false) ?? "kickoff:protect";
        section.Close();
        return launch is null || capacity is null ? null : new Pool { Name = name, Launch = launch, Capacity = capacity, Drain = drain, ProtectTag = protect };
    }

    private static LaunchSpecification ReadLaunch(Section section, Func<string, string?> userData, FaultList faults)
    {
        var specification = new LaunchSpecification
        {
            Image = ReadImage(section),
            InstanceTypes = section.Texts("instance_types"),
            Subnets = section.Texts("subnets"),
            SecurityGroups = section.Texts("security_groups"),
            KeyName = section.Text("key_name", required: false),
            InstanceProfile = section.Text("instance_profile", required: false),
            UserData = ReadUserData(section, userData, faults),
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
                var newest = new ImageSource.Newest(image.Text("owner") ?? "", image.Text("name") ?? "");
                image.Close();
                return newest;
            case var other:
                section.Fault(other ?? section.Node, "'image' is ami-…, or {owner: …, name: …} for the newest of that name");
                return new ImageSource.Fixed("");
        }
    }

    private static string? ReadUserData(Section section, Func<string, string?> userData, FaultList faults)
    {
        if (section.Text("user_data", required: false) is not { } file)
        {
            return null;
        }

        if (userData(file) is not { } text)
        {
            section.Fault(section.Find("user_data")!, $"there is no file '{file}' beside fleet.yml");
            return null;
        }

        faults.AddFrom(UserDataFile.Check(file, text));
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
                foreach (var (key, value) in mapping.Children)
                {
                    if (key is YamlScalarNode { Value: { Length: > 0 and <= 128 } name } && value is YamlScalarNode { Value: { Length: <= 256 } text }
                        && !name.StartsWith("aws:", StringComparison.OrdinalIgnoreCase) && !name.StartsWith("kickoff:", StringComparison.Ordinal))
                    {
                        tags[name] = text;
                    }
                    else
                    {
                        section.Fault(key, "a tag is a key of up to 128 characters, not beginning with aws: or kickoff:, and a value of up to 256");
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

    [GeneratedRegex(@"\Aami-[0-9a-f]{8,17}\z")]
    private static partial Regex ImageId();
}
