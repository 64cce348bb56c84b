using System.Globalization;
using System.Text.RegularExpressions;
using Kickoff.Local.Emulator;

namespace Kickoff.Local.Stage;

/// <summary>
/// What a configuration takes for granted, built in the emulator: network, security groups, load balancers, instance profiles. AWS
/// chooses ids, so the ids in the configuration are replaced by the real ones; names stay.
/// </summary>
public sealed class Surroundings
{
    private readonly EmulatorClient _aws;
    private readonly Dictionary<string, string> _subnets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _securityGroups = new(StringComparer.Ordinal);

    private Surroundings(EmulatorClient aws) => _aws = aws;

    public string VpcId { get; private set; } = "";

    /// <summary>Real id by the id in fleet.yml.</summary>
    public IReadOnlyDictionary<string, string> Subnets => _subnets;

    /// <summary>Real id by group name.</summary>
    public IReadOnlyDictionary<string, string> SecurityGroups => _securityGroups;

    /// <summary>Names of the classic load balancers the configuration names.</summary>
    public IReadOnlyList<string> LoadBalancers { get; private set; } = [];

    /// <summary>ARNs of the target groups the configuration names.</summary>
    public IReadOnlyList<string> TargetGroups { get; private set; } = [];

    /// <summary>Builds what the configuration in this folder names, and rewrites its files in place.</summary>
    public static async Task<Surroundings> BuildAsync(EmulatorClient aws, string region, string configuration)
    {
        var built = new Surroundings(aws);
        var (fleetFile, groupsFile) = (Path.Combine(configuration, "fleet.yml"), Path.Combine(configuration, "node_groups.yml"));
        var (fleet, groups) = (await File.ReadAllTextAsync(fleetFile), await File.ReadAllTextAsync(groupsFile));

        built.VpcId = (await aws.Ec2Async("CreateVpc", ("CidrBlock", "10.0.0.0/16"))).Descendants("vpcId").Single().Value;
        await built.SubnetsAsync(fleet, region);
        var securityGroups = await built.SecurityGroupsAsync(fleet, YamlValues.TopLevelKeys(groups));
        foreach (var profile in YamlValues.Of(fleet, "instance_profile"))
        {
            await aws.IamAsync("CreateInstanceProfile", ("InstanceProfileName", profile));
        }

        var targetGroups = await built.LoadBalancersAsync(groups);
        await File.WriteAllTextAsync(fleetFile, WithIds(fleet, built._subnets.Concat(securityGroups)));
        await File.WriteAllTextAsync(groupsFile, WithIds(groups, targetGroups));
        return built;
    }

    /// <summary>
    /// The text with AWS's ids for its own: in one pass, the longest first, since one of AWS's may begin as one of the text's does.
    /// </summary>
    public static string WithIds(string text, IEnumerable<KeyValuePair<string, string>> ids)
    {
        var real = ids.ToDictionary(StringComparer.Ordinal);
        var written = real.Keys.OrderByDescending(id => id.Length).Select(Regex.Escape);
        return real.Count == 0 ? text : Regex.Replace(text, string.Join('|', written), found => real[found.Value]);
    }

    private async Task SubnetsAsync(string fleet, string region)
    {
        foreach (var (index, subnet) in YamlValues.Of(fleet, "subnets").Index())
        {
            var zone = $"{region}{(char)('a' + (index % 3))}";
            var answer = await _aws.Ec2Async("CreateSubnet",
                ("VpcId", VpcId), ("AvailabilityZone", zone),
                ("CidrBlock", string.Create(CultureInfo.InvariantCulture, $"10.0.{index * 16}.0/20")));
            _subnets[subnet] = answer.Descendants("subnetId").Single().Value;
        }
    }

    /// <summary>Real id by the id in fleet.yml.</summary>
    private async Task<Dictionary<string, string>> SecurityGroupsAsync(string fleet, IReadOnlyList<string> groupNames)
    {
        foreach (var name in groupNames.Where(name => name != "*"))
        {
            await SecurityGroupAsync(name);
        }

        var real = new Dictionary<string, string>(StringComparer.Ordinal);
        // sg-0backend stands for the mapped group whose name begins with backend.
        foreach (var id in YamlValues.Of(fleet, "security_groups"))
        {
            var begin = id.Replace("sg-0", "", StringComparison.Ordinal);
            var name = groupNames.FirstOrDefault(name => name.StartsWith(begin, StringComparison.Ordinal)) ?? begin;
            real[id] = await SecurityGroupAsync(name);
        }

        return real;
    }

    /// <summary>The id of the security group of this name, made if there is none yet.</summary>
    public async Task<string> SecurityGroupAsync(string name)
    {
        if (!_securityGroups.TryGetValue(name, out var id))
        {
            var answer = await _aws.Ec2Async("CreateSecurityGroup", ("GroupName", name), ("GroupDescription", name), ("VpcId", VpcId));
            _securityGroups[name] = id = answer.Descendants("groupId").Single().Value;
        }

        return id;
    }

    /// <summary>Real ARN of each target group by the ARN in node_groups.yml.</summary>
    private async Task<Dictionary<string, string>> LoadBalancersAsync(string groups)
    {
        foreach (var name in YamlValues.Of(groups, "loadbalancer_name"))
        {
            await LoadBalancerAsync(name);
            LoadBalancers = [.. LoadBalancers, name];
        }

        var real = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var arn in YamlValues.Of(groups, "target_group_arn"))
        {
            // arn:aws:elasticloadbalancing:REGION:ACCOUNT:targetgroup/NAME/ID, perhaps with a port in parameters of its own.
            real[arn] = await TargetGroupAsync(arn.Split('/')[1]);
            TargetGroups = [.. TargetGroups, real[arn]];
        }

        return real;
    }

    /// <summary>Makes a classic load balancer of this name.</summary>
    public Task LoadBalancerAsync(string name) => _aws.ElbAsync("CreateLoadBalancer",
        [
            ("LoadBalancerName", name), ("Listeners.member.1.Protocol", "HTTP"), ("Listeners.member.1.LoadBalancerPort", "80"),
            ("Listeners.member.1.InstancePort", "8080"), .. _subnets.Values.Select((id, index) => ($"Subnets.member.{index + 1}", id)),
        ]);

    /// <summary>Makes a target group of this name; its ARN.</summary>
    public async Task<string> TargetGroupAsync(string name)
    {
        var answer = await _aws.ElbV2Async(
            "CreateTargetGroup", ("Name", name), ("Protocol", "HTTP"), ("Port", "8080"), ("VpcId", VpcId), ("TargetType", "instance"));
        return answer.Descendants("TargetGroupArn").Single().Value;
    }
}
