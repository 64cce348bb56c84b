using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Lambda.SQSEvents;
using Kickoff.Aws;
using Kickoff.Aws.Telemetry;
using Kickoff.Core.Registration;
using Kickoff.OnInstanceRunning;
using NodaTime;

Function? function = null;
await LambdaBootstrapBuilder
    .Create<SQSEvent, SQSBatchResponse>(
        (batch, context) => function!.HandleAsync(batch, context), new SourceGeneratorLambdaJsonSerializer<InstanceEventJson>())
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
    var desired = new DesiredMemberships(ConfigurationFolder.BesideExecutable.NodeGroups(), settings.StackName);
    var clock = SystemClock.Instance;
    var journal = new JsonJournal(Console.OpenStandardOutput(), clock, settings.StackName);
    var names = new StackNames(settings.StackName, settings.Region, settings.LedgerTable, FixturesTable: "");
    return new Function(
        Procedures.OfThisMachine(new SdkCalls(), names, journal).InstanceEvents(desired, settings.DryRun), settings, clock, journal);
}
