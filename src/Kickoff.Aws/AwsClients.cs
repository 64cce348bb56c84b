using Amazon.DynamoDBv2;
using Amazon.Runtime;

namespace Kickoff.Aws;

/// <summary>
/// The clients, each with the SDK's standard retries inside timeouts of seconds: the SDK's default of 100 s an attempt outlives every
/// function of ours. Region, credentials and endpoint are the SDK's own to find.
/// </summary>
public static class AwsClients
{
    private const int Retries = 2;

    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(4);

    public static IAmazonDynamoDB DynamoDb() => new AmazonDynamoDBClient(new AmazonDynamoDBConfig
    {
        RetryMode = RequestRetryMode.Standard,
        MaxErrorRetry = Retries,
        Timeout = AttemptTimeout,
    });
}
