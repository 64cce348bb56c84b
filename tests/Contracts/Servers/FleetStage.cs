using Kickoff.Aws.Calls;
using Kickoff.Cloud;
using NodaTime;

namespace Kickoff.Contracts.Servers;

/// <summary>What a story of servers plays on: an image, a subnet, a security group, a classic load balancer and a target group.</summary>
public sealed record FleetStage(IEc2Calls Ec2, IClassicLoadBalancerCalls Classic, ITargetGroupCalls TargetGroups, IBackstage Behind)
{
    /// <summary>An image of the account's own.</summary>
    public required string Image { get; init; }

    /// <summary>In eu-west-1a.</summary>
    public required string Subnet { get; init; }

    public required string SecurityGroup { get; init; }

    /// <summary>The classic load balancer's name; it sends to eu-west-1a.</summary>
    public required string LoadBalancer { get; init; }

    /// <summary>The target group's ARN; its port is 8080.</summary>
    public required string TargetGroup { get; init; }

    /// <summary>Where the story is told to Cloud.</summary>
    public AwsAccount? Account { get; init; }

    /// <summary>Where the story is told to Cloud.</summary>
    public AwsAtOnce? AtOnce { get; init; }

    /// <summary>Servers boot, and load balancers look at them.</summary>
    public void Settle() => Behind.Pass(Duration.FromMinutes(2));
}
