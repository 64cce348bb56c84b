using Kickoff.Core.Scaling;
using NodaTime;

namespace Kickoff.Tick.Tests;

/// <summary>What a stack plans by stands in its ledger, since the first tick after a deploy that changed it.</summary>
public sealed class DeployedPlanTests
{
    private static readonly DeployedPlan Mine = new(World.Stack, "pools: {}\n", "teams: {Bayern München: [Bayern]}\n", Instant.MinValue);

    [Fact]
    public async Task The_first_tick_keeps_it_and_the_next_process_writes_nothing()
    {
        var world = new World();
        Assert.Null(await world.DeployedPlans.ReadAsync(default));

        await LookAsync(world, Mine, World.Kickoff);
        await LookAsync(world, Mine, World.Kickoff + Duration.FromHours(1));

        Assert.Equal(Mine with { Since = World.Kickoff }, await world.DeployedPlans.ReadAsync(default));
    }

    [Fact]
    public async Task A_deploy_that_changes_it_is_kept_with_its_time()
    {
        var world = new World();
        await LookAsync(world, Mine, World.Kickoff);
        await LookAsync(world, Mine with { Fixtures = null }, World.Kickoff + Duration.FromHours(1));

        Assert.Equal(
            Mine with { Fixtures = null, Since = World.Kickoff + Duration.FromHours(1) }, await world.DeployedPlans.ReadAsync(default));
    }

    private static Task LookAsync(World world, DeployedPlan plan, Instant tick) =>
        new DeployedPlanNote(world.DeployedPlans, plan, world).LookAsync(tick, default);
}
