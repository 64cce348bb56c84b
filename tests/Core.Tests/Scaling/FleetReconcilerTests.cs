using System.Collections.Immutable;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Core.Tests.Scaling;

public sealed class FleetReconcilerTests
{
    private static readonly Instant Now = Given.Kickoff;

    private static readonly Instant LongAgo = Now - Duration.FromHours(2);

    [Fact]
    public void What_is_missing_is_launched_and_what_is_on_its_way_is_counted()
    {
        var actions = Decide(10, Given.Fleet([Given.Server(1, LongAgo), Given.Server(2, Now, inService: false)], unseen: 3));

        Assert.Equal(5, Assert.Single(actions.OfType<FleetAction.Launch>()).Count);
    }

    [Fact]
    public void A_draining_server_is_put_back_before_one_is_launched()
    {
        var actions = Decide(2, Given.Fleet([Drained(1, Now + Duration.FromMinutes(3))]));

        Assert.Equal(Given.Id(1), Assert.Single(actions.OfType<FleetAction.Undrain>()).Server.Server.Id);
        Assert.Equal(1, Assert.Single(actions.OfType<FleetAction.Launch>()).Count);
    }

    [Fact]
    public void One_that_came_back_in_vain_is_replaced_and_its_new_drain_is_kept()
    {
        var back = new Drain(Given.Id(1), LongAgo, LongAgo, LongAgo, DrainCause.Surplus) { ReturningSince = Now - Duration.FromMinutes(16) };
        var actions = Decide(1, Given.Fleet([Given.Server(1, LongAgo, inService: false, drain: back)]));

        Assert.Equal(DrainCause.Replacement, Assert.Single(actions.OfType<FleetAction.StartDrain>()).Drain.Cause);
        Assert.Empty(actions.OfType<FleetAction.ForgetDrain>());
    }

    [Theory]
    [InlineData(20, 5)]
    [InlineData(4, 1)]
    [InlineData(3, 1)]
    public void At_most_a_quarter_leaves_at_once(int there, int leaving)
    {
        var actions = Decide(0, Given.Fleet(Enumerable.Range(1, there).Select(number => Given.Server(number, LongAgo))));

        Assert.Equal(leaving, actions.OfType<FleetAction.StartDrain>().Count());
    }

    [Fact]
    public void Those_that_left_in_the_last_minutes_count_against_the_pace()
    {
        var servers = Enumerable.Range(1, 15).Select(number => Given.Server(number, LongAgo)).Concat(Enumerable.Range(16, 5).Select(number => Drained(number, Now + Duration.FromMinutes(2))));

        Assert.Empty(Decide(0, Given.Fleet(servers)).OfType<FleetAction.StartDrain>());
    }

    [Fact]
    public void A_protected_server_is_neither_drained_nor_ended()
    {
        var drained = Given.Server(2, LongAgo, false, listed: false, new Drain(Given.Id(2), LongAgo, Now - Duration.FromMinutes(9), Now - Duration.FromMinutes(4), DrainCause.Surplus), isProtected: true);
        var actions = Decide(0, Given.Fleet([Given.Server(1, LongAgo, isProtected: true), drained]));

        Assert.Empty(actions.OfType<FleetAction.StartDrain>());
        Assert.Empty(actions.OfType<FleetAction.End>());
    }

    [Fact]
    public void A_booting_server_is_left_alone()
    {
        var actions = Decide(0, Given.Fleet([Given.Server(1, Now - Duration.FromMinutes(14), inService: false)]));

        Assert.Empty(actions);
    }

    [Fact]
    public void Those_not_in_service_leave_first_then_the_oldest_of_the_fullest_subnet()
    {
        var fleet = Given.Fleet([
            Given.Server(1, LongAgo, subnet: "subnet-b"),
            Given.Server(2, LongAgo + Duration.FromMinutes(1)),
            Given.Server(3, LongAgo + Duration.FromMinutes(2)),
            Given.Server(4, LongAgo + Duration.FromMinutes(3)),
        ]);

        Assert.Equal(Given.Id(2), Assert.Single(Decide(3, fleet).OfType<FleetAction.StartDrain>()).Server.Id);
    }

    [Theory]
    [InlineData(true, -1, false)]
    [InlineData(false, 1, false)]
    [InlineData(false, 0, true)]
    public void A_drained_server_is_ended_when_its_deadline_has_passed_and_nobody_lists_it(bool listed, int deadlineMinutes, bool ended)
    {
        var drain = new Drain(Given.Id(1), LongAgo, Now - Duration.FromMinutes(5), Now + Duration.FromMinutes(deadlineMinutes), DrainCause.Surplus);
        var actions = Decide(0, Given.Fleet([Given.Server(1, LongAgo, false, listed, drain)]));

        Assert.Equal(ended, actions.OfType<FleetAction.End>().Any());
    }

    [Fact]
    public void Servers_that_never_came_up_are_replaced_one_at_a_time()
    {
        var late = Enumerable.Range(1, 3).Select(number => Given.Server(number, Now - Duration.FromMinutes(15), inService: false));
        var actions = Decide(3, Given.Fleet(late));

        Assert.Equal(DrainCause.Replacement, Assert.Single(actions.OfType<FleetAction.StartDrain>()).Drain.Cause);
        Assert.Equal(1, Assert.Single(actions.OfType<FleetAction.Launch>()).Count);
        Assert.Contains(actions.OfType<FleetAction.Alarm>(), alarm => alarm.Metric == "ServersNotComingUp");
    }

    [Fact]
    public void Nothing_is_concluded_from_a_load_balancer_that_does_not_answer() =>
        Assert.Empty(Decide(3, Given.Fleet(Enumerable.Range(1, 3).Select(number => Given.Server(number, LongAgo, inService: null)))));

    [Theory]
    [InlineData(2, 5, true)]
    [InlineData(3, 0, false)]
    [InlineData(3, 1, true)]
    [InlineData(5, 3, false)]
    [InlineData(5, 4, true)]
    [InlineData(12, 14, false)]
    [InlineData(12, 15, true)]
    public void After_launches_that_died_the_pool_waits_ever_longer(int dead, int minutesSince, bool launches)
    {
        var last = Now - Duration.FromMinutes(minutesSince + 3);
        var intents = Enumerable.Range(0, dead).Select(age => Dead(age, last - Duration.FromMinutes(20 * age))).ToArray();
        var actions = FleetReconciler.Decide(Given.Plan(2, Now - Duration.FromMinutes(3)), Given.Fleet([], 0, intents), Given.Pool(), last + Duration.FromMinutes(minutesSince));

        // Two minutes is how long EC2 may take to show a server: before that a launch is not dead yet.
        Assert.Equal(launches || minutesSince < 2, actions.OfType<FleetAction.Launch>().Any());
    }

    [Fact]
    public void Never_more_than_the_maximum_is_launched()
    {
        var actions = FleetReconciler.Decide(Given.Plan(40, Now), Given.Fleet([Given.Server(1, LongAgo)], unseen: 30), Given.Pool(maximum: 40), Now);

        Assert.Equal(9, Assert.Single(actions.OfType<FleetAction.Launch>()).Count);
    }

    private static ImmutableArray<FleetAction> Decide(int desired, FleetView fleet) => FleetReconciler.Decide(Given.Plan(desired, Now), fleet, Given.Pool(), Now);

    private static PoolServer Drained(int number, Instant deadline) =>
        Given.Server(number, LongAgo, false, true, new Drain(Given.Id(number), LongAgo, deadline - Duration.FromMinutes(5), deadline, DrainCause.Surplus));

    private static LaunchIntent Dead(int number, Instant at) => new()
    {
        Id = Guid.NewGuid(),
        Pool = "backend",
        At = at,
        State = LaunchState.Launched,
        Instances = [Given.Id(100 + number)],
        Request = new LaunchRequest { ImageId = "ami-12345678", InstanceType = "m7i.large", SubnetId = "subnet-a", SecurityGroups = [], Tags = Server.NoTags, Count = 1 },
    };
}
