using Kickoff.Cloud.Ec2;
using Kickoff.Cloud.Time;
using NodaTime;

namespace Kickoff.Simulation.Drills;

/// <summary>Boots within the pools' estimate, unless the weather has it otherwise.</summary>
public sealed class DrillBoots(VirtualTime time, Dice dice, Scene scene, Weather weather, Faults faults, Func<bool> byHand) : IBoots
{
    /// <summary>Servers that do not come up are replaced one in five minutes.</summary>
    private static readonly Duration Replaced = Duration.FromMinutes(6);

    /// <summary>The longest that a pool waits after launches that died.</summary>
    public static readonly Duration BackOff = Duration.FromMinutes(15);

    private readonly Duration _bootTime = scene.Pools.Min(pool => pool.Capacity.BootTime);
    private readonly Duration _bootDeadline = scene.Pools.Max(pool => pool.Capacity.BootDeadline);
    private Instant _allReplaced = Instant.MinValue;

    private static readonly Duration Step = Duration.FromSeconds(7);

    /// <summary>The longest that DescribeInstances hides a new instance.</summary>
    public static readonly Duration MostHidden = Duration.FromMinutes(5);

    public Boot Next()
    {
        // Half a minute of it is for health checks and a tick.
        var ready = dice.Between(_bootTime * 0.4, _bootTime - Duration.FromSeconds(45));
        // In few steps, so that servers of one launch often run together and come in one batch.
        var pending = Duration.Min(ready, Step * Math.Floor(dice.Between(Duration.FromSeconds(1), Duration.FromSeconds(6)).TotalSeconds));
        var hidden = dice.Between(Duration.Zero, Duration.FromSeconds(3));
        if (weather.Strikes(FaultKind.Hidden, 0.15, () => "the next instance"))
        {
            hidden = dice.Between(Duration.FromSeconds(10), MostHidden);
            faults.Breakdown(time.Now + hidden);
        }

        if (!byHand() && weather.Strikes(FaultKind.NeverUp, 0.1, () => "the next instance"))
        {
            _allReplaced = Instant.Max(_allReplaced, time.Now + _bootDeadline) + Replaced;
            faults.Trouble(Instant.Max(_allReplaced, time.Now + _bootDeadline + BackOff));
            return new Boot(pending, null, null, hidden);
        }

        if (!byHand() && time.Now < faults.ImageBrokenUntil)
        {
            return new Boot(pending, null, dice.Between(Duration.FromSeconds(5), Duration.FromSeconds(50)), hidden);
        }

        if (!byHand() && weather.Strikes(FaultKind.DiesAtOnce, 0.1, () => "the next instance"))
        {
            faults.Trouble(time.Now + BackOff);
            // Some between the look at EC2 and the call to the load balancer.
            var atOnce = dice.Between(Duration.Zero, Duration.FromSeconds(2)) > Duration.FromSeconds(1);
            return new Boot(pending, null, dice.Between(Duration.FromSeconds(2), Duration.FromSeconds(atOnce ? 7 : 90)), hidden);
        }

        return new Boot(pending, ready, null, hidden);
    }

    public Duration Down() => dice.Between(Duration.FromSeconds(5), Duration.FromSeconds(50));
}
