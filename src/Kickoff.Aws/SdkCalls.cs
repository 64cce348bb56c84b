using Kickoff.Aws.Calls;

namespace Kickoff.Aws;

/// <summary>All calls by the SDK's clients, each client made when it is first needed.</summary>
/// <param name="dynamoDbTimeout">For one attempt of a call to DynamoDB; null: a function's.</param>
public sealed class SdkCalls(TimeSpan? dynamoDbTimeout = null) : IAwsCalls
{
    public IEc2Calls Ec2 => field ??= AwsClients.Ec2();

    public IClassicLoadBalancerCalls ClassicLoadBalancers => field ??= AwsClients.ClassicLoadBalancing();

    public ITargetGroupCalls TargetGroups => field ??= AwsClients.LoadBalancingV2();

    public IDynamoDbCalls DynamoDb => field ??= AwsClients.DynamoDb(dynamoDbTimeout);

    /// <summary>The same, but DynamoDB has this long to answer an attempt, and so many more attempts.</summary>
    public IAwsCalls WithDynamoDb(TimeSpan attemptTimeout, int retries) => new OtherDynamoDb(this, attemptTimeout, retries);

    private sealed class OtherDynamoDb(SdkCalls calls, TimeSpan attemptTimeout, int retries) : IAwsCalls
    {
        public IEc2Calls Ec2 => calls.Ec2;

        public IClassicLoadBalancerCalls ClassicLoadBalancers => calls.ClassicLoadBalancers;

        public ITargetGroupCalls TargetGroups => calls.TargetGroups;

        public IDynamoDbCalls DynamoDb => field ??= AwsClients.DynamoDb(attemptTimeout, retries);
    }
}
