using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Kickoff.Aws.Calls;
using Kickoff.Local;
using Kickoff.Local.Stage;

namespace Kickoff.MatchDay;

/// <summary>The SDK's own calls of the emulated DynamoDB, for importing fixtures as <c>kickoff fixtures import</c> does.</summary>
internal static class LocalDynamoDb
{
#pragma warning disable CA2000 // A client lives as long as its process.
    public static DynamoDbCalls Calls(World world) => new(new AmazonDynamoDBClient(
        new BasicAWSCredentials("AKIAOPERATOR", "operator-secret"),
        new AmazonDynamoDBConfig { ServiceURL = world.Aws.Endpoint.ToString(), AuthenticationRegion = world.Options.Region }));
#pragma warning restore CA2000
}
