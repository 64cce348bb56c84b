using Kickoff.Cloud.Time;
using NodaTime;

namespace Kickoff.Simulation.Time;

/// <summary>Timers of one invocation's code: they fire in virtual time and in its own context, and not after its death.</summary>
public sealed class InvocationTimers(VirtualTime time, Invocation caller) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => time.Now.ToDateTimeOffset();

    public override long TimestampFrequency => NodaConstants.TicksPerSecond;

    public override long GetTimestamp() => time.Now.ToUnixTimeTicks();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (period != Timeout.InfiniteTimeSpan)
        {
            throw new NotSupportedException("Nothing that is simulated repeats.");
        }

        var timer = new OneShot(time, caller, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class OneShot(VirtualTime time, Invocation caller, Action fire) : ITimer
    {
        private int _set;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var mine = ++_set;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                time.After(Duration.FromTimeSpan(dueTime), () => caller.Resume(() =>
                {
                    if (mine == _set)
                    {
                        fire();
                    }
                }));
            }

            return true;
        }

        public void Dispose() => _set++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
