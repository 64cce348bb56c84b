using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Lambda.SQSEvents;
using Kickoff.Aws;
using Kickoff.Aws.Ec2;
using Kickoff.Aws.Ledger;
using Kickoff.Aws.LoadBalancing;
using Kickoff.Aws.Telemetry;
using Kickoff.Core.Registration;
using Kickoff.OnInstanceRunning;
using NodaTime;

Function? function = null;
await LambdaBootstrapBuilder
    .Create<SQSEvent, SQSBatchResponse>((batch, context) => function!.HandleAsync(batch, context), new SourceGeneratorLambdaJsonSerializer<InstanceEventJson>())
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
    var desired = new DesiredMemberships(ConfigurationFolder.BesideExecutable.NodeGroups());
    var clock = SystemClock.Instance;
    var journal = new JsonJournal(Console.OpenStandardOutput(), clock, settings.StackName);
    var ledger = new LedgerTable(AwsClients.DynamoDb(), settings.LedgerTable, TimeProvider.System, journal);
    var memberships = new DynamoMemberships(ledger);
    var inventory = new DynamoInventory(ledger);
    var loadBalancers = new LoadBalancers(AwsClients.ClassicLoadBalancing(), AwsClients.LoadBalancingV2());
    var registrar = new Registrar(memberships, loadBalancers, desired, clock, journal, () => Guid.CreateVersion7().ToString());
    var ended = new EndedServers(desired, memberships, inventory, new DynamoTerminations(ledger), clock, journal, settings.StackName);
    var events = new InstanceEvents(new Ec2Servers(AwsClients.Ec2()), desired, registrar, inventory, ended, clock, journal);
    return new Function(events, settings, clock, journal);
}
