using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Scaling;
using NodaTime;

namespace Kickoff.Core.Tests.Scaling;

public sealed class CapacityPlannerTests
{
    [Theory]
    [InlineData(-36, 2)]
    [InlineData(-35, 20)]
    [InlineData(0, 20)]
    [InlineData(139, 20)]
    [InlineData(140, 2)]
    public void A_fixture_asks_from_ready_before_and_boot_time_until_stay_after(int minutesFromKickoff, int servers) =>
        Assert.Equal(servers, At(minutesFromKickoff, Given.Fixture()));

    [Theory]
    [InlineData(199, 20)]
    [InlineData(200, 2)]
    public void A_knockout_fixture_may_go_to_extra_time(int minutesFromKickoff, int servers) =>
        Assert.Equal(servers, At(minutesFromKickoff, Given.Fixture() with { Knockout = true }));

    [Theory]
    [InlineData(FixtureStatus.InPlay, 200, 20)]
    [InlineData(FixtureStatus.ExtraTime, 329, 20)]
    [InlineData(FixtureStatus.ExtraTime, 330, 2)]
    [InlineData(FixtureStatus.Postponed, 0, 2)]
    [InlineData(FixtureStatus.Cancelled, 0, 2)]
    [InlineData(FixtureStatus.Awarded, 0, 2)]
    [InlineData(FixtureStatus.Suspended, 329, 20)]
    [InlineData(FixtureStatus.Suspended, 330, 2)]
    public void The_status_last_imported_moves_the_end(FixtureStatus status, int minutesFromKickoff, int servers) =>
        Assert.Equal(servers, At(minutesFromKickoff, Given.Fixture() with { Status = status }));

    [Theory]
    [InlineData(95, 124, 20)]
    [InlineData(95, 125, 2)]
    [InlineData(100_000, 139, 20)]
    [InlineData(100_000, 140, 2)]
    public void A_finished_fixture_stays_for_its_tail_from_when_that_was_imported(
        int importedMinutes, int minutesFromKickoff, int servers) =>
        Assert.Equal(
            servers,
            At(
                minutesFromKickoff,
                Given.Fixture() with
                {
                    Status = FixtureStatus.Finished,
                    ImportedAt = Given.Kickoff + Duration.FromMinutes(importedMinutes),
                }));

    [Fact]
    public void A_fixture_without_a_time_asks_for_servers_in_service_while_it_may_be_played()
    {
        var fixture = Given.Fixture(timeless: true);
        var (noon, eleven) = (Instant.FromUtc(2012, 6, 28, 10, 0), Instant.FromUtc(2012, 6, 28, 21, 0));
        var boot = Duration.FromMinutes(5);

        Assert.Equal(2, Desired(noon - boot - Duration.Epsilon, fixture));
        Assert.Equal(20, Desired(noon - boot, fixture));
        Assert.Equal(20, Desired(eleven - Duration.Epsilon, fixture));
        Assert.Equal(2, Desired(eleven, fixture));
        Assert.Contains(
            "no kickoff time yet", CapacityPlanner.Plan([fixture], null, Given.Pool(), noon).Reasons[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_of_a_whole_day_asks_for_all_of_it_in_its_zone()
    {
        var sale = Given.Fixture(timeless: true) with { Away = "", Length = Duration.FromDays(1) };
        var midnight = Instant.FromUtc(2012, 6, 27, 22, 0);

        Assert.Equal(2, Desired(midnight - Duration.Epsilon, sale));
        Assert.Equal(20, Desired(midnight, sale));
        Assert.Equal(20, Desired(midnight + Duration.FromDays(1) - Duration.Epsilon, sale));
        Assert.Equal(2, Desired(midnight + Duration.FromDays(1), sale));
    }

    /// <summary>320 of 380 rows of a Premier League file of August have no time.</summary>
    [Fact]
    public void Ten_matches_of_one_day_whose_time_nobody_knows_share_and_those_of_another_competition_add_up()
    {
        Fixture[] day = [.. Enumerable.Range(0, 10).Select(number => Given.Fixture(home: $"Team {number}", timeless: true))];
        var other = Given.Fixture(home: "Leeds", timeless: true) with { Key = new FixtureKey("Cup", "1") };
        var noon = Instant.FromUtc(2012, 6, 28, 10, 0);
        var pool = Given.Pool(2, 400, Overlap.Sum, new DemandRule("Team 3", null, null, 7), new DemandRule(null, null, null, 4));

        Assert.Equal(7, CapacityPlanner.Plan(day, null, pool, noon).Desired);
        Assert.Equal(11, CapacityPlanner.Plan([.. day, other], null, pool, noon).Desired);
        Assert.Contains("for 9 others like it too", CapacityPlanner.Plan(day, null, pool, noon).Reasons[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FixtureStatus.Abandoned, 60, 89, 20)]
    [InlineData(FixtureStatus.Abandoned, 60, 90, 2)]
    [InlineData(FixtureStatus.Suspended, 60, 329, 20)]
    public void An_abandoned_match_has_ended_and_a_suspended_one_may_go_on(
        FixtureStatus status, int importedMinutes, int minutesFromKickoff, int servers) =>
        Assert.Equal(servers, At(minutesFromKickoff, Given.Fixture() with
        {
            Status = status,
            ImportedAt = Given.Kickoff + Duration.FromMinutes(importedMinutes),
        }));

    [Theory]
    [InlineData(240, -65, 2)]
    [InlineData(240, -64, 20)]
    [InlineData(240, 249, 20)]
    [InlineData(240, 250, 2)]
    public void A_rule_may_say_how_long_its_events_last_and_what_is_before_and_after(int lasts, int minutesFromKickoff, int servers)
    {
        var rule = new DemandRule(null, null, null, 20)
        {
            Lasts = Duration.FromMinutes(lasts),
            ReadyBefore = Duration.FromMinutes(59),
            StayAfter = Duration.FromMinutes(10),
        };
        var plan = CapacityPlanner.Plan(
            [Given.Fixture() with { Knockout = true }], null, Given.Pool(demand: rule),
            Given.Kickoff + Duration.FromMinutes(minutesFromKickoff));

        Assert.Equal(servers, plan.Desired);
    }

    [Theory]
    [InlineData("", 480, 509, 20)]
    [InlineData("", 480, 510, 2)]
    [InlineData("", 45, 75, 2)]
    [InlineData("Australia", 480, 509, 20)]
    [InlineData("Australia", 45, 139, 20)]
    public void An_event_lasts_as_long_as_it_says_and_a_match_at_least_as_long_as_a_match(
        string away, int length, int minutesFromKickoff, int servers) =>
        Assert.Equal(servers, At(minutesFromKickoff, Given.Fixture() with { Away = away, Length = Duration.FromMinutes(length) }));

    [Theory]
    [InlineData("Final", null, true)]
    [InlineData("Endspiel", null, true)]
    [InlineData("Round 8", Stage.Final, true)]
    [InlineData("Semi-finals", null, false)]
    [InlineData("Matchday 5", Stage.QuarterFinal, false)]
    public void A_rule_of_a_stage_matches_whatever_the_source_calls_the_round(string round, Stage? stage, bool matches)
    {
        var fixture = Given.Fixture() with { Round = round, Stage = stage };
        var byStage = new DemandRule(null, null, null, 1) { Stages = new StageSet([Stage.Final]) };

        Assert.Equal(matches, DemandMatch.Matches(byStage, fixture, TeamNames.None));
        Assert.Equal(matches, DemandMatch.Matches(new DemandRule(null, null, "Final", 1), fixture, TeamNames.None));
    }

    [Fact]
    public void A_round_that_is_no_stage_is_only_itself() =>
        Assert.False(DemandMatch.Matches(
            new DemandRule(null, null, "Matchday 7", 1), Given.Fixture() with { Round = "Matchday 8", Stage = Stage.League },
            TeamNames.None));

    [Fact]
    public void A_rule_matches_a_team_by_any_of_its_names()
    {
        var names = new TeamNames([KeyValuePair.Create<string, ImmutableArray<string>>("Bayern München", ["FC Bayern München", "Bayern"])]);

        Assert.True(DemandMatch.Matches(new DemandRule("Bayern", null, null, 1), Given.Fixture(away: "FC Bayern Munchen"), names));
        Assert.True(DemandMatch.Matches(new DemandRule("FC Bay*", null, null, 1), Given.Fixture(away: "FC Bayern München"), names));
        Assert.False(DemandMatch.Matches(new DemandRule("Bayern", null, null, 1), Given.Fixture(away: "Bayer Leverkusen"), names));
    }

    [Fact]
    public void A_retired_fixture_asks_for_nothing() =>
        Assert.Equal(2, At(0, Given.Fixture() with { Retired = Instant.FromUtc(2012, 6, 20, 0, 0) }));

    [Theory]
    [InlineData(Overlap.Sum, 26)]
    [InlineData(Overlap.Max, 20)]
    public void Fixtures_at_the_same_time_add_up_or_share(Overlap overlap, int servers)
    {
        var pool = Given.Pool(2, 40, overlap, new DemandRule("Germany", null, null, 20), new DemandRule(null, "Euro*", null, 6));

        Assert.Equal(
            servers,
            CapacityPlanner.Plan([Given.Fixture(), Given.Fixture(home: "Spain", away: "Portugal")], null, pool, Given.Kickoff).Desired);
    }

    [Theory]
    [InlineData(HoldKind.AtLeast, 5, 20)]
    [InlineData(HoldKind.AtLeast, 30, 30)]
    [InlineData(HoldKind.Exactly, 5, 5)]
    [InlineData(HoldKind.Exactly, 100, 40)]
    [InlineData(HoldKind.Exactly, 0, 2)]
    public void A_hold_overrides_within_minimum_and_maximum(HoldKind kind, int held, int servers)
    {
        var hold = new Hold("backend", kind, held, Given.Kickoff, Given.Kickoff + Duration.FromHours(1), "ops", "draw");

        Assert.Equal(servers, CapacityPlanner.Plan([Given.Fixture()], hold, Given.Pool(), Given.Kickoff).Desired);
        Assert.Equal(2, CapacityPlanner.Plan([], hold, Given.Pool(), Given.Kickoff + Duration.FromHours(1)).Desired);
    }

    [Theory]
    [InlineData("Germany", "Germany", true)]
    [InlineData("germany", "Germany", true)]
    [InlineData("bayern munchen", "Bayern München", true)]
    [InlineData("Bayern München", "Bayern Mu\u0308nchen", true)]
    [InlineData("*münchen", "FC BAYERN MUNCHEN", true)]
    [InlineData("German", "Germany", false)]
    [InlineData("*Bundesliga*", "Deutsche Bundesliga 2024/25", true)]
    [InlineData("Deutsche *", "Deutsche Bundesliga 2024/25", true)]
    [InlineData("*2024*25", "Deutsche Bundesliga 2024/25", true)]
    [InlineData("ab*ba", "aba", false)]
    [InlineData("*", "", true)]
    public void A_pattern_is_a_name_or_has_stars(string pattern, string text, bool matches) =>
        Assert.Equal(matches, DemandMatch.Matches(new DemandRule(pattern, null, null, 1), Given.Fixture(home: text), TeamNames.None));

    [Fact]
    public void The_plan_stays_within_its_bounds_and_more_fixtures_never_mean_fewer_servers() =>
        Prop.ForAll(Fixtures(), Gen.Choose(-600, 600).ToArbitrary(), (fixtures, minutes) =>
        {
            var pool = Given.Pool(3, 25);
            var now = Given.Kickoff + Duration.FromMinutes(minutes);
            var all = CapacityPlanner.Plan(fixtures, null, pool, now).Desired;
            return all is >= 3 and <= 25 && CapacityPlanner.Plan(fixtures.Skip(1), null, pool, now).Desired <= all;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_of_fixtures_changes_nothing_and_shifting_all_by_a_day_shifts_the_plan() =>
        Prop.ForAll(Fixtures(), Gen.Choose(-600, 600).ToArbitrary(), (fixtures, minutes) =>
        {
            var pool = Given.Pool();
            var now = Given.Kickoff + Duration.FromMinutes(minutes);
            var day = Duration.FromDays(1);
            var plan = CapacityPlanner.Plan(fixtures, null, pool, now);
            var reversed = CapacityPlanner.Plan(fixtures.Reverse(), null, pool, now);
            var shifted = CapacityPlanner.Plan(fixtures.Select(one => one with { Kickoff = one.Kickoff + day }), null, pool, now + day);
            return plan.Desired == reversed.Desired && plan.Reasons.SequenceEqual(reversed.Reasons) && plan.Desired == shifted.Desired;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_timeline_equals_the_plan_at_every_minute() =>
        Prop.ForAll(Fixtures(), fixtures =>
        {
            var pool = Given.Pool();
            var (from, until) = (Given.Kickoff - Duration.FromHours(12), Given.Kickoff + Duration.FromHours(12));
            var hold = new Hold("backend", HoldKind.AtLeast, 15, Given.Kickoff, Given.Kickoff + Duration.FromHours(3), "ops", "draw");
            var steps = CapacityTimeline.Of(fixtures, hold, pool, from, until);
            for (var now = from; now < until; now += Duration.FromMinutes(1))
            {
                var step = steps.Last(one => one.At <= now);
                var plan = CapacityPlanner.Plan(fixtures, hold, pool, now);
                if (step.Desired != plan.Desired || !step.Reasons.SequenceEqual(plan.Reasons))
                {
                    return false;
                }
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));

    private static Arbitrary<Fixture[]> Fixtures() =>
        Gen.Choose(-500, 500).Select(minutes => Given.Fixture(Given.Kickoff + Duration.FromMinutes(minutes))).ArrayOf().Select(
            all => all.DistinctBy(one => one.Key).ToArray()).ToArbitrary();

    private static int At(int minutesFromKickoff, Fixture fixture) =>
        Desired(Given.Kickoff + Duration.FromMinutes(minutesFromKickoff), fixture);

    private static int Desired(Instant now, params Fixture[] fixtures) => CapacityPlanner.Plan(fixtures, null, Given.Pool(), now).Desired;
}
