using System.Collections.Immutable;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Fixtures.Sources;
using Kickoff.Core.Scaling;
using NodaTime;

namespace Kickoff.Core.Tests.Fixtures;

/// <summary>
/// Two sources of fixtures.yml with the same competition are one demand: docs/fixtures.md, "Two sources of one competition".
/// </summary>
public sealed class SharedCompetitionsTests
{
    private static readonly Instant Kickoff = Instant.FromUtc(2026, 8, 15, 14, 0);

    private static readonly Instant Now = Kickoff - Duration.FromDays(3);

    private static readonly SharedCompetitions Shared = new(new FixtureSettings
    {
        Sources = [Source("league"), Source("press"), Source("cup") with { Competition = "Cup" }],
    });

    private static readonly Pool Pool = Scaling.Given.Pool(minimum: 0, demand: new DemandRule(null, null, null, 4));

    [Fact]
    public void One_match_of_two_sources_asks_for_its_servers_once()
    {
        var agreed = Agree([Match("league"), Match("press", home: "FC Arsenal", away: "Chelsea F.C.")]);

        Assert.Empty(agreed.Disagreements);
        Assert.Equal(4, At(agreed, Kickoff));
        Assert.Equal(8, At(Agree([Match("league"), Match("cup")]), Kickoff));
        Assert.Equal(8, At(Agree([Match("league"), Match("press", home: "Leeds", away: "Hull")]), Kickoff));
    }

    [Fact]
    public void Where_they_differ_it_is_said_and_both_times_are_covered()
    {
        var later = Kickoff + Duration.FromDays(1);
        var agreed = Agree([Match("league"), Match("press", later)]);

        Assert.Equal(
            $"Arsenal v Chelsea: league says {Kickoff}, press says {later}; servers are there at both times",
            Assert.Single(agreed.Disagreements).Text);
        Assert.Equal((4, 0, 4), (At(agreed, Kickoff), At(agreed, Kickoff + Duration.FromHours(12)), At(agreed, later)));
    }

    [Fact]
    public void Times_that_overlap_share_their_servers()
    {
        var agreed = Agree([Match("league"), Match("press", Kickoff + Duration.FromHours(1))]);
        var reasons = CapacityPlanner.Plan(agreed.Fixtures, null, Pool, Kickoff + Duration.FromMinutes(30)).Reasons;

        Assert.Equal("Arsenal v Chelsea, League, Matchday 1, kickoff 2026-08-15T14:00:00Z", Assert.Single(reasons).Text);
        Assert.Equal(4, At(agreed, Kickoff + Duration.FromMinutes(190)));
    }

    [Fact]
    public void The_other_time_is_covered_from_48_hours_before_it()
    {
        var pool = Pool with { Capacity = Pool.Capacity with { ReadyBefore = Duration.FromDays(4) } };
        var later = Kickoff + Duration.FromDays(10);
        var agreed = Agree([Match("league"), Match("press", later)]);

        Assert.Equal(4, CapacityPlanner.Plan(agreed.Fixtures, null, pool, Kickoff - Duration.FromHours(96)).Desired);
        Assert.Equal(
            0, CapacityPlanner.Plan(agreed.Fixtures, null, pool, later - Duration.FromHours(48) - Duration.Epsilon).Desired);
        Assert.Equal(4, CapacityPlanner.Plan(agreed.Fixtures, null, pool, later - Duration.FromHours(48)).Desired);
    }

    [Theory]
    [InlineData(17, 17, "league")]
    [InlineData(18, 17, "press")]
    [InlineData(18, 19, "league")]
    [InlineData(30, 19, "press")]
    [InlineData(null, null, "league")]
    [InlineData(null, 500, "press")]
    public void The_first_source_with_an_answer_younger_than_three_polls_owns_the_time(int? league, int? press, string owner)
    {
        var agreed = Shared.Agree(
            [Match("league"), Match("press", Kickoff + Duration.FromMinutes(15))],
            new Dictionary<string, Instant?> { ["league"] = Ago(league), ["press"] = Ago(press) }, Now);

        Assert.Equal(owner, Assert.Single(agreed.Disagreements).Owner.Source);
        Assert.Equal(owner, Assert.Single(agreed.Fixtures, fixture => fixture.SameAs is null).Source);

        static Instant? Ago(int? hours) => hours is { } many ? Now - Duration.FromHours(many) : null;
    }

    [Theory]
    [InlineData(FixtureStatus.Timed, FixtureStatus.Timed, 139, 140)]
    [InlineData(FixtureStatus.Timed, FixtureStatus.InPlay, 329, 330)]
    [InlineData(FixtureStatus.InPlay, FixtureStatus.Finished, 329, 330)]
    [InlineData(FixtureStatus.Timed, FixtureStatus.Finished, 139, 140)]
    [InlineData(FixtureStatus.Finished, FixtureStatus.Timed, 124, 125)]
    [InlineData(FixtureStatus.Finished, FixtureStatus.ExtraTime, 329, 330)]
    [InlineData(FixtureStatus.Timed, FixtureStatus.Postponed, 139, 140)]
    [InlineData(FixtureStatus.Postponed, FixtureStatus.InPlay, 329, 330)]
    public void What_keeps_servers_longer_counts_and_that_it_ended_or_is_off_only_the_owner_says(
        FixtureStatus owners, FixtureStatus others, int lastMinute, int firstWithout)
    {
        var said = Kickoff + Duration.FromMinutes(95);
        var agreed = Agree([Match("league") with { Status = owners, ImportedAt = said }, Match("press") with
        {
            Status = others,
            ImportedAt = said,
        }]);

        Assert.Equal(4, At(agreed, Kickoff + Duration.FromMinutes(lastMinute)));
        Assert.Equal(0, At(agreed, Kickoff + Duration.FromMinutes(firstWithout)));
    }

    [Fact]
    public void A_match_that_its_owner_calls_off_asks_for_nothing_and_that_they_differ_is_said()
    {
        Assert.Equal(0, At(Agree([Match("league") with { Status = FixtureStatus.Postponed }, Match("press")]), Kickoff));
        Assert.Equal(
            "Arsenal v Chelsea: league says Scheduled, press says Postponed",
            Assert.Single(Agree([Match("league"), Match("press") with { Status = FixtureStatus.Postponed }]).Disagreements).Text);
    }

    [Fact]
    public void A_time_that_one_of_them_knows_is_the_time()
    {
        var agreed = Agree([Match("league") with { Kickoff = null }, Match("press", Kickoff + Duration.FromHours(4))]);

        Assert.Equal("press", Assert.Single(agreed.Fixtures).Source);
        Assert.Equal((0, 4), (At(agreed, Kickoff), At(agreed, Kickoff + Duration.FromHours(4))));
    }

    [Fact]
    public void A_team_that_is_known_to_one_of_them_only_brings_its_rule()
    {
        var pool = Scaling.Given.Pool(
            minimum: 0, demand: [new DemandRule("Germany", null, null, 20), new DemandRule(null, null, null, 4)]);
        var agreed = Agree(
            [Match("league", home: "Winner Group A", away: "Runner-up Group B"), Match("press", home: "Germany", away: "TBD")]);

        Assert.Equal(20, CapacityPlanner.Plan(agreed.Fixtures, null, pool, Kickoff).Desired);
    }

    [Fact]
    public void Matches_that_are_really_two_stay_two()
    {
        var agreed = Agree(
        [
            Match("league", home: "TBD", away: "TBD"), Match("league", home: "TBC", away: "TBC"), Match("press", home: "TBD", away: "TBD"),
            Match("league", home: "Arsenal", away: "Chelsea"), Match("press", Kickoff, "Chelsea", "Arsenal"),
        ]);

        Assert.True(At(agreed, Kickoff) >= 12);
    }

    [Fact]
    public void Which_of_them_is_read_first_changes_nothing()
    {
        Fixture[] all = [Match("league"), Match("press", Kickoff + Duration.FromHours(1)), Match("press", home: "Leeds", away: "Hull")];

        Assert.Equal(
            Agree([.. all]).Fixtures.OrderBy(fixture => fixture.Key.Id),
            Agree([.. all.Reverse()]).Fixtures.OrderBy(fixture => fixture.Key.Id));
    }

    private static int At(AgreedFixtures agreed, Instant at) => CapacityPlanner.Plan(agreed.Fixtures, null, Pool, at).Desired;

    private static AgreedFixtures Agree(ImmutableArray<Fixture> fixtures) => Shared.Agree(
        fixtures, new Dictionary<string, Instant?> { ["league"] = Now, ["press"] = Now }, Now);

    private static FixtureSource Source(string name) => new() { Name = name, Address = "https://example.org", Competition = "League" };

    private static Fixture Match(string source, Instant? kickoff = null, string home = "Arsenal", string away = "Chelsea") => new()
    {
        Key = new("League", $"{source}:{home}-{away}"),
        Round = "Matchday 1",
        Home = home,
        Away = away,
        Kickoff = kickoff ?? Kickoff,
        Day = (kickoff ?? Kickoff).InUtc().Date,
        Zone = "Europe/London",
        Source = source,
        ImportedAt = Now,
    };
}
