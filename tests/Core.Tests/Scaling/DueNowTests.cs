using Kickoff.Core.Fixtures;
using Kickoff.Core.Scaling;
using NodaTime;

namespace Kickoff.Core.Tests.Scaling;

/// <summary>
/// From the words of fleet.yml: ready_before is "in service this long before kickoff", boot_time "from RunInstances to in service",
/// boot_deadline "not in service by then: no capacity". Given: 30, 5 and 15 minutes, 20 servers a match, at least 2.
/// </summary>
public sealed class DueNowTests
{
    [Theory]
    [InlineData(-31, 2)]
    [InlineData(-30, 20)]
    [InlineData(139, 20)]
    [InlineData(140, 2)]
    public void A_fixtures_servers_are_due_from_ready_before_its_kickoff_until_its_demand_ends(int minutes, int due) =>
        Assert.Equal(due, At(minutes, null, Given.Fixture()).Servers);

    [Theory]
    [InlineData(199, 20)]
    [InlineData(200, 2)]
    public void They_are_due_in_extra_time_too(int minutes, int due) =>
        Assert.Equal(new DueNow(due, due, due == 20), At(minutes, null, Given.Fixture() with { Knockout = true }));

    [Theory]
    [InlineData(99, 20, 20)]
    [InlineData(100, 40, 20)]
    [InlineData(104, 40, 20)]
    [InlineData(105, 40, 40)]
    public void Another_matchs_window_that_has_just_opened_makes_nothing_due(int minutes, int planned, int due)
    {
        var second = Given.Fixture(Given.Kickoff + Duration.FromMinutes(135), home: "Spain");
        var now = Given.Kickoff + Duration.FromMinutes(minutes);

        Assert.Equal(planned, CapacityPlanner.Plan([Given.Fixture(), second], null, Given.Pool(), now).Desired);
        Assert.Equal(due, At(minutes, null, Given.Fixture(), second).Servers);
    }

    [Theory]
    [InlineData(719, 2, false)]
    [InlineData(720, 20, true)]
    [InlineData(1379, 20, true)]
    [InlineData(1380, 2, false)]
    public void A_fixture_without_a_time_is_due_while_it_may_be_played(int minutesOfTheDay, int servers, bool near)
    {
        var midnight = Instant.FromUtc(2012, 6, 27, 22, 0);
        var due = DueNow.At([Given.Fixture(timeless: true)], null, Given.Pool(), midnight + Duration.FromMinutes(minutesOfTheDay));

        Assert.Equal((servers, near), (due.Servers, due.FixtureNear));
    }

    [Theory]
    [InlineData(-21, 20, 2)]
    [InlineData(-20, 20, 20)]
    public void They_are_overdue_when_those_launched_in_time_have_had_their_boot_deadline(int minutes, int due, int overdue) =>
        Assert.Equal((due, overdue), (At(minutes, null, Given.Fixture()).Servers, At(minutes, null, Given.Fixture()).Overdue));

    [Fact]
    public void At_kickoff_all_are_overdue()
    {
        var pool = Given.Pool();
        pool = pool with { Capacity = pool.Capacity with { ReadyBefore = Duration.FromMinutes(3) } };

        Assert.Equal(2, DueNow.At([Given.Fixture()], null, pool, Given.Kickoff - Duration.FromMinutes(1)).Overdue);
        Assert.Equal(20, DueNow.At([Given.Fixture()], null, pool, Given.Kickoff).Overdue);
    }

    [Theory]
    [InlineData(HoldKind.AtLeast, 30, 4, 20, 20)]
    [InlineData(HoldKind.AtLeast, 30, 5, 30, 20)]
    [InlineData(HoldKind.AtLeast, 30, 15, 30, 30)]
    [InlineData(HoldKind.Exactly, 30, 4, 20, 20)]
    [InlineData(HoldKind.Exactly, 5, 0, 5, 5)]
    public void What_a_hold_adds_is_due_when_it_could_boot_and_what_it_takes_away_at_once(
        HoldKind kind, int held, int minutesAfterItsOrder, int due, int overdue)
    {
        var hold = new Hold("backend", kind, held, Given.Kickoff, Given.Kickoff + Duration.FromHours(1), "ops", "draw");
        var there = At(minutesAfterItsOrder, hold, Given.Fixture());

        Assert.Equal((due, overdue), (there.Servers, there.Overdue));
    }

    [Theory]
    [InlineData(FixtureStatus.Postponed)]
    [InlineData(FixtureStatus.Cancelled)]
    public void A_match_that_is_not_played_is_not_near(FixtureStatus status) =>
        Assert.False(At(0, null, Given.Fixture() with { Status = status }).FixtureNear);

    private static DueNow At(int minutes, Hold? hold, params Fixture[] fixtures) =>
        DueNow.At(fixtures, hold, Given.Pool(), Given.Kickoff + Duration.FromMinutes(minutes));
}
