using Kickoff.Core.Fixtures;
using Kickoff.Core.Scaling;
using NodaTime;

namespace Kickoff.Core.Tests.Scaling;

/// <summary>What a change of fleet.yml changes: server-hours and peaks counted here by hand.</summary>
public sealed class PlanComparisonTests
{
    private static readonly Instant From = Given.Kickoff - Duration.FromHours(10);

    private static readonly Instant Until = From + Duration.FromHours(24);

    [Fact]
    public void A_rule_that_asks_for_more_is_a_window_that_changes()
    {
        var change = new PoolChange("backend", Of(new DemandRule(null, null, null, 20)), Of(new DemandRule(null, null, null, 30)));

        // 35 minutes before kickoff, 110 of play, 30 after it.
        Assert.Equal((58.33, 87.5), (Math.Round(change.Was!.ServerHours, 2), Math.Round(change.Is!.ServerHours, 2)));
        Assert.Equal((20, 30), (change.Was.Peak, change.Is.Peak));
        var window = Assert.Single(change.Windows);
        Assert.Equal((20, 30), (window.Was!.Servers, window.Is!.Servers));
    }

    [Fact]
    public void A_rule_that_goes_is_a_window_that_vanishes_and_one_that_comes_one_that_appears()
    {
        var (germany, spain) = (Of(new DemandRule("Germany", null, null, 4)), Of(new DemandRule("Spain", null, null, 4)));

        Assert.Null(Assert.Single(new PoolChange("backend", germany, spain).Windows).Is);
        Assert.Null(Assert.Single(new PoolChange("backend", spain, germany).Windows).Was);
        Assert.True(new PoolChange("backend", germany, spain).IsChange);
        Assert.False(new PoolChange("backend", germany, germany with { }).IsChange);
    }

    [Fact]
    public void A_pool_that_is_new_or_gone_is_a_change_though_it_asks_for_nothing()
    {
        var spain = Of(new DemandRule("Spain", null, null, 4));

        Assert.True(new PoolChange("backend", null, spain).IsChange);
        Assert.True(new PoolChange("backend", spain, null).IsChange);
    }

    private static PoolOutlook Of(DemandRule rule) =>
        PoolOutlook.Of([Given.Fixture()], null, Given.Pool(minimum: 0, demand: rule), From, Until);
}
