using System.Globalization;
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
        fleet = await built.SubnetsAsync(fleet, region);
        fleet = await built.SecurityGroupsAsync(fleet, YamlValues.TopLevelKeys(groups));
        foreach (var profile in YamlValues.Of(fleet, "instance_profile"))
        {
            await aws.IamAsync("CreateInstanceProfile", ("InstanceProfileName", profile));
        }

        groups = await built.LoadBalancersAsync(groups);
        await File.WriteAllTextAsync(fleetFile, fleet);
        await File.WriteAllTextAsync(groupsFile, groups);
        return built;
    }

    private async Task<string> SubnetsAsync(string fleet, string region)
    {
        foreach (var (index, subnet) in YamlValues.Of(fleet, "subnets").Index())
        {
            var zone = $"{region}{(char)('a' + (index % 3))}";
            var answer = await _aws.Ec2Async("CreateSubnet",
                ("VpcId", VpcId), ("AvailabilityZone", zone), ("CidrBlock", string.Create(CultureInfo.InvariantCulture, $"10.0.{index * 16}.0/20")));
            _subnets[subnet] = answer.Descendants("subnetId").Single().Value;
            fleet = fleet.Replace(subnet, _subnets[subnet], StringComparison.Ordinal);
        }

        return fleet;
    }

    private async Task<string> SecurityGroupsAsync(string fleet, IReadOnlyList<string> groupNames)
    {
        foreach (var name in groupNames.Where(name => name != "*"))
        {
            await SecurityGroupAsync(name);
        }

        // sg-0backend stands for the mapped group whose name begins with backend.
        foreach (var id in YamlValues.Of(fleet, "security_groups"))
        {
            var begin = id.Replace("sg-0", "", StringComparison.Ordinal);
            var name = groupNames.FirstOrDefault(name => name.StartsWith(begin, StringComparison.Ordinal)) ?? begin;
            fleet = fleet.Replace(id, await SecurityGroupAsync(name), StringComparison.Ordinal);
        }

        return fleet;
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

    private async Task<string> LoadBalancersAsync(string groups)
    {
        foreach (var name in YamlValues.Of(groups, "loadbalancer_name"))
        {
            await LoadBalancerAsync(name);
            LoadBalancers = [.. LoadBalancers, name];
        }

        foreach (var arn in YamlValues.Of(groups, "target_group_arn"))
        {
            // arn:aws:elasticloadbalancing:REGION:ACCOUNT:targetgroup/NAME/ID, perhaps with a port in parameters of its own.
            var made = await TargetGroupAsync(arn.Split('/')[1]);
            TargetGroups = [.. TargetGroups, made];
            groups = groups.Replace(arn, made, StringComparison.Ordinal);
        }

        return groups;
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
        var answer = await _aws.ElbV2Async("CreateTargetGroup", ("Name", name), ("Protocol", "HTTP"), ("Port", "8080"), ("VpcId", VpcId), ("TargetType", "instance"));
        return answer.Descendants("TargetGroupArn").Single().Value;
    }
}
