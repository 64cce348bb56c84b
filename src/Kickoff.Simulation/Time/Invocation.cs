using Kickoff.Cloud.Time;
using NodaTime;

namespace Kickoff.Simulation.Time;

/// <summary>
/// One run of one function: the context in which its asynchronous code goes on, one piece at a time, in virtual time. It can die, after
/// which nothing of it ever goes on (no finally block either, as when a process is killed), and it can stall: everything of it then waits,
/// while the world does not.
/// </summary>
#pragma warning disable CA1001 // A token source without a timer and without a wait handle holds nothing to dispose of.
public sealed class Invocation(VirtualTime time, string name, int number) : SynchronizationContext
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource _deadline = new();

    public string Name => name;

    /// <summary>Counts the invocations of a world.</summary>
    public int Number => number;

    public Instant Started { get; private set; }

    public bool IsDead { get; private set; }

    public bool IsOver { get; private set; }

    public bool IsRunning => !IsDead && !IsOver;

    /// <summary>Until when it stands still; in the past when it does not.</summary>
    public Instant StalledUntil { get; private set; } = Instant.MinValue;

    /// <summary>How long it stood still in all.</summary>
    public Duration StoodStill { get; private set; }

    /// <summary>Cancelled when the function's remaining time gets short.</summary>
    public CancellationToken Deadline => _deadline.Token;

    /// <summary>Starts it. <paramref name="ended"/> is told once, with what it threw or null, unless it dies before.</summary>
    public void Start(Func<Invocation, Task> body, Action<Exception?> ended)
    {
        Started = time.Now;
        Resume(() => _ = RunAsync(body, ended));
    }

    /// <summary>Nothing of it goes on.</summary>
    public void Die() => IsDead = true;

    /// <summary>It stands still until then, in the middle of whatever it does.</summary>
    public void Stall(Instant until)
    {
        StoodStill += until - Instant.Max(time.Now, Instant.Min(StalledUntil, until));
        StalledUntil = Instant.Max(StalledUntil, until);
    }

    /// <summary>Its remaining time is short.</summary>
    public void Cancel() => Resume(_deadline.Cancel);

    /// <summary>Goes on with it: now, when it stops standing still, or never.</summary>
    public void Resume(Action piece)
    {
        if (IsDead)
        {
            return;
        }

        if (time.Now < StalledUntil)
        {
            time.At(StalledUntil, () => Resume(piece));
            return;
        }

        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            piece();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    public override void Post(SendOrPostCallback d, object? state) => time.At(time.Now, () => Resume(() => d(state)));

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("Nothing waits for anything in virtual time.");

    public override SynchronizationContext CreateCopy() => this;

    private async Task RunAsync(Func<Invocation, Task> body, Action<Exception?> ended)
    {
        Exception? thrown = null;
        try
        {
            await body(this);
        }
#pragma warning disable CA1031 // What a function lets out is its result, whatever it is.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            thrown = exception;
        }

        IsOver = true;
        try
        {
            ended(thrown);
        }
#pragma warning disable CA1031 // Nobody awaits this: it is handed to whoever runs the world.
        catch (Exception broken)
#pragma warning restore CA1031
        {
            time.Fail(broken);
        }
    }
}
