using Amazon.EC2;
using Amazon.ElasticLoadBalancing;
using Amazon.ElasticLoadBalancingV2;
using Amazon.Runtime;
using Kickoff.Aws.Calls;
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

    public async Task<FleetStage> FleetAsync(Told told)
    {
        var story = $"story{Interlocked.Increment(ref _stories)}";
        return told is Told.ToCloud or Told.ToCloudAlone ? InCloud(story) : await InMotoAsync(await ProxyAsync(), story);
    }

    private static FleetStage InCloud(string story)
    {
        var time = new VirtualTime(Instant.FromUtc(2012, 6, 28, 18, 45));
        var account = new AwsAccount(time, new Dice(1), new AtOnceUp(), new Nobody(), new Nobody(), new NobodyListens());
        account.Ec2.Region.Images.Add(new MachineImage("ami-1", "099720109477", "noble", "2026-04-01T08:00:00.000Z"));
        account.Ec2.Region.Subnets.Add("subnet-1", new Subnet("subnet-1", "eu-west-1a"));
        account.Ec2.Region.SecurityGroups.Add("sg-1", "web");
        account.Balancing.Add(new ClassicLoadBalancer(story));
        account.Balancing.Add(new TargetGroup(Arn, 8080));
        var calls = new AwsAtOnce(account);
        return new FleetStage(calls, calls, calls)
        {
            Image = "ami-1",
            Subnet = "subnet-1",
            SecurityGroup = "sg-1",
            LoadBalancer = story,
            TargetGroup = Arn,
            Account = account,
        };
    }

    private static async Task<FleetStage> InMotoAsync(EmulatorProxy proxy, string story)
    {
        using var aws = new EmulatorClient(proxy.Endpoint, Region);
        var vpc = (await aws.Ec2Async("CreateVpc", ("CidrBlock", "10.0.0.0/16"))).Descendants("vpcId").First().Value;
        var subnet = await aws.Ec2Async("CreateSubnet", ("VpcId", vpc), ("AvailabilityZone", "eu-west-1a"), ("CidrBlock", "10.0.0.0/20"));
        var group = await aws.Ec2Async("CreateSecurityGroup", ("GroupName", story), ("GroupDescription", story), ("VpcId", vpc));
        await aws.ElbAsync("CreateLoadBalancer",
            ("LoadBalancerName", story), ("AvailabilityZones.member.1", "eu-west-1a"), ("Listeners.member.1.Protocol", "HTTP"),
            ("Listeners.member.1.LoadBalancerPort", "80"), ("Listeners.member.1.InstancePort", "8080"));
        var targets = await aws.ElbV2Async("CreateTargetGroup",
            ("Name", story), ("Protocol", "HTTP"), ("Port", "8080"), ("VpcId", vpc), ("TargetType", "instance"));

        var credentials = new BasicAWSCredentials(story, "secret");
        return new FleetStage(
            new Ec2Calls(new AmazonEC2Client(credentials, At(proxy, new AmazonEC2Config()))),
            new ClassicLoadBalancerCalls(
                new AmazonElasticLoadBalancingClient(credentials, At(proxy, new AmazonElasticLoadBalancingConfig()))),
            new TargetGroupCalls(
                new AmazonElasticLoadBalancingV2Client(credentials, At(proxy, new AmazonElasticLoadBalancingV2Config()))))
        {
            Image = MachineImages.NewestNoble,
            Subnet = subnet.Descendants("subnetId").Single().Value,
            SecurityGroup = group.Descendants("groupId").First().Value,
            LoadBalancer = story,
            TargetGroup = targets.Descendants("TargetGroupArn").Single().Value,
        };
    }

    private static TConfig At<TConfig>(EmulatorProxy proxy, TConfig config)
        where TConfig : ClientConfig
    {
        (config.ServiceURL, config.AuthenticationRegion, config.MaxErrorRetry) = (proxy.Endpoint.ToString(), Region, 0);
        return config;
    }

    private sealed class Nobody : IEc2Witness, IBalancingWitness;

    /// <summary>Every boot is over at once, as moto's are.</summary>
    private sealed class AtOnceUp : IBoots
    {
        public Boot Next() => new(Duration.Zero, Duration.Zero, null, Duration.Zero);

        public Duration Down() => Duration.Zero;
    }
}
