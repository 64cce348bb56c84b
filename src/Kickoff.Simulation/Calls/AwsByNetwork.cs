using Kickoff.Aws;
using Kickoff.Aws.Calls;
using Kickoff.Cloud;
using Kickoff.Simulation.Time;

namespace Kickoff.Simulation.Calls;

/// <summary>AWS as one invocation calls it.</summary>
public sealed class AwsByNetwork(AwsAccount account, Network network, Invocation caller) : IAwsCalls
{
    public IEc2Calls Ec2 { get; } = new Ec2ByNetwork(account.Ec2, network, caller);

    public IClassicLoadBalancerCalls ClassicLoadBalancers { get; } = new ClassicByNetwork(account.Balancing, network, caller);

    public ITargetGroupCalls TargetGroups { get; } = new TargetGroupsByNetwork(account.Balancing, network, caller);

    public IDynamoDbCalls DynamoDb { get; } = new DynamoDbByNetwork(account.DynamoDb, network, caller);
}
