using Kickoff.Core.Scaling;
using NodaTime;

namespace Kickoff.Tick.Tests;

/// <summary>EC2's events, through the queue (docs/registration.md).</summary>
public sealed class EventTests
{
    [Fact]
    public void A_server_that_runs_is_registered_once_however_often_its_event_comes()
    {
        var world = new World();
        world.Hold(HoldKind.Exactly, 1, Duration.FromHours(1));
        world.Tick();

        world.Event(world.Live.Single());
        world.Event(world.Live.Single());
        world.Tick(2);

        Assert.Single(world.Registered);
    }

    [Fact]
    public void Changed_tags_are_in_the_inventory_after_the_next_event()
    {
        var world = new World();
        world.Hold(HoldKind.Exactly, 1, Duration.FromHours(1));
        world.Tick();
        var server = world.Live.Single();
        world.Event(server);

        world.Account.Ec2.Tag(server, "role", "canary");
        world.Event(server);

        var item = Assert.Single(world.Account.DynamoDb.Items(Simulation.Deployment.LedgerTable), item => item["SK"].S == "inventory");
        Assert.Equal("canary", item["tags"].M["role"].S);
    }
}
