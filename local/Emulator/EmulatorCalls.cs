using Amazon.DynamoDBv2;
using Amazon.EC2;
using Amazon.ElasticLoadBalancing;
using Amazon.ElasticLoadBalancingV2;
using Amazon.Runtime;
using Kickoff.Aws;
using Kickoff.Aws.Calls;
using Kickoff.Core.Telemetry;

namespace Kickoff.Local.Emulator;

/// <summary>The calls we make, by the SDK's clients, to the emulator; each client lives as long as its process.</summary>
/// <param name="caller">By whom; the call log knows the calls by it.</param>
/// <param name="retries">The SDK's, after the first attempt.</param>
public sealed class EmulatorCalls(EmulatorProxy proxy, string region, string caller, int retries) : IAwsCalls
{
    private readonly BasicAWSCredentials _credentials = new(caller, "secret");

    public IEc2Calls Ec2 => field ??= new Ec2Calls(new AmazonEC2Client(_credentials, At(new AmazonEC2Config())));

    public IClassicLoadBalancerCalls ClassicLoadBalancers => field ??=
        new ClassicLoadBalancerCalls(new AmazonElasticLoadBalancingClient(_credentials, At(new AmazonElasticLoadBalancingConfig())));

    public ITargetGroupCalls TargetGroups => field ??=
        new TargetGroupCalls(new AmazonElasticLoadBalancingV2Client(_credentials, At(new AmazonElasticLoadBalancingV2Config())));

    public IDynamoDbCalls DynamoDb => field ??= new DynamoDbCalls(new AmazonDynamoDBClient(_credentials, At(new AmazonDynamoDBConfig())));

    /// <summary>What an operator's command does to a stack on the emulator.</summary>
    public Procedures Procedures(string stack, string ledgerTable, string fixturesTable) =>
        Kickoff.Aws.Procedures.OfThisMachine(this, new StackNames(stack, region, ledgerTable, fixturesTable), new SilentJournal());

    private TConfig At<TConfig>(TConfig config)
        where TConfig : ClientConfig
    {
        (config.ServiceURL, config.AuthenticationRegion) = (proxy.Endpoint.ToString(), region);
        (config.MaxErrorRetry, config.Timeout) = (retries, TimeSpan.FromMinutes(1));
        return config;
    }
}
