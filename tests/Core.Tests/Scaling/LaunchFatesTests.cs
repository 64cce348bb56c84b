using System.Collections.Immutable;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;
using NodaTime;
using static Kickoff.Core.Tests.Scaling.LaunchBackoffTests;

namespace Kickoff.Core.Tests.Scaling;

/// <summary>Which launches were good, and which count against their candidate (docs/scaling.md).</summary>
public sealed class LaunchFatesTests
{
    private static readonly Instant Now = Given.Kickoff;

    private static readonly LaunchCandidate Candidate = new("m7i.large", "subnet-a");

    private static readonly LaunchIntent One = Launch(1, Now - Duration.FromMinutes(5));

    [Fact]
    public void One_of_which_a_server_serves_was_good_and_ends_the_count()
    {
        ImmutableArray<LaunchFailures> before =
        [
            new(Candidate, 4, LaunchFailure.Died, Now, "no"), new(null, 4, LaunchFailure.Died, Now, "no"),
            new(new("m6i.large", "subnet-a"), 1, LaunchFailure.Died, Now, "no"),
        ];
        var two = One with { Instances = [Given.Id(1001), Given.Id(1002)] };

        var (fates, after) = Of([two], before, [Shown(two, 0, serves: true)], gone: [two.Instances[1]]);

        Assert.Equal((true, true), (Assert.Single(fates).Keep, fates[0].Launch.Served));
        Assert.Equal("m6i.large", Assert.Single(after).Candidate?.InstanceType);
    }

    [Fact]
    public void One_whose_servers_are_all_gone_counts_for_its_candidate_and_its_pool()
    {
        var (fates, after) = Of([One, Launch(2, One.At)], [], [], gone: [One.Instances[0], Given.Id(1002)]);

        Assert.Equal([false, false], fates.Select(fate => fate.Keep));
        Assert.Equal([(Candidate, 2), ((LaunchCandidate?)null, 2)], after.Select(one => (one.Candidate, one.Count)));
    }

    [Theory]
    [InlineData(14, false)]
    [InlineData(15, true)]
    public void One_past_its_boot_deadline_died_and_a_younger_one_did_not(int minutes, bool died)
    {
        var launch = Launch(1, Now - Duration.FromMinutes(minutes));
        Assert.Equal(died, !Of([launch], [], [Shown(launch, 0, serves: false)], gone: []).Fates.IsEmpty);
    }

    /// <summary>EC2 is eventually consistent: who is not shown may be booting.</summary>
    [Theory]
    [InlineData(19, false)]
    [InlineData(20, true)]
    public void One_that_EC2_does_not_show_is_dead_when_it_would_long_have_been_shown(int minutes, bool died) =>
        Assert.Equal(died, !Of([Launch(1, Now - Duration.FromMinutes(minutes))], [], [], gone: []).Fates.IsEmpty);

    [Fact]
    public void While_one_of_its_servers_boots_nothing_is_known()
    {
        var two = One with { Instances = [Given.Id(1001), Given.Id(1002)] };
        Assert.Empty(Of([two], [], [Shown(two, 1, serves: false)], gone: [two.Instances[0]]).Fates);
    }

    [Fact]
    public void Of_one_whose_load_balancer_does_not_answer_nothing_is_known() =>
        Assert.Empty(Of([Launch(1, Now - Duration.FromHours(1))], [], [Shown(One, 0, serves: null)], gone: []).Fates);

    [Fact]
    public void One_that_was_let_go_before_it_served_is_forgotten_and_counts_for_nothing()
    {
        var drain = new Drain(One.Instances[0], One.At, Now, Now, DrainCause.Surplus);
        var fates = LaunchFates.Of(
            [One], [], [new Server { Id = One.Instances[0], State = InstanceState.Terminated, LaunchTime = One.At }], [drain], [],
            Given.Pool(), Now);

        Assert.False(Assert.Single(fates).Keep);
        Assert.Empty(fates[0].Failures);
    }

    [Fact]
    public void A_launch_that_served_before_a_later_one_died_does_not_end_the_later_ones_count()
    {
        var good = Launch(2, One.At - Duration.FromMinutes(1));
        var (_, after) = Of([One, good], [], [Shown(good, 0, serves: true)], gone: [One.Instances[0]]);

        Assert.Equal([1, 1], after.Select(one => one.Count));
    }

    private static (ImmutableArray<LaunchFate> Fates, ImmutableArray<LaunchFailures> Failures) Of(
        LaunchIntent[] launches, ImmutableArray<LaunchFailures> before, PoolServer[] shown, InstanceId[] gone)
    {
        var fates = LaunchFates.Of(
            launches, shown,
            gone.Select(id => new Server { Id = id, State = InstanceState.Terminated, LaunchTime = One.At }), [], before,
            Given.Pool(), Now);
        return (fates, fates.Aggregate(before, (failures, fate) => LaunchFates.Merge(failures, fate.Failures)));
    }

    private static PoolServer Shown(LaunchIntent launch, int which, bool? serves) => new(
        new Server { Id = launch.Instances[which], State = InstanceState.Running, LaunchTime = launch.At }, serves, true, null);
}
