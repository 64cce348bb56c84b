using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Core.Tests.Scaling;

/// <summary>
/// 20 servers are due 30 minutes before kickoff and launched 35 before it; a boot is estimated at 5 minutes and given up at 15.
/// </summary>
public sealed class ShortageTests
{
    private static readonly Duration Launched = Duration.FromMinutes(-35);

    [Theory]
    [InlineData(-31, 0)]
    [InlineData(-30, 0)]
    [InlineData(-21, 0)]
    [InlineData(-20, 4)]
    [InlineData(0, 4)]
    [InlineData(134, 4)]
    [InlineData(140, 0)]
    public void Servers_that_boot_slowly_are_missing_from_their_deadline_on(int minutes, int missing) =>
        Assert.Equal(missing, At(minutes, [.. Servers(1, 16, true), .. Servers(17, 4, false)]).Missing);

    [Theory]
    [InlineData(-31, 0)]
    [InlineData(-30, 20)]
    public void Servers_that_were_never_launched_are_missing_as_soon_as_they_are_due(int minutes, int missing) =>
        Assert.Equal(missing, At(minutes, []).Missing);

    [Fact]
    public void Servers_that_EC2_does_not_show_yet_are_not_missing_before_their_deadline()
    {
        var view = Given.Fleet(Servers(1, 2, true), unseen: 18);

        Assert.Equal(0, Shortage.Of([Given.Fixture()], null, Given.Pool(), view, Given.Kickoff - Duration.FromMinutes(29)).Missing);
        Assert.Equal(18, Shortage.Of([Given.Fixture()], null, Given.Pool(), view, Given.Kickoff).Missing);
    }

    [Fact]
    public void Servers_launched_late_are_no_excuse_at_kickoff()
    {
        var late = Enumerable.Range(1, 20).Select(
            number => Given.Server(number, Given.Kickoff - Duration.FromMinutes(2), inService: false));

        Assert.Equal(20, Shortage.Of([Given.Fixture()], null, Given.Pool(), Given.Fleet(late), Given.Kickoff).Missing);
    }

    [Fact]
    public void A_healthy_fleet_is_not_short_when_another_matchs_window_has_just_opened()
    {
        var second = Given.Fixture(Given.Kickoff + Duration.FromMinutes(135), home: "Spain");
        var shortage = Shortage.Of(
            [Given.Fixture(), second], null, Given.Pool(), Given.Fleet(Servers(1, 20, true)), Given.Kickoff + Duration.FromMinutes(101));

        Assert.Equal(new Shortage(20, 20, 0, 0), shortage);
    }

    [Theory]
    [InlineData(16, 4, 0, 0, 4)]
    [InlineData(10, 4, 6, 6, 4)]
    [InlineData(20, 4, 0, 0, 0)]
    public void What_a_load_balancer_does_not_say_is_unknown_and_neither_short_nor_well(
        int serving, int unknown, int out_, int missing, int mayBeMissing)
    {
        var shortage = At(0, [.. Servers(1, serving, true), .. Servers(31, unknown, null), .. Servers(61, out_, false)]);

        Assert.Equal((missing, mayBeMissing), (shortage.Missing, shortage.Unknown));
    }

    [Fact]
    public void A_draining_server_is_not_in_service()
    {
        var since = Given.Kickoff - Duration.FromMinutes(1);
        var drain = new Drain(Given.Id(20), Given.Kickoff + Launched, since, since + Duration.FromMinutes(5), DrainCause.Surplus);
        var draining = Given.Server(20, Given.Kickoff + Launched, drain: drain);

        Assert.Equal(1, At(0, [.. Servers(1, 19, true), draining]).Missing);
    }

    [Fact]
    public void A_pending_server_whose_load_balancer_does_not_answer_is_not_in_service()
    {
        var pending = Given.Server(20, Given.Kickoff - Duration.FromMinutes(1), inService: null);
        pending = pending with { Server = pending.Server with { State = InstanceState.Pending } };

        Assert.Equal(new Shortage(20, 19, 1, 0), At(0, [.. Servers(1, 19, true), pending]));
    }

    [Fact]
    public void Nothing_is_short_where_no_fixture_is_near() =>
        Assert.Equal(0, Shortage.Of([], null, Given.Pool(), Given.Fleet([]), Given.Kickoff).Missing);

    private static IEnumerable<PoolServer> Servers(int first, int count, bool? inService) =>
        Enumerable.Range(first, count).Select(number => Given.Server(number, Given.Kickoff + Launched, inService));

    private static Shortage At(int minutes, PoolServer[] servers) =>
        Shortage.Of([Given.Fixture()], null, Given.Pool(), Given.Fleet(servers), Given.Kickoff + Duration.FromMinutes(minutes));
}
