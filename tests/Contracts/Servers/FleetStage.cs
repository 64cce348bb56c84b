using Kickoff.Aws.Calls;
using Kickoff.Cloud;
using NodaTime;

namespace Kickoff.Contracts.Servers;

/// <summary>What a story of servers plays on: an image, a subnet, a security group, a classic load balancer and a target group.</summary>
public sealed record FleetStage(IEc2Calls Ec2, IClassicLoadBalancerCalls Classic, ITargetGroupCalls TargetGroups)
{
    public required string Image { get; init; }

    public required string Subnet { get; init; }

    public required string SecurityGroup { get; init; }

    /// <summary>The classic load balancer's name.</summary>
    public required string LoadBalancer { get; init; }

    /// <summary>The target group's ARN.</summary>
    public required string TargetGroup { get; init; }

    /// <summary>Where the story is told to Cloud.</summary>
    public AwsAccount? Account { get; init; }

    /// <summary>Servers boot, and load balancers look at them. moto does both at once.</summary>
    public void Settle() => Account?.Time.RunUntil(Account.Time.Now + Duration.FromMinutes(2));
}
