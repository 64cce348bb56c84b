namespace Kickoff.Aws.Calls;

/// <summary>All calls we make to AWS about servers and tables, in one account and region.</summary>
public interface IAwsCalls
{
    IEc2Calls Ec2 { get; }

    IClassicLoadBalancerCalls ClassicLoadBalancers { get; }

    ITargetGroupCalls TargetGroups { get; }

    IDynamoDbCalls DynamoDb { get; }
}
