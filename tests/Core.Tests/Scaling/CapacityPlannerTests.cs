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
    [InlineData(134, 20)]
    [InlineData(135, 2)]
    public void A_fixture_asks_from_ready_before_and_boot_time_until_stay_after(int minutesFromKickoff, int servers) =>
        Assert.Equal(servers, At(minutesFromKickoff, Given.Fixture()));

    [Theory]
    [InlineData(194, 20)]
    [InlineData(195, 2)]
    public void A_knockout_fixture_may_go_to_extra_time(int minutesFromKickoff, int servers) =>
        Assert.Equal(servers, At(minutesFromKickoff, Given.Fixture() with { Knockout = true }));

    [Theory]
    [InlineData(FixtureStatus.InPlay, 200, 20)]
    [InlineData(FixtureStatus.ExtraTime, 329, 20)]
    [InlineData(FixtureStatus.ExtraTime, 330, 2)]
    [InlineData(FixtureStatus.Postponed, 0, 2)]
    [InlineData(FixtureStatus.Cancelled, 0, 2)]
    [InlineData(FixtureStatus.Awarded, 0, 2)]
    [InlineData(FixtureStatus.Suspended, 100, 20)]
    public void The_status_last_imported_moves_the_end(FixtureStatus status, int minutesFromKickoff, int servers) =>
        Assert.Equal(servers, At(minutesFromKickoff, Given.Fixture() with { Status = status }));

    [Theory]
    [InlineData(95, 124, 20)]
    [InlineData(95, 125, 2)]
    [InlineData(100_000, 134, 20)]
    [InlineData(100_000, 135, 2)]
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
    public void A_fixture_without_a_time_asks_for_its_whole_day_in_its_zone()
    {
        var fixture = Given.Fixture(timeless: true);
        var midnight = Instant.FromUtc(2012, 6, 27, 22, 0);

        Assert.Equal(2, Desired(midnight - Duration.Epsilon, fixture));
        Assert.Equal(20, Desired(midnight, fixture));
        Assert.Equal(20, Desired(midnight + Duration.FromDays(1) - Duration.Epsilon, fixture));
        Assert.Equal(2, Desired(midnight + Duration.FromDays(1), fixture));
        Assert.Contains(
            "no kickoff time yet", CapacityPlanner.Plan([fixture], null, Given.Pool(), midnight).Reasons[0].Text, StringComparison.Ordinal);
    }

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
    [InlineData("germany", "Germany", false)]
    [InlineData("*Bundesliga*", "Deutsche Bundesliga 2024/25", true)]
    [InlineData("Deutsche *", "Deutsche Bundesliga 2024/25", true)]
    [InlineData("*2024*25", "Deutsche Bundesliga 2024/25", true)]
    [InlineData("ab*ba", "aba", false)]
    [InlineData("*", "", true)]
    public void A_pattern_is_a_name_or_has_stars(string pattern, string text, bool matches) =>
        Assert.Equal(matches, DemandMatch.Matches(pattern, text));

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
