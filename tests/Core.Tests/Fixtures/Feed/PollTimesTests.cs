using Kickoff.Core.Fixtures;
using Kickoff.Core.Fixtures.Feed;
using Kickoff.Core.Fixtures.Sources;
using NodaTime;
using static Kickoff.Core.Tests.Fixtures.Season;

namespace Kickoff.Core.Tests.Fixtures.Feed;

/// <summary>When a source is asked: every, live around its matches, later after failures, and never before it says.</summary>
public sealed class PollTimesTests
{
    private static readonly FixtureSource Six = new() { Name = Source, Address = "https://example.com/a.json" };

    private static readonly Instant Noon = Instant.FromUtc(2026, 6, 1, 12, 0);

    [Fact]
    public void A_source_that_was_never_asked_is_asked() => Assert.Single(Due(new SourceState(Source), [], Noon));

    [Theory]
    [InlineData(359, false)]
    [InlineData(360, true)]
    public void A_quiet_source_is_asked_every_six_hours(int minutes, bool due) =>
        Assert.Equal(due, Due(Well, [], Noon + Duration.FromMinutes(minutes)).Length == 1);

    [Theory]
    [InlineData(-61, false)]
    [InlineData(-60, true)]
    [InlineData(0, true)]
    [InlineData(299, true)]
    [InlineData(300, false)]
    public void Around_a_match_it_is_asked_every_minute(int minutesFromKickoff, bool live)
    {
        var now = Start + Duration.FromMinutes(minutesFromKickoff);
        var asked = Well with { Asked = now - Duration.FromMinutes(1) };

        Assert.Equal(live, Due(asked, Table(Match("Arsenal", "Chelsea")), now).Length == 1);
    }

    [Theory]
    [InlineData(FixtureStatus.Finished, false)]
    [InlineData(FixtureStatus.Abandoned, false)]
    [InlineData(FixtureStatus.Awarded, false)]
    [InlineData(FixtureStatus.Paused, true)]
    [InlineData(FixtureStatus.Suspended, true)]
    [InlineData(FixtureStatus.Postponed, true)]
    public void A_match_that_is_over_is_left_alone_and_one_that_may_go_on_is_not(FixtureStatus status, bool live) =>
        Assert.Equal(live, PollTimes.IsLive(Six, Table(Match("Arsenal", "Chelsea") with { Status = status }), Start));

    [Fact]
    public void Another_sources_match_and_a_retired_one_and_one_without_a_time_are_none_of_it()
    {
        var match = Table(Match("Arsenal", "Chelsea"))[0];

        Assert.True(PollTimes.IsLive(Six, [match], Start));
        Assert.False(PollTimes.IsLive(Six, [match with { Source = "cup" }], Start));
        Assert.False(PollTimes.IsLive(Six, [match with { Retired = Summer }], Start));
        Assert.False(PollTimes.IsLive(Six, [match with { Kickoff = null }], Start));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(5, 16)]
    [InlineData(9, 256)]
    [InlineData(10, 360)]
    [InlineData(100_000, 360)]
    public void After_failures_it_is_left_alone_twice_as_long_each_time_and_never_longer_than_every(int failures, int minutes) =>
        Assert.Equal(
            Noon + Duration.FromMinutes(minutes), PollTimes.At(Six, Well with { Failures = failures }, live: false));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 4)]
    [InlineData(4, 5)]
    [InlineData(40, 5)]
    public void One_that_fails_during_its_match_is_asked_again_within_five_minutes(int failures, int minutes) =>
        Assert.Equal(Noon + Duration.FromMinutes(minutes), PollTimes.At(Six, Well with { Failures = failures }, live: true));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Nobody_asks_before_the_source_says(bool live)
    {
        var notBefore = Noon + Duration.FromHours(10);

        Assert.Equal(notBefore, PollTimes.At(Six, Well with { Failures = 1, NotBefore = notBefore }, live));
        Assert.Equal(notBefore, PollTimes.At(Six, Well with { Next = null, NotBefore = notBefore }, live));
    }

    [Fact]
    public void What_somebody_accepted_is_asked_for_at_once() => Assert.Single(Due(Well with { Next = null }, [], Noon));

    [Fact]
    public void One_that_wants_to_be_asked_seldom_is_during_matches_too() => Assert.Equal(
        Noon + Duration.FromMinutes(10), PollTimes.At(Six with { Live = Duration.FromMinutes(10) }, Well, live: true));

    [Fact]
    public void Those_with_a_match_come_first_then_those_that_have_waited_longest()
    {
        FixtureSource[] sources = [Six with { Name = "a" }, Six with { Name = "b" }, Six, Six with { Name = "d" }];
        SourceState Asked(string name, int hours) =>
            Well with { Name = name, Asked = Start - Duration.FromHours(hours), Next = Start };

        var due = PollTimes.Due(
            [(sources[0], Asked("a", 7)), (sources[1], Asked("b", 9)), (sources[2], Asked(Source, 2)), (sources[3], new("d"))],
            Table(Match("Arsenal", "Chelsea")), Start);

        Assert.Equal([Source, "d", "b", "a"], due.Select(one => one.Source.Name));
    }

    private static SourceState Well => new(Source) { Asked = Noon, Answered = Noon, Next = Noon + Duration.FromHours(6), Version = 3 };

    private static DueSource[] Due(SourceState state, Fixture[] coming, Instant now) => [.. PollTimes.Due([(Six, state)], coming, now)];
}
