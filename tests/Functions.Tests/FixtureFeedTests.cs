using System.Collections.Immutable;
using System.Text.Json;
using Amazon.Lambda.CloudWatchEvents;
using Amazon.Lambda.Core;
using Amazon.Lambda.Serialization.SystemTextJson;
using Kickoff.Core.Fixtures.Feed;
using Kickoff.Core.Fixtures.Sources;
using Kickoff.FixtureFeed;
using Kickoff.Fixtures.Feed;
using Kickoff.Tick.Tests.Registration;
using NodaTime;

namespace Kickoff.Functions.Tests;

public sealed class FixtureFeedTests
{
    // The event of https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html, with another time.
    private const string Event = """{"source": "aws.events", "time": "2012-06-28T17:00:00Z", "detail": {}}""";

    private const string File = """
        {"name": "Euro", "matches": [{"round": "Semi-finals", "date": "2012-06-28", "time": "20:45", "team1": "Germany", "team2": "Italy"}]}
        """;

    private readonly Registry _registry = new();

    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    [InlineData(86_400)]
    public async Task A_minute_asks_what_is_due_whether_the_context_says_what_remains_or_not(double secondsLeft)
    {
        await HandleAsync(Event, secondsLeft);

        var fixture = Assert.Single(await _registry.Procedures.Fixtures.OfCompetitionAsync("Euro", default));
        Assert.Equal(("euro", Instant.FromUtc(2012, 6, 28, 18, 45)), (fixture.Source, fixture.Kickoff));
        Assert.Equal(Instant.FromUtc(2012, 6, 28, 17, 0), (await _registry.Procedures.FixtureSources.ReadAsync("euro", default)).Answered);
    }

    [Fact]
    public async Task With_twenty_seconds_left_nothing_is_begun()
    {
        await HandleAsync(Event, 20);

        Assert.Empty(await _registry.Procedures.Fixtures.OfCompetitionAsync("Euro", default));
    }

    [Fact]
    public async Task An_event_without_a_time_is_refused() => await Assert.ThrowsAsync<InvalidDataException>(() => HandleAsync("{}", 50));

    private Task HandleAsync(string json, double secondsLeft)
    {
        var settings = new FixtureSettings
        {
            Sources = [new FixtureSource { Name = "euro", Address = "euro.json", Zone = "Europe/Warsaw" }],
        };
        var tick = _registry.Procedures.Feed(
            settings, ImmutableArray<Core.Scaling.Pool>.Empty, new NoSecrets(),
            new SourceDownloads(null!, name => name == "euro.json" ? File : null), new SourceTexts(),
            new FeedSettings("the-stack", Duration.FromMinutes(5)));
        ILambdaSerializer serializer = new SourceGeneratorLambdaJsonSerializer<FixtureFeedJson>();
        return new Kickoff.FixtureFeed.Function(tick, _registry.Clock).HandleAsync(
            Invocation.Event<CloudWatchEvent<JsonElement>>(serializer, json), Invocation.With(secondsLeft));
    }

    private sealed class NoSecrets : ISecrets
    {
        public Task<Secret> ReadAsync(string name, CancellationToken cancel) => Task.FromResult(new Secret(null, "none"));
    }
}
