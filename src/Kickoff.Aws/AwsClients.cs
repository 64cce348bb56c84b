using Amazon.DynamoDBv2;
using Amazon.EC2;
using Amazon.ElasticLoadBalancing;
using Amazon.ElasticLoadBalancingV2;
using Amazon.Runtime;
using Kickoff.Aws.Ec2;

namespace Kickoff.Aws;

/// <summary>
/// The clients, each with the SDK's standard retries inside timeouts of seconds: the SDK's default of 100 s an attempt outlives every
/// function of ours, and its adaptive mode stalls for half a minute. Region, credentials and endpoint are the SDK's own to find.
/// </summary>
public static class AwsClients
{
    private const int Retries = 2;

    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(4);

    /// <summary>DescribeInstances over a large account and RunInstances of many take longer than a ledger write.</summary>
    private static readonly TimeSpan Ec2AttemptTimeout = TimeSpan.FromSeconds(8);

    /// <param name="attemptTimeout">Who does not have a function's deadline may wait longer for one attempt, and who can do without an answer shorter.</param>
    /// <param name="retries">After the first attempt.</param>
    public static IAmazonDynamoDB DynamoDb(TimeSpan? attemptTimeout = null, int retries = Retries) =>
        new AmazonDynamoDBClient(Patient(new AmazonDynamoDBConfig(), attemptTimeout ?? AttemptTimeout, retries));

    public static IAmazonEC2 Ec2() => new LaunchingEc2Client(Patient(new AmazonEC2Config(), Ec2AttemptTimeout));

    public static IAmazonElasticLoadBalancing ClassicLoadBalancing() =>
        new AmazonElasticLoadBalancingClient(Patient(new AmazonElasticLoadBalancingConfig(), AttemptTimeout));

    public static IAmazonElasticLoadBalancingV2 LoadBalancingV2() =>
        new AmazonElasticLoadBalancingV2Client(Patient(new AmazonElasticLoadBalancingV2Config(), AttemptTimeout));

    private static TConfig Patient<TConfig>(TConfig config, TimeSpan timeout, int retries = Retries)
        where TConfig : ClientConfig
    {
        config.RetryMode = RequestRetryMode.Standard;
        config.MaxErrorRetry = retries;
        config.Timeout = timeout;
        return config;
    }
}
