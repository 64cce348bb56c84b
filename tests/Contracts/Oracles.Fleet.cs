using Amazon.Runtime;
using Kickoff.Cloud;
using Kickoff.Cloud.Ec2;
using Kickoff.Cloud.LoadBalancing;
using Kickoff.Cloud.Time;
using Kickoff.Contracts.Servers;
using Kickoff.Core.Registration;
using Kickoff.Local.Emulator;
using Kickoff.Local.Emulator.Calls;
using NodaTime;

namespace Kickoff.Contracts;

/// <summary>Here: stages for stories of servers.</summary>
public sealed partial class Oracles
{
    private const string Arn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/story/0123456789abcdef";

    private const string Zone = "eu-west-1a";

    /// <summary>Told of every refusal by a model in memory.</summary>
    public Action<AmazonServiceException> Heard { get; init; } = _ => { };

    public async Task<FleetStage> FleetAsync(Told told)
    {
        var story = $"story{Interlocked.Increment(ref _stories)}";
        return told is Told.ToCloud or Told.ToCloudAlone ? InCloud(story) : await InMotoAsync(await ProxyAsync(), story);
    }

    private FleetStage InCloud(string story)
    {
        var (time, boots) = (new VirtualTime(Instant.FromUtc(2012, 6, 28, 18, 45)), new StoryBoots());
        var account = new AwsAccount(time, new Dice(1), boots, new Nobody(), new Nobody(), new NobodyListens());
        foreach (var (id, owner, name, created) in MachineImages.All)
        {
            account.Ec2.Region.Images.Add(new MachineImage(id, owner, name, created));
        }

        account.Ec2.Region.Images.Add(new MachineImage("ami-1", Moto.AccountId, story, "2012-06-28T18:00:00.000Z"));
        account.Ec2.Region.Subnets.Add("subnet-1", new Subnet("subnet-1", Zone));
        account.Ec2.Region.SecurityGroups.Add("sg-1", story);
        account.Balancing.Add(new ClassicLoadBalancer(story)).Zones = new HashSet<string> { Zone };
        var group = account.Balancing.Add(new TargetGroup(Arn, 8080));
        (group.Draining, group.Port, group.Zones) = (Duration.FromMinutes(5), 8080, new HashSet<string> { Zone });
        var atOnce = new AwsAtOnce(account);
        var calls = new StoryCalls(atOnce, refused => Heard(refused));
        return new FleetStage(calls, calls, calls, new CloudBackstage(account, calls, boots, "subnet-1", "ami-1"))
        {
            Image = "ami-1",
            Subnet = "subnet-1",
            SecurityGroup = "sg-1",
            LoadBalancer = story,
            TargetGroup = Arn,
            Account = account,
            AtOnce = atOnce,
        };
    }

    private async Task<FleetStage> InMotoAsync(EmulatorProxy proxy, string story)
    {
        using var aws = new EmulatorClient(proxy.Endpoint, Region);
        var vpc = (await aws.Ec2Async("CreateVpc", ("CidrBlock", "10.0.0.0/16"))).Descendants("vpcId").First().Value;
        var made = await aws.Ec2Async("CreateSubnet", ("VpcId", vpc), ("AvailabilityZone", Zone), ("CidrBlock", "10.0.0.0/20"));
        var subnet = made.Descendants("subnetId").Single().Value;
        var group = await aws.Ec2Async("CreateSecurityGroup", ("GroupName", story), ("GroupDescription", story), ("VpcId", vpc));
        var image = (await aws.Ec2Async("RegisterImage", ("Name", story))).Descendants("imageId").Single().Value;
        await aws.ElbAsync("CreateLoadBalancer",
            ("LoadBalancerName", story), ("AvailabilityZones.member.1", Zone), ("Listeners.member.1.Protocol", "HTTP"),
            ("Listeners.member.1.LoadBalancerPort", "80"), ("Listeners.member.1.InstancePort", "8080"));
        var targets = await aws.ElbV2Async("CreateTargetGroup",
            ("Name", story), ("Protocol", "HTTP"), ("Port", "8080"), ("VpcId", vpc), ("TargetType", "instance"));

        var calls = Wire(proxy, story);
        return new FleetStage(
            calls.Ec2, calls.ClassicLoadBalancers, calls.TargetGroups, new MotoBackstage(proxy, _clock, story, vpc, subnet, image))
        {
            Image = image,
            Subnet = subnet,
            SecurityGroup = group.Descendants("groupId").First().Value,
            LoadBalancer = story,
            TargetGroup = targets.Descendants("TargetGroupArn").Single().Value,
        };
    }

    private sealed class Nobody : IEc2Witness, IBalancingWitness;
}
