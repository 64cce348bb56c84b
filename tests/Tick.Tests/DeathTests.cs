using Kickoff.Cloud.Ec2;
using Kickoff.Core.Scaling;
using Kickoff.Core.Telemetry;
using NodaTime;

namespace Kickoff.Tick.Tests;

/// <summary>
/// Why servers die: EC2's StateReason (AWSEC2/latest/APIReference/API_StateReason.html) and the load balancers' reasons
/// (elasticloadbalancing/latest/APIReference/API_TargetHealth.html, 2012-06-01/APIReference/API_InstanceState.html).
/// </summary>
public sealed class DeathTests
{
    [Fact]
    public async Task A_server_that_dies_of_a_key_it_may_not_use_is_in_the_history_once_with_the_parameter_that_is_missing()
    {
        var world = new World { Boot = Dies("Client.InternalError: Client error on launch") };
        world.Hold(HoldKind.Exactly, 1, Duration.FromHours(1));

        world.Tick();
        world.Boot = new World().Boot;
        world.Tick(8);

        var history = await world.Ledger.HistoryAsync(world.Pool.Name, 100, default);
        var died = Assert.Single(history, activity => activity.What.StartsWith("died: ", StringComparison.Ordinal));
        Assert.Contains("Client.InternalError: Client error on launch", died.Reason, StringComparison.Ordinal);
        Assert.Contains("EbsKeyArns", died.Reason, StringComparison.Ordinal);
        Assert.Single(world.Lines, line => line.Level == JournalLevel.Error && line.What == died.What);
        Assert.Empty(world.Record().Failures);
    }

    [Fact]
    public void Launches_that_die_say_of_what_when_they_page()
    {
        var world = new World { Boot = Dies("Server.InsufficientInstanceCapacity: no capacity") };
        world.Hold(HoldKind.Exactly, 1, Duration.FromHours(1));

        world.Tick(18);

        Assert.Contains(
            world.Lines,
            line => line.What == "alarm LaunchesDying"
                && line.Reason.Contains("Server.InsufficientInstanceCapacity", StringComparison.Ordinal));
    }

    [Fact]
    public void What_Kickoff_or_somebody_by_hand_ended_did_not_die()
    {
        var world = new World();
        world.Hold(HoldKind.Exactly, 2, Duration.FromHours(1));
        world.Tick(4);
        world.Account.Ec2.End(world.Live.First());
        world.Tick(4);
        world.Hold(HoldKind.Exactly, 0, Duration.FromHours(1));
        world.Tick(10);

        Assert.Empty(world.Live);
        Assert.DoesNotContain(world.Lines, line => line.What.StartsWith("died", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_does_not_come_up_is_replaced_with_its_load_balancers_reason()
    {
        var world = new World { Boot = new Boot(Duration.FromSeconds(10), null, null, Duration.Zero) };
        world.Hold(HoldKind.Exactly, 1, Duration.FromHours(1));

        world.Tick(8);

        const string Reason = "Instance has failed at least the UnhealthyThreshold number of health checks consecutively.";
        var history = await world.Ledger.HistoryAsync(world.Pool.Name, 100, default);
        Assert.Contains(
            history,
            activity => activity.What.StartsWith("drain ", StringComparison.Ordinal)
                && activity.Reason.Contains(Reason, StringComparison.Ordinal));
        Assert.Contains(
            world.Lines, line => line.What == "alarm ServersNotComingUp" && line.Reason.Contains(Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void A_zone_that_the_load_balancer_does_not_have_is_named()
    {
        var world = new World(start: World.Kickoff - Duration.FromMinutes(15)).With(World.Match(World.Kickoff));
        world.Account.Balancing.Find(World.Web)!.Zones = new HashSet<string>();

        world.Tick(16);

        Assert.Contains(
            world.Lines,
            line => line.What == "short before kickoff"
                && line.Reason.Contains("for which LoadBalancer is not configured", StringComparison.Ordinal));
    }

    private static Boot Dies(string reason) =>
        new(Duration.FromSeconds(10), null, Duration.FromSeconds(20), Duration.Zero) { DiesOf = reason };
}
