using Kickoff.Aws.Calls;

namespace Kickoff.Aws;

/// <summary>All calls by the SDK's clients, each made when it is first needed.</summary>
/// <param name="dynamoDbTimeout">For one attempt of a call to DynamoDB; null: a function's.</param>
public sealed class SdkCalls(TimeSpan? dynamoDbTimeout = null) : IAwsCalls
{
    public IEc2Calls Ec2 => field ??= AwsClients.Ec2();

    public IClassicLoadBalancerCalls ClassicLoadBalancers => field ??= AwsClients.ClassicLoadBalancing();

    public ITargetGroupCalls TargetGroups => field ??= AwsClients.LoadBalancingV2();

    public IDynamoDbCalls DynamoDb => field ??= AwsClients.DynamoDb(dynamoDbTimeout);
}
