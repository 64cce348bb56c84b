using Kickoff.Cloud.Time;
using Kickoff.Simulation.Time;
using NodaTime;

namespace Kickoff.Simulation.Functions;

/// <summary>
/// Lambda, as far as a function can tell: it starts it, lets it know when its time gets short, and kills it at its timeout.
/// </summary>
public sealed class FunctionHost(VirtualTime time, IStory story)
{
    /// <summary>So long before its timeout a function is told to stop.</summary>
    public static readonly Duration Notice = Duration.FromSeconds(1);

    private int _invocations;

    /// <summary>How many were started.</summary>
    public int Invocations => _invocations;

    /// <summary>Runs it; <paramref name="ended"/> hears what it threw or null, or nothing when it dies.</summary>
    public Invocation Run(string function, Duration timeout, Func<Invocation, Task> body, Action<Invocation, Exception?> ended)
    {
        var invocation = new Invocation(time, $"{function}-{++_invocations}", _invocations);
        time.After(timeout - Notice, () => WhenItsTimeIsUp(invocation, timeout - Notice, invocation.Cancel));
        time.After(timeout, () => WhenItsTimeIsUp(invocation, timeout, () =>
        {
            story.Tell(invocation.Name, () => "is killed at its timeout");
            invocation.Die();
        }));
        invocation.Start(body, thrown =>
        {
            if (thrown is not null)
            {
                story.Tell(invocation.Name, () => $"fails: {thrown.Message}");
            }

            ended(invocation, thrown);
        });
        return invocation;
    }

    /// <summary>A machine that stands still does not notice that time passes.</summary>
    private void WhenItsTimeIsUp(Invocation invocation, Duration after, Action then)
    {
        if (!invocation.IsRunning)
        {
            return;
        }

        var due = invocation.Started + after + invocation.StoodStill;
        if (due > time.Now)
        {
            time.At(due, () => WhenItsTimeIsUp(invocation, after, then));
            return;
        }

        then();
    }
}
