namespace Kickoff.Tick.Tests;

/// <summary>Two stacks in one account, whose groups have the same names and whose servers stand behind the same load balancer.</summary>
public sealed class OtherStackTests
{
    private const string Another = "another-stack";

    [Fact]
    public void A_server_of_another_stack_is_registered_neither_by_its_event_nor_by_the_sweep()
    {
        var world = new World();
        var others = world.ByHand(Another, "backend");
        world.Tick();
        world.Event(others);
        world.Tick(3);

        Assert.Empty(world.Registered);
        Assert.Empty(Memberships(world));
    }

    [Fact]
    public void One_without_any_stacks_tag_is_registered_by_all_whose_groups_match()
    {
        var world = new World();
        var nobodys = world.ByHand("", null);
        world.Account.Ec2.Tag(nobodys, "kickoff:stack", null);
        world.Tick(3);

        Assert.Equal([nobodys.Id], world.Registered);
    }

    // 0.1 registered whatever had the group: its items are still there.
    [Fact]
    public void What_an_earlier_version_registered_of_another_stack_is_not_taken_out()
    {
        var world = new World();
        var server = world.ByHand(World.Stack, "gone");
        world.Tick(3);
        Assert.Equal([server.Id], world.Registered);

        world.Account.Ec2.Tag(server, "kickoff:stack", Another);
        world.Tick(10);
        Assert.Empty(world.Deregistered);

        world.Account.Ec2.End(server);
        world.Event(server);
        world.Tick(5);
        Assert.DoesNotContain(world.Lines, line => line.What == "terminated");
    }

    private static IEnumerable<string> Memberships(World world) =>
        world.LedgerItems.Select(item => item["SK"].S)
            .Where(sort => sort.StartsWith("membership#", StringComparison.Ordinal) || sort == "inventory");
}
