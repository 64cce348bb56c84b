using System.Text.Json;
using Amazon.Lambda.CloudWatchEvents;
using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.Serialization.SystemTextJson;
using Kickoff.Aws;
using Kickoff.Aws.Telemetry;
using Kickoff.Core.Registration;
using Kickoff.ScaleSchedule;
using NodaTime;

Function? function = null;
await LambdaBootstrapBuilder
    .Create<CloudWatchEvent<JsonElement>>(
        (scheduled, context) => function!.HandleAsync(scheduled, context), new SourceGeneratorLambdaJsonSerializer<ScaleScheduleJson>())
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
    var journal = new JsonJournal(Console.OpenStandardOutput(), SystemClock.Instance, settings.StackName);
    var config = ConfigurationFolder.BesideExecutable;
    var desired = new DesiredMemberships(config.NodeGroups(), settings.StackName);
    var names = new StackNames(settings.StackName, settings.Region, settings.LedgerTable, settings.FixturesTable);
    var procedures = Procedures.OfThisMachine(new SdkCalls(), names, journal);
    return new Function(procedures.Tick(config.Pools(), desired, settings.Tick, config.Fixtures(), config.Plan(settings.StackName)),
        SystemClock.Instance);
}
