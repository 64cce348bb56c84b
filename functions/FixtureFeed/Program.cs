using System.Text.Json;
using Amazon.Lambda.CloudWatchEvents;
using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.Serialization.SystemTextJson;
using Kickoff.Aws;
using Kickoff.Aws.Telemetry;
using Kickoff.FixtureFeed;
using Kickoff.Fixtures.Feed;
using NodaTime;

Function? function = null;
await LambdaBootstrapBuilder
    .Create<CloudWatchEvent<JsonElement>>(
        (scheduled, context) => function!.HandleAsync(scheduled, context), new SourceGeneratorLambdaJsonSerializer<FixtureFeedJson>())
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
    var journal = new JsonJournal(Console.OpenStandardOutput(), clock, settings.Feed.Stack);
    var tick = Feed.Tick(
        ConfigurationFolder.BesideExecutable, new SdkCalls(), AwsClients.SystemsManagement(), settings, Doors.PublicInternet, clock,
        journal);
    return new Function(tick, clock);
}
