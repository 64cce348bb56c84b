using Amazon.DynamoDBv2;
using Amazon.EC2;
using Amazon.ElasticLoadBalancing;
using Amazon.ElasticLoadBalancingV2;
using Amazon.Runtime;
using Amazon.SimpleSystemsManagement;
using Kickoff.Aws.Calls;
using Kickoff.Aws.Ec2;

namespace Kickoff.Aws;

/// <summary>
/// The calls by the SDK's clients, each with the SDK's standard retries inside timeouts of seconds: the SDK's default of 100 s an attempt
/// outlives every
/// function of ours, and its adaptive mode stalls for half a minute. Region, credentials and endpoint are the SDK's own to find.
/// </summary>
public static class AwsClients
{
    private const int Retries = 2;

    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(4);

    /// <summary>DescribeInstances over a large account and RunInstances of many take longer than a ledger write.</summary>
    private static readonly TimeSpan Ec2AttemptTimeout = TimeSpan.FromSeconds(8);

#pragma warning disable CA2000 // A client lives as long as its process.
    /// <param name="attemptTimeout">Who does not have a function's deadline may wait longer for one attempt, and who can do without an
    /// answer shorter.</param>
    /// <param name="retries">After the first attempt.</param>
    public static IDynamoDbCalls DynamoDb(TimeSpan? attemptTimeout = null, int retries = Retries) =>
        new DynamoDbCalls(new AmazonDynamoDBClient(Patient(new AmazonDynamoDBConfig(), attemptTimeout ?? AttemptTimeout, retries)));

    public static IEc2Calls Ec2() => new Ec2Calls(new LaunchingEc2Client(Patient(new AmazonEC2Config(), Ec2AttemptTimeout)));

    public static IClassicLoadBalancerCalls ClassicLoadBalancing() =>
        new ClassicLoadBalancerCalls(new AmazonElasticLoadBalancingClient(Patient(new AmazonElasticLoadBalancingConfig(), AttemptTimeout)));

    public static ITargetGroupCalls LoadBalancingV2() =>
        new TargetGroupCalls(new AmazonElasticLoadBalancingV2Client(Patient(new AmazonElasticLoadBalancingV2Config(), AttemptTimeout)));

    public static ISystemsManagementCalls SystemsManagement() => new SystemsManagementCalls(
        new AmazonSimpleSystemsManagementClient(Patient(new AmazonSimpleSystemsManagementConfig(), AttemptTimeout)));
#pragma warning restore CA2000

    private static TConfig Patient<TConfig>(TConfig config, TimeSpan timeout, int retries = Retries)
        where TConfig : ClientConfig
    {
        config.RetryMode = RequestRetryMode.Standard;
        config.MaxErrorRetry = retries;
        config.Timeout = timeout;
        return config;
    }
}
