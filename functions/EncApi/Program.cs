using System.Security.Cryptography.X509Certificates;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.Serialization.SystemTextJson;
using Kickoff.Aws;
using Kickoff.Aws.Ec2;
using Kickoff.Aws.Ledger;
using Kickoff.Aws.Telemetry;
using Kickoff.Core.Classification;
using Kickoff.Core.Configuration;
using Kickoff.Core.Enrolment;
using Kickoff.Core.Telemetry;
using Kickoff.EncApi;
using NodaTime;

Function? function = null;
await LambdaBootstrapBuilder
    .Create<APIGatewayHttpApiV2ProxyRequest, APIGatewayHttpApiV2ProxyResponse>(
        (request, context) => function!.HandleAsync(request, context), new SourceGeneratorLambdaJsonSerializer<EncApiJson>())
    .UseBootstrapHandler(() =>
    {
        function = Compose();
        return Task.FromResult(true);
    })
    .Build()
    .RunAsync();

static Function Compose()
{
    var settings = Settings.FromEnvironment();
    var groups = ConfigurationFolder.BesideExecutable.NodeGroups();
    var clock = SystemClock.Instance;
    var journal = new JsonJournal(Console.OpenStandardOutput(), clock, settings.StackName);
    var ledger = new LedgerTable(AwsClients.DynamoDb(), settings.LedgerTable, TimeProvider.System, journal);
    // A classification does not need the inventory: what the ledger does not say at once, EC2 does.
    var inventory = new DynamoInventory(
        new LedgerTable(AwsClients.DynamoDb(attemptTimeout: TimeSpan.FromSeconds(1), retries: 0), settings.LedgerTable, TimeProvider.System, journal));
    var servers = new Ec2Servers(AwsClients.Ec2());
    var identity = new IdentityRule(
        settings.IdentityDocumentRequired, settings.AccountId, settings.Region, new(() => Certificates(settings.Region, clock, journal)));
    return new Function(
        new Nodes(
            new NodeLookup(servers, inventory, groups.Speak, settings.InventoryMaxAge, settings.StaleMaxAge, clock),
            groups, settings.Region),
        new PuppetServer(
            new Enroller(
                servers, new DynamoEnrolments(ledger), new DynamoInventory(ledger),
                server => Classifier.Classify(server, groups, settings.Region),
                new EnrolmentRule(settings.EnrolWindow, identity, settings.EnrolExtensions), clock),
            new DynamoTerminations(ledger), settings.PuppetServerRoleArns, clock, journal),
        journal);
}

// A fault of it is an enrolment's and no classification's; lint finds it before the deploy.
static X509Certificate2Collection Certificates(string region, IClock clock, IJournal journal)
{
    try
    {
        return ConfigurationFolder.BesideExecutable.IdentityCertificates(region, clock.GetCurrentInstant());
    }
    catch (ConfigurationException faulty)
    {
        journal.Record(new(JournalLevel.Error, "identity", region, faulty.Faults[0].Message));
        return [];
    }
}
