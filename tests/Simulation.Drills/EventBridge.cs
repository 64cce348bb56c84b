using Kickoff.Cloud;
using Kickoff.Cloud.EventBridge;
using Kickoff.Cloud.Time;
using Kickoff.Core.Servers;
using Kickoff.Simulation.Functions;
using NodaTime;

namespace Kickoff.Simulation.Drills;

/// <summary>Brings EC2's events to the queue and ticks to ScaleSchedule: mostly at once and once.</summary>
public sealed class EventBridge(
    AwsAccount account, StateChangeQueue queue, Schedule schedule, Weather weather, Faults faults, Referee referee)
{
    private static readonly Duration Minute = Duration.FromMinutes(1);

    private static readonly Duration Settled = Duration.FromSeconds(2);

    private readonly Dice _dice = account.Dice;

    public void StateChanged(InstanceId instance, InstanceState state)
    {
        var at = account.Time.Now;
        string What() => $"{state} of {instance}";
        if (weather.Strikes(FaultKind.EventLost, 0.15, What))
        {
            return;
        }

        // Behind what DescribeInstances shows, unless something is wrong.
        var delay = Settled + Soon();
        if (weather.Strikes(FaultKind.EventLate, 0.15, What))
        {
            delay = _dice.Between(Duration.FromSeconds(20), Duration.FromMinutes(8));
            faults.Breakdown(account.Time.Now + delay);
        }

        account.Time.After(delay, () => queue.Send(instance, at));
        while (weather.Strikes(FaultKind.EventRepeated, 0.25, What))
        {
            var again = _dice.Between(Duration.Zero, Duration.FromMinutes(4));
            faults.Breakdown(account.Time.Now + again);
            account.Time.After(again, () => queue.Send(instance, at));
        }
    }

    /// <summary>A tick every minute from <paramref name="from"/> on.</summary>
    public void TickEveryMinute(Instant from, Instant until) => MinuteSchedule.Run(account.Time, from, until, Tick);

    private void Tick(Instant tick)
    {
        string What() => $"the tick of {tick}";
        if (weather.Strikes(FaultKind.TickLost, 0.08, What))
        {
            return;
        }

        var delay = Soon();
        if (weather.Strikes(FaultKind.TickLate, 0.08, What))
        {
            // What was held up often comes together with what follows.
            delay = _dice.Chance(0.5)
                ? Minute + _dice.Between(Duration.FromSeconds(-2), Duration.FromSeconds(2))
                : _dice.Between(Duration.FromSeconds(15), Duration.FromMinutes(6));
            faults.Breakdown(account.Time.Now + delay);
        }

        account.Time.After(delay, () => Run(tick));
        while (weather.Strikes(FaultKind.TickRepeated, 0.12, What))
        {
            // Mostly both are on their way at once.
            var again = _dice.Between(Duration.Zero, _dice.Chance(0.5) ? Duration.FromSeconds(2) : Duration.FromMinutes(3));
            faults.Breakdown(account.Time.Now + again);
            account.Time.After(again, () => Run(tick));
        }
    }

    private void Run(Instant tick) => referee.Ticks(schedule.Tick(tick, referee.Ended), tick);

    private Duration Soon() => _dice.Between(Duration.Zero, Duration.FromSeconds(3));
}
