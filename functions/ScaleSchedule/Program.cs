using System.Text.Json;
using Amazon.Lambda.CloudWatchEvents;
using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.Serialization.SystemTextJson;
using Kickoff.Aws;
using Kickoff.Aws.Ec2;
using Kickoff.Aws.Ledger;
using Kickoff.Aws.LoadBalancing;
using Kickoff.Aws.Scaling;
using Kickoff.Aws.Telemetry;
using Kickoff.Core.Registration;
using Kickoff.Core.Scaling;
using Kickoff.ScaleSchedule;
using NodaTime;

Function? function = null;
await LambdaBootstrapBuilder
    .Create<CloudWatchEvent<JsonElement>>((scheduled, context) => function!.HandleAsync(scheduled, context), new SourceGeneratorLambdaJsonSerializer<ScaleScheduleJson>())
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
    var clock = SystemClock.Instance;
    var journal = new JsonJournal(Console.OpenStandardOutput(), clock, settings.StackName);
    var desired = new DesiredMemberships(ConfigurationFolder.BesideExecutable.NodeGroups());
    var dynamo = AwsClients.DynamoDb();
    var table = new LedgerTable(dynamo, settings.LedgerTable, TimeProvider.System, journal);
    var ec2 = AwsClients.Ec2();
    var servers = new Ec2Servers(ec2);
    var loadBalancers = new LoadBalancers(AwsClients.ClassicLoadBalancing(), AwsClients.LoadBalancingV2());
    var pools = new DynamoPoolLedger(table);
    return new Function(new ScaleTick(
        ConfigurationFolder.BesideExecutable.Pools(), servers, loadBalancers, pools,
        new DynamoFixtures(dynamo, settings.FixturesTable, TimeProvider.System, journal), desired,
        settings.DryRun ? new PlannedTickActor(pools, NewId) : Actor(), clock, TimeProvider.System, journal, NewOwner,
        new TickSettings(settings.StackName, settings.MaxTickAge)), clock);

    TickActor Actor()
    {
        var memberships = new DynamoMemberships(table);
        var inventory = new DynamoInventory(table);
        var registrar = new Registrar(memberships, loadBalancers, desired, clock, journal, NewOwner);
        var ended = new EndedServers(desired, memberships, inventory, new DynamoTerminations(table), clock, journal, settings.StackName);
        var sweep = new Sweep(desired, registrar, memberships, servers, inventory, ended, clock, journal);
        return new TickActor(new Ec2Fleet(ec2), pools, registrar, sweep, journal, NewId, settings.StackName, settings.Region);
    }

    static Guid NewId() => Guid.CreateVersion7();

    static string NewOwner() => Guid.NewGuid().ToString("N");
}
