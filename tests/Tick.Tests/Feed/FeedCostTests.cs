using Amazon.DynamoDBv2.Model;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Fixtures.Sources;
using Kickoff.Tick.Tests.Registration;
using NodaTime;

namespace Kickoff.Tick.Tests.Feed;

/// <summary>What the feed costs in calls: docs/measurements/fixtures.md has these figures.</summary>
public sealed class FeedCostTests
{
    private static readonly FixtureSource Cup = new() { Name = "cup", Address = "https://example.com/cup.json" };

    private readonly Registry _registry = new(World.Kickoff - Duration.FromHours(2));
    private readonly ScriptedSource _source = new();

    [Fact]
    public async Task A_quiet_minute_is_a_read_a_source_and_five_of_the_table()
    {
        await FirstAsync();

        await MinuteAsync(_registry.Now + Duration.FromMinutes(1));

        Assert.Empty(_source.Requests);
        Assert.Equal([("GetItemRequest", 1), ("QueryRequest", 5)], Calls());
    }

    [Fact]
    public async Task A_live_minute_in_which_nothing_changes_is_one_request_and_two_writes_besides()
    {
        await FirstAsync();

        await MinuteAsync(World.Kickoff);

        Assert.Single(_source.Requests);
        Assert.Equal([("GetItemRequest", 1), ("PutItemRequest", 2), ("QueryRequest", 5)], Calls());
    }

    [Fact]
    public async Task A_live_minute_in_which_a_match_changes_reads_its_competition_and_a_week_and_writes_it()
    {
        await FirstAsync();
        _source.Has(World.Match(World.Kickoff) with { Status = FixtureStatus.InPlay });

        await MinuteAsync(World.Kickoff);

        Assert.Equal([("BatchWriteItemRequest", 1), ("GetItemRequest", 1), ("PutItemRequest", 2), ("QueryRequest", 18)], Calls());
    }

    [Fact]
    public async Task Ten_thousand_fixtures_are_written_in_batches_and_the_same_again_not_at_all()
    {
        var answer = new SourceAnswer(
            [.. Enumerable.Range(0, 10_000).Select(number => new FixtureRow(
                World.Match(World.Kickoff + Duration.FromHours(number), $"match-{number}") with
                {
                    Home = $"Home {number % 100}",
                    Away = $"Away {number / 100}",
                    Day = (World.Kickoff + Duration.FromHours(number)).InUtc().Date,
                    Source = "openfootball",
                }, number + 1))],
            IsWhole: true, _registry.Now);

        await TakeAsync(answer);
        Assert.Equal(400, _registry.Requests.OfType<BatchWriteItemRequest>().Count());
        _registry.Requests.Clear();
        await TakeAsync(answer);

        Assert.Empty(_registry.Requests.OfType<BatchWriteItemRequest>());
        // That it was well.
        Assert.Single(_registry.Requests.OfType<PutItemRequest>());
    }

    private async Task TakeAsync(SourceAnswer answer)
    {
        var import = new SourceImport(_registry.Procedures.Fixtures, [World.PoolOf("backend")], TeamNames.None);
        var state = await _registry.Procedures.FixtureSources.ReadAsync("cup", default);
        var taken = await new SourceIntake(_registry.Procedures.FixtureSources, import).TakeAsync(
            Cup, state, answer, IntakeOptions.AsIs, default);
        Assert.NotNull(taken.State);
    }

    private async Task FirstAsync()
    {
        _source.Has(World.Match(World.Kickoff));
        await MinuteAsync(_registry.Now);
        _source.Requests.Clear();
        _registry.Requests.Clear();
    }

    private Task MinuteAsync(Instant now)
    {
        _registry.Now = now;
        return _registry.Procedures.Feed(
            new FixtureSettings { Sources = [Cup], Print = "print" }, [World.PoolOf("backend")], _source, _source, _source,
            new("the-stack", Duration.FromMinutes(5))).RunAsync(now, now + Duration.FromMinutes(1), default);
    }

    private (string, int)[] Calls() =>
        [.. _registry.Requests.GroupBy(request => request.GetType().Name).Select(calls => (calls.Key, calls.Count())).Order()];
}
