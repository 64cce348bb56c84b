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

var settings = Settings.FromEnvironment();
var clock = SystemClock.Instance;
var journal = new JsonJournal(Console.OpenStandardOutput(), clock, settings.Stack);
var desired = new DesiredMemberships(ConfigurationFolder.BesideExecutable.NodeGroups());

var ledger = new LedgerTable(AwsClients.DynamoDb(), settings.LedgerTable);
var memberships = new DynamoMemberships(ledger);
var inventory = new DynamoInventory(ledger);
var loadBalancers = new LoadBalancers(AwsClients.ClassicLoadBalancing(), AwsClients.LoadBalancingV2());

var registrar = new Registrar(memberships, loadBalancers, desired, clock, journal, () => Guid.CreateVersion7().ToString());
var ended = new EndedServers(desired, memberships, inventory, new DynamoTerminations(ledger), clock, journal, settings.Stack);
var events = new InstanceEvents(new Ec2Servers(AwsClients.Ec2()), desired, registrar, inventory, ended, clock, journal);
var function = new Function(events, settings, clock, journal);

await LambdaBootstrapBuilder
    .Create<SQSEvent, SQSBatchResponse>(function.HandleAsync, new SourceGeneratorLambdaJsonSerializer<Json>())
    .Build()
    .RunAsync();
