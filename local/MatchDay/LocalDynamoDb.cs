using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Kickoff.Local;

namespace Kickoff.MatchDay;

/// <summary>The SDK's own client of the emulated DynamoDB, for importing fixtures as <c>kickoff fixtures import</c> does.</summary>
internal static class LocalDynamoDb
{
    public static AmazonDynamoDBClient Client(World world) => new(
        new BasicAWSCredentials("AKIAOPERATOR", "operator-secret"),
        new AmazonDynamoDBConfig { ServiceURL = world.Aws.Endpoint.ToString(), AuthenticationRegion = world.Options.Region });
}
