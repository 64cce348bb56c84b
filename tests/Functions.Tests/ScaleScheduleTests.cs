using System.Text.Json;
using Amazon.Lambda.CloudWatchEvents;
using Amazon.Lambda.Core;
using Amazon.Lambda.Serialization.SystemTextJson;
using Kickoff.Aws;
using Kickoff.Core.Scaling;
using Kickoff.ScaleSchedule;
using Kickoff.Tick.Tests.Registration;
using NodaTime;

namespace Kickoff.Functions.Tests;

public sealed class ScaleScheduleTests
{
    // The event of https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html, with another time.
    private const string Event = """
        {
          "version": "0",
          "id": "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa",
          "detail-type": "Scheduled Event",
          "source": "aws.events",
          "account": "123456789012",
          "time": "2012-06-28T17:00:00Z",
          "region": "eu-west-1",
          "resources": ["arn:aws:events:eu-west-1:123456789012:rule/my-scheduled-rule"],
          "detail": {}
        }
        """;

    private readonly Registry _registry = new();

    private IEnumerable<string> Ticks => _registry.Account.DynamoDb.Items(Registry.LedgerTable)
        .Where(item => item["SK"].S == "lease").Select(item => item["lastTick"].S);

    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    [InlineData(86_400)]
    public async Task A_tick_is_of_the_events_time_whether_the_context_says_what_remains_or_not(double secondsLeft)
    {
        await HandleAsync(Event, secondsLeft);

        Assert.NotEmpty(Ticks);
        Assert.All(Ticks, tick => Assert.Equal("2012-06-28T17:00:00.000000000Z", tick));
    }

    [Fact]
    public async Task Two_seconds_are_kept_for_the_end_with_one_left_nothing_is_begun()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => HandleAsync(Event, 1));

        Assert.Empty(Ticks);
    }

    [Fact]
    public async Task An_event_without_a_time_is_refused() => await Assert.ThrowsAsync<InvalidDataException>(() => HandleAsync("{}", 50));

    private Task HandleAsync(string json, double secondsLeft)
    {
        var pools = new ConfigurationFolder(Path.Combine(AppContext.BaseDirectory, "config")).Pools();
        var settings = new TickSettings("the-stack", Duration.FromMinutes(5)) { DryRun = DryRun.Scaling };
        var tick = _registry.Procedures.Tick(pools, _registry.Desired, settings);
        ILambdaSerializer serializer = new SourceGeneratorLambdaJsonSerializer<ScaleScheduleJson>();
        return new ScaleSchedule.Function(tick, _registry.Clock).HandleAsync(
            Invocation.Event<CloudWatchEvent<JsonElement>>(serializer, json), Invocation.With(secondsLeft));
    }
}
