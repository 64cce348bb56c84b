using System.Collections.Immutable;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;
using Kickoff.Core.Telemetry;
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
        var back = new Drain(
            Given.Id(1), LongAgo, LongAgo, LongAgo, DrainCause.Surplus)
        { ReturningSince = Now - Duration.FromMinutes(16) };
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
        var servers = Enumerable.Range(1, 15).Select(number => Given.Server(number, LongAgo))
            .Concat(Enumerable.Range(16, 5).Select(number => Drained(number, Now + Duration.FromMinutes(2))));

        Assert.Empty(Decide(0, Given.Fleet(servers)).OfType<FleetAction.StartDrain>());
    }

    [Fact]
    public void A_protected_server_is_neither_drained_nor_ended()
    {
        var drained = Given.Server(
            2, LongAgo, false, listed: false, new Drain(
            Given.Id(2), LongAgo, Now - Duration.FromMinutes(9), Now - Duration.FromMinutes(4), DrainCause.Surplus), isProtected: true);
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
        var drain = new Drain(
            Given.Id(1), LongAgo, Now - Duration.FromMinutes(5), Now + Duration.FromMinutes(deadlineMinutes), DrainCause.Surplus);
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
        Assert.Contains(actions.OfType<FleetAction.Alarm>(), alarm => alarm.Metric.Name == "ServersNotComingUp");
    }

    // Ten minutes of bad health, then a full drain: nobody who has served is ended without it.
    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    public void Who_has_served_is_replaced_after_ten_minutes_of_bad_health_and_has_its_drain(int minutes, bool replaced)
    {
        var actions = Decide(6, Given.Fleet([Sick(1, minutes), .. Healthy(2, 5)]), maximum: 6);

        var drains = actions.OfType<FleetAction.StartDrain>().Select(start => start.Drain).ToArray();
        Assert.Equal(replaced ? [new Drain(Given.Id(1), LongAgo, Now, Now + Given.Pool().Drain, DrainCause.Replacement)] : [], drains);
        Assert.Empty(actions.OfType<FleetAction.End>());
        Assert.Equal(replaced, actions.OfType<FleetAction.Alarm>().Any(alarm => alarm.Metric.Name == "ServersUnhealthy"));
    }

    [Fact]
    public void Its_replacement_serves_before_it_is_drained_where_the_maximum_has_room()
    {
        PoolServer[] there = [Sick(1, 10), .. Healthy(2, 5)];
        var launch = Assert.Single(Decide(6, Given.Fleet(there), maximum: 7).OfType<FleetAction.Launch>());
        Assert.Equal((1, 1), (launch.Count, launch.Room));

        PoolServer[] coming = [.. there, Given.Server(9, Now - Duration.FromMinutes(2), inService: false)];
        Assert.Empty(Decide(6, Given.Fleet(coming), maximum: 7).OfType<FleetAction.StartDrain>());
        Assert.Empty(Decide(6, Given.Fleet(there, unseen: 1), maximum: 7).Where(action => action is not FleetAction.Alarm));

        var leaving = Assert.Single(Decide(6, Given.Fleet([.. there, Given.Server(9, Now)]), maximum: 7).OfType<FleetAction.StartDrain>());
        Assert.Equal((Given.Id(1), DrainCause.Replacement), (leaving.Server.Id, leaving.Drain.Cause));
    }

    [Fact]
    public void Where_it_has_none_the_sick_one_leaves_first()
    {
        var actions = Decide(6, Given.Fleet([Sick(1, 10), .. Healthy(2, 5)]), maximum: 6);

        Assert.Equal(Given.Id(1), Assert.Single(actions.OfType<FleetAction.StartDrain>()).Server.Id);
        Assert.Equal(1, Assert.Single(actions.OfType<FleetAction.Launch>()).Count);
    }

    [Fact]
    public void One_in_bad_health_that_waits_for_its_replacement_keeps_nobody_waiting_who_never_served()
    {
        var actions = Decide(7, Given.Fleet([Sick(1, 60), Given.Server(2, LongAgo, inService: false), .. Healthy(3, 5)]), maximum: 8);

        Assert.Equal(Given.Id(2), Assert.Single(actions.OfType<FleetAction.StartDrain>()).Server.Id);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_that_is_in_service_at_some_load_balancer_is_capacity_and_stays(bool served)
    {
        var partly = Given.Server(1, LongAgo, inService: false) with { ServesSomewhere = true, HasServed = served };
        var alarm = Assert.IsType<FleetAction.Alarm>(Assert.Single(Decide(2, Given.Fleet([partly, .. Healthy(2, 1)]))));

        Assert.Equal("PartlyInService", alarm.Metric.Name);
    }

    // More than one and more than a fifth at once have one cause, and an Application Load Balancer whose targets are all unhealthy sends to
    // all of them (docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html).
    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(2, 10, true)]
    [InlineData(2, 9, false)]
    [InlineData(3, 10, false)]
    [InlineData(10, 10, false)]
    public void Of_a_fleet_that_is_sick_as_a_whole_nobody_is_ended(int sick, int all, bool replaced)
    {
        var servers = Enumerable.Range(1, sick).Select(number => Sick(number, 30)).Concat(Healthy(sick + 1, all - sick));
        var actions = Decide(all, Given.Fleet(servers));

        Assert.Equal(replaced ? 1 : 0, actions.OfType<FleetAction.Launch>().Sum(launch => launch.Count));
        Assert.Equal(replaced ? 0 : 1, actions.OfType<FleetAction.Alarm>().Count(alarm => alarm.Metric.Name == "FleetUnhealthy"));
    }

    [Fact]
    public void Replacements_of_the_last_five_minutes_count_against_their_pace()
    {
        var drain = new Drain(Given.Id(40), LongAgo, Now - Duration.FromMinutes(4), Now, DrainCause.Replacement);
        var late = Enumerable.Range(1, 3).Select(number => Given.Server(number, LongAgo, inService: false));
        var fleet = Given.Fleet(late) with { Drains = [drain] };

        Assert.Empty(Decide(3, fleet).OfType<FleetAction.StartDrain>());
        Assert.Single(
            Decide(3, fleet with { Drains = [drain with { Since = Now - Duration.FromMinutes(5) }] }).OfType<FleetAction.StartDrain>());
    }

    [Fact]
    public void Servers_whose_load_balancers_are_gone_leave_when_they_are_not_wanted_any_more()
    {
        var servers = Enumerable.Range(1, 8)
            .Select(number => Given.Server(number, LongAgo, inService: null, listed: false) with { IsUnbalanced = true, HasServed = true });

        Assert.Equal(2, Decide(2, Given.Fleet(servers)).OfType<FleetAction.StartDrain>().Count());
        Assert.Empty(Decide(8, Given.Fleet(servers)));
    }

    [Fact]
    public void A_server_whose_drain_cannot_be_read_is_no_capacity_and_left_alone()
    {
        var actions = Decide(
            2, Given.Fleet([Given.Server(1, LongAgo), Given.Server(2, LongAgo, listed: false) with { IsLeftAlone = true }]));

        Assert.Equal(1, Assert.IsType<FleetAction.Launch>(Assert.Single(actions)).Count);
    }

    [Fact]
    public void What_was_not_answered_counts_against_the_maximum_and_not_against_the_plan()
    {
        var view = Given.Fleet([], unseen: 5) with { Unanswered = 10 };

        Assert.Equal(15, Assert.Single(Decide(20, view).OfType<FleetAction.Launch>()).Count);
        Assert.Equal(
            5, Assert.Single(FleetReconciler.Decide(Given.Plan(20, Now), view, Given.Pool(maximum: 20), Now)
            .OfType<FleetAction.Launch>()).Count);
    }

    [Fact]
    public void Nothing_is_concluded_from_a_load_balancer_that_does_not_answer() =>
        Assert.Empty(Decide(3, Given.Fleet(Enumerable.Range(1, 3).Select(number => Given.Server(number, LongAgo, inService: null)))));

    [Theory]
    [InlineData(2, 0, true)]
    [InlineData(3, 0, false)]
    [InlineData(3, 1, true)]
    [InlineData(5, 3, false)]
    [InlineData(5, 4, true)]
    [InlineData(12, 14, false)]
    [InlineData(12, 15, true)]
    public void After_launches_that_died_the_pool_waits_ever_longer(int dead, int minutesSince, bool launches)
    {
        var failures = new LaunchFailures(null, dead, LaunchFailure.Died, Now - Duration.FromMinutes(minutesSince), "EC2: no");
        var actions = Decide(3, Given.Fleet([]) with { Failures = [failures] });

        Assert.Equal(launches, actions.OfType<FleetAction.Launch>().Any());
        Assert.Equal(!launches, actions.OfType<FleetAction.Alarm>().Any(alarm =>
            alarm.Metric == Metrics.LaunchesDying && alarm.Reason.Contains("EC2: no", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(LaunchFailure.NoCapacity, "NoCapacity")]
    [InlineData(LaunchFailure.Refused, "LaunchRefused")]
    [InlineData(LaunchFailure.Unanswered, "LaunchUnanswered")]
    [InlineData(LaunchFailure.Died, "LaunchesDying")]
    public void When_every_candidate_is_waited_with_nothing_is_launched_and_it_is_said(LaunchFailure kind, string metric)
    {
        var all = (
            from type in Given.Pool().Launch.InstanceTypes
            from subnet in Given.Pool().Launch.Subnets
            select new LaunchFailures(new(type, subnet), 2, kind, Now, "no")).ToArray();
        var actions = Decide(3, Given.Fleet([]) with { Failures = [.. all] });

        Assert.Empty(actions.OfType<FleetAction.Launch>());
        Assert.Equal([metric, "NotLaunched"], actions.OfType<FleetAction.Alarm>().Select(alarm => alarm.Metric.Name));
        Assert.Equal(3, actions.OfType<FleetAction.Alarm>().Last().Value);
        Assert.Single(Decide(3, Given.Fleet([]) with { Failures = [.. all[1..]] }).OfType<FleetAction.Launch>());
    }

    [Fact]
    public void A_pool_whose_request_is_refused_is_waited_with_whatever_its_candidates()
    {
        var refused = new LaunchFailures(null, 1, LaunchFailure.Refused, Now, "InvalidKeyPair.NotFound: no");
        var actions = Decide(3, Given.Fleet([]) with { Failures = [refused] });

        Assert.Equal(
            ["LaunchRefused", "NotLaunched"], actions.OfType<FleetAction.Alarm>().Select(alarm => alarm.Metric.Name));
        Assert.Empty(actions.OfType<FleetAction.Launch>());
    }

    [Fact]
    public void Never_more_than_the_maximum_is_launched()
    {
        var actions = FleetReconciler.Decide(
            Given.Plan(40, Now), Given.Fleet([Given.Server(1, LongAgo)], unseen: 30), Given.Pool(maximum: 40), Now);

        Assert.Equal(9, Assert.Single(actions.OfType<FleetAction.Launch>()).Count);
    }

    private static ImmutableArray<FleetAction> Decide(int desired, FleetView fleet, int maximum = 40) =>
        FleetReconciler.Decide(Given.Plan(desired, Now), fleet, Given.Pool(maximum: maximum), Now);

    private static PoolServer Sick(int number, int minutes) =>
        Given.Server(number, LongAgo, inService: false) with { HasServed = true, UnhealthySince = Now - Duration.FromMinutes(minutes) };

    private static IEnumerable<PoolServer> Healthy(int first, int count) =>
        Enumerable.Range(first, count).Select(number => Given.Server(number, LongAgo) with { HasServed = true });

    private static PoolServer Drained(int number, Instant deadline) =>
        Given.Server(number, LongAgo, false, true, new Drain(
            Given.Id(number), LongAgo, deadline - Duration.FromMinutes(5), deadline, DrainCause.Surplus));
}
