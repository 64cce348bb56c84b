namespace Kickoff.Functions.Tests.FixtureFeed;

/// <summary>A machine on which a deadline of twenty seconds is over after half of one.</summary>
internal sealed class Hurried : TimeProvider
{
    private const int Times = 40;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : dueTime / Times, period);
}
