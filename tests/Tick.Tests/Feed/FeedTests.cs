using System.Collections.Immutable;
using Amazon.DynamoDBv2.Model;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Fixtures.Feed;
using Kickoff.Core.Fixtures.Sources;
using Kickoff.Core.Telemetry;
using Kickoff.Tick.Tests.Registration;
using NodaTime;

namespace Kickoff.Tick.Tests.Feed;

/// <summary>FixtureFeed's procedure over the tables in memory, and a source that does what sources do.</summary>
public sealed class FeedTests
{
    private static readonly Instant Kickoff = World.Kickoff;

    private static readonly FixtureSource Cup = new()
    {
        Name = "cup",
        Address = "https://example.com/cup.json?key={ssm:/kickoff/STACK/secrets/cup}",
        Headers = ImmutableSortedDictionary<string, string>.Empty.Add("X-Auth-Token", "ssm:/kickoff/STACK/secrets/token"),
    };

    private readonly Registry _registry = new(Kickoff - Duration.FromDays(2));
    private readonly ScriptedSource _source = new() { Secrets = { ["cup"] = "a&b", ["token"] = "t0ken\n" } };

    [Fact]
    public async Task A_sources_matches_are_in_the_table_after_one_minute()
    {
        _source.Has(Match());

        await MinuteAsync();

        Assert.Equal([Kickoff], (await TableAsync()).Select(fixture => fixture.Kickoff!.Value));
        var state = await StateAsync();
        Assert.Equal((1, 0, null), (state.Rows, state.Failures, state.Trouble));
        Assert.Equal(_registry.Now + Duration.FromHours(6), state.Next);
    }

    [Fact]
    public async Task A_secret_is_put_in_where_it_stands_and_written_nowhere()
    {
        _source.Has(Match());

        await MinuteAsync();

        var request = Assert.Single(_source.Requests);
        Assert.Equal("https://example.com/cup.json?key=a%26b", request.Address);
        Assert.Equal("t0ken", request.Headers["X-Auth-Token"]);
        Assert.DoesNotContain(_registry.Lines, line => line.ToString().Contains("t0ken", StringComparison.Ordinal)
            || line.ToString().Contains("a&b", StringComparison.Ordinal) || line.ToString().Contains("https", StringComparison.Ordinal));
        Assert.DoesNotContain("t0ken", request.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_is_not_there_costs_that_source_and_says_which()
    {
        _source.Secrets.Remove("token");

        await MinuteAsync();

        Assert.Empty(_source.Requests);
        Assert.Equal("the secret token cannot be had: SSM says ParameterNotFound", (await StateAsync()).Trouble);
    }

    [Fact]
    public async Task What_has_not_changed_is_asked_for_by_its_validators_and_writes_no_fixture()
    {
        _source.Has(Match());
        await MinuteAsync();
        _registry.Requests.Clear();

        await MinuteAsync(360);

        Assert.Equal("\"0\"", _source.Requests[^1].ETag);
        Assert.Empty(_registry.Requests.OfType<BatchWriteItemRequest>());
        // That it is asked, and that it was well.
        Assert.Equal(2, _registry.Requests.OfType<PutItemRequest>().Count());
        Assert.Equal(_registry.Now, (await StateAsync()).Answered);
    }

    [Fact]
    public async Task A_day_later_it_is_read_whole_again_though_nothing_has_changed()
    {
        _source.Has(Match());
        await MinuteAsync();

        await MinuteAsync(60 * 24);

        Assert.Null(_source.Requests[^1].ETag);
        Assert.Equal(_registry.Now, (await StateAsync()).Read);
    }

    [Fact]
    public async Task Another_fixtures_yml_reads_it_whole_again()
    {
        _source.Has(Match());
        await MinuteAsync();

        await MinuteAsync(360, settings => settings with { Print = "another" });

        Assert.Null(_source.Requests[^1].ETag);
    }

    [Fact]
    public async Task A_quiet_minute_asks_nobody_and_writes_nothing()
    {
        _source.Has(Match());
        await MinuteAsync();
        _source.Requests.Clear();
        _registry.Requests.Clear();

        await MinuteAsync(1);

        Assert.Empty(_source.Requests);
        Assert.Equal(
            [("GetItemRequest", 1), ("QueryRequest", 5)],
            _registry.Requests.GroupBy(request => request.GetType().Name).Select(calls => (calls.Key, calls.Count())).Order());
    }

    [Fact]
    public async Task During_a_match_it_is_asked_every_minute_and_a_kickoff_that_moves_moves()
    {
        _source.Has(Match());
        await MinuteAsync();
        _registry.Now = Kickoff - Duration.FromMinutes(30);
        _source.Has(Match() with { Kickoff = Kickoff + Duration.FromMinutes(15) });

        await MinuteAsync();

        Assert.Equal([Kickoff + Duration.FromMinutes(15)], (await TableAsync()).Select(fixture => fixture.Kickoff!.Value));
        Assert.Contains(_registry.Lines, line => line.What == "fixture" && line.Reason.Contains("moves it from", StringComparison.Ordinal));
        await MinuteAsync(1);
        Assert.Equal(3, _source.Requests.Count);
    }

    public static TheoryData<string> Wrecks => ["dead", "page", "empty", "rejected", "crash"];

    [Theory]
    [MemberData(nameof(Wrecks))]
    public async Task What_is_no_answer_changes_nothing_but_what_is_known_of_the_source(string wreck)
    {
        _source.Has(Match(), Match("Spain", 1));
        await MinuteAsync();
        var before = await TableAsync();
        _source.Answer = new Download.Content("<html>", null, null);
        switch (wreck)
        {
            case "dead":
                _source.Answer = new Download.Failed("it answers 503");
                break;
            case "empty":
                _source.Has();
                break;
            case "rejected":
                _source.Says(new SourceText([], false, ["line 3: no date"], [], null));
                break;
            case "crash":
                _source.Does = _ => throw new InvalidOperationException("a bug");
                break;
            default:
                break;
        }

        var minute = MinuteAsync(360);
        await (wreck == "crash" ? Assert.ThrowsAsync<AggregateException>(() => minute) : minute);

        Assert.Equal(before, await TableAsync());
        var state = await StateAsync();
        Assert.Equal(1, state.Failures);
        Assert.NotNull(state.Trouble);
        Assert.Equal(Kickoff - Duration.FromDays(2), state.Answered);
    }

    [Fact]
    public async Task A_shrunken_answer_waits_until_somebody_accepts_it()
    {
        _source.Has([.. Enumerable.Range(0, 9).Select(number => Match($"Team {number}", number))]);
        await MinuteAsync();
        _source.Has(Match("Team 0", 0));

        await MinuteAsync(360);

        Assert.Equal(9, (await TableAsync()).Count(fixture => fixture.Retired is null));
        var waiting = (await StateAsync()).Waiting;
        Assert.Contains("it has 1 fixtures, and had 9", waiting!.Objections);
        Assert.Contains(_registry.Metrics, metric => metric.Definition == Metrics.FixturesWaiting && metric.Which == "cup");

        // As kickoff fixtures accept does.
        Assert.True(await Sources.PutAsync(
            await StateAsync() with { Accepted = waiting.Print, Next = null, ETag = null, LastModified = null, Digest = null }, default));
        await MinuteAsync(1);
        Assert.Single(await TableAsync(), fixture => fixture.Retired is null);
        Assert.Null((await StateAsync()).Waiting);
    }

    [Fact]
    public async Task A_shrunken_answer_that_grows_back_waits_no_more()
    {
        Fixture[] season = [.. Enumerable.Range(0, 9).Select(number => Match($"Team {number}", number))];
        _source.Has(season);
        await MinuteAsync();
        _source.Has(season[0]);
        await MinuteAsync(360);
        _source.Has(season);

        await MinuteAsync(360);

        Assert.Null((await StateAsync()).Waiting);
        Assert.Equal(9, (await TableAsync()).Count(fixture => fixture.Retired is null));
    }

    [Fact]
    public async Task Retry_After_is_obeyed_and_afterwards_it_is_asked_again()
    {
        _source.Answer = new Download.Failed("it answers 429", Duration.FromMinutes(90));
        await MinuteAsync();
        await MinuteAsync(89);
        Assert.Single(_source.Requests);

        _source.Has(Match());
        await MinuteAsync(1);

        Assert.Equal((2, 0), (_source.Requests.Count, (await StateAsync()).Failures));
    }

    [Fact]
    public async Task What_befalls_one_source_costs_that_source()
    {
        var league = new FixtureSource { Name = "league", Address = "https://example.com/league.json" };
        _source.Has(Match());
        _source.Does = request => request.Address.Contains("league", StringComparison.Ordinal)
            ? throw new InvalidOperationException("a bug")
            : Task.FromResult(_source.Answer);

        await Assert.ThrowsAsync<AggregateException>(() => MinuteAsync(0, settings => settings with { Sources = [league, Cup] }));

        Assert.Single(await TableAsync());
        Assert.Equal(1, (await Sources.ReadAsync("league", default)).Failures);
        // What stops one that is asked is not met again a minute later.
        await MinuteAsync(0, settings => settings with { Sources = [league, Cup] });
    }

    [Fact]
    public async Task Of_two_at_once_one_asks()
    {
        _source.Has(Match());
        _source.Does = async _ =>
        {
            _source.Does = null;
            await MinuteAsync();
            return _source.Answer;
        };

        await MinuteAsync();

        Assert.Single(_source.Requests);
        Assert.Single(await TableAsync());
    }

    [Fact]
    public async Task Without_the_time_for_it_a_source_is_not_begun()
    {
        _source.Has(Match());

        await TickAsync(_registry.Now, Duration.FromSeconds(20));

        Assert.Empty(_source.Requests);
        Assert.Contains(_registry.Lines, line => line.What == "sources left");
    }

    [Fact]
    public async Task A_tick_far_from_the_clock_is_refused()
    {
        await TickAsync(_registry.Now - Duration.FromMinutes(6), Duration.FromSeconds(50));
        await TickAsync(_registry.Now + Duration.FromMinutes(6), Duration.FromSeconds(50));

        Assert.Empty(_registry.Requests);
    }

    [Fact]
    public async Task A_source_that_does_not_answer_is_stale_only_where_a_match_of_it_is_near()
    {
        _source.Has(Match());
        await MinuteAsync();
        _source.Answer = new Download.Failed("it answers 503");

        await MinuteAsync(18 * 60);
        Assert.Empty(_registry.Metrics);

        // 24 hours before kickoff, and 24 since it last answered.
        await MinuteAsync(6 * 60);
        var stale = Assert.Single(_registry.Metrics);
        Assert.Equal((Metrics.FixturesStale, 86_400), (stale.Definition, stale.Value));
    }

    [Fact]
    public async Task A_table_that_is_out_of_order_is_no_ones_bug()
    {
        _registry.Refuse = request => request is PutItemRequest
            ? new TimeoutException("no answer")
            : null;

        await MinuteAsync();

        Assert.Contains(_registry.Lines, line => line is { What: "source stopped", Level: JournalLevel.Warning });
    }

    private static Fixture Match(string home = "Germany", double days = 0) =>
        World.Match(Kickoff + Duration.FromDays(days), $"{home}-{days}") with { Home = home, Source = "openfootball" };

    private IFixtureSources Sources => _registry.Unheard.FixtureSources;

    private Task<SourceState> StateAsync() => Sources.ReadAsync("cup", default);

    private async Task<Fixture[]> TableAsync() => [.. await _registry.Unheard.Fixtures.OfCompetitionAsync("Euro 2012", default)];

    private Task MinuteAsync(int later = 0, Func<FixtureSettings, FixtureSettings>? with = null)
    {
        _registry.Now += Duration.FromMinutes(later);
        return TickAsync(_registry.Now, Duration.FromSeconds(50), with);
    }

    private Task TickAsync(Instant tick, Duration left, Func<FixtureSettings, FixtureSettings>? with = null)
    {
        var settings = new FixtureSettings { Sources = [Cup], Print = "print" };
        return _registry.Procedures.Feed(
            with?.Invoke(settings) ?? settings, [World.PoolOf("backend")], _source, _source, _source,
            new FeedSettings("the-stack", Duration.FromMinutes(5))).RunAsync(tick, _registry.Now + left, default);
    }
}
