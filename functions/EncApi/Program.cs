using System.Security.Cryptography.X509Certificates;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.Serialization.SystemTextJson;
using Kickoff.Aws;
using Kickoff.Aws.Telemetry;
using Kickoff.Core.Classification;
using Kickoff.Core.Configuration;
using Kickoff.Core.Enrolment;
using Kickoff.Core.Servers;
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
    var names = new StackNames(settings.StackName, settings.Region, settings.LedgerTable, FixturesTable: "");
    var calls = new SdkCalls();
    var procedures = Procedures.OfThisMachine(calls, names, journal);
    // A classification does not need the inventory: what the ledger does not say at once, EC2 does.
    var impatient = Procedures.OfThisMachine(calls.WithDynamoDb(TimeSpan.FromSeconds(1), retries: 0), names, journal);
    var identity = new IdentityRule(
        settings.IdentityDocumentRequired, settings.AccountId, settings.Region, new(() => Certificates(settings.Region, clock, journal)));
    var enroller = procedures.Enroller(
        server => Classifier.Classify(server, groups, settings.Region),
        new EnrolmentRule(settings.EnrolWindow, identity, settings.EnrolExtensions));
    return new Function(
        new Nodes(impatient.NodeLookup(
            // Another stack's server is classified all the same, and not remembered: its own EncApi does.
            server => groups.Speak(server) && !server.IsOfAnotherThan(settings.StackName),
            settings.InventoryMaxAge, settings.StaleMaxAge), groups, settings.Region, journal),
        new PuppetServer(enroller, procedures.Terminations, settings.PuppetServerRoleArns, clock, journal),
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
