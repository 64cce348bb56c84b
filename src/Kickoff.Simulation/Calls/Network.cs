using Amazon.Runtime;
using Kickoff.Cloud.Time;
using Kickoff.Simulation.Time;
using NodaTime;

namespace Kickoff.Simulation.Calls;

/// <summary>Carries calls from invocations to AWS and answers back, each as its fate will have it.</summary>
public sealed class Network(VirtualTime time, ICallFates fates, IStory story)
{
    private Invocation? _caller;

    public VirtualTime Time => time;

    /// <summary>While a call takes effect: whose it is.</summary>
    public Invocation Caller => _caller ?? throw new InvalidOperationException("No call is taking effect.");

    /// <summary>Whether a call is taking effect; otherwise what happens is done by people, or by AWS itself.</summary>
    public bool IsCalled => _caller is not null;

    /// <summary>While a call takes effect: when its caller began it.</summary>
    public Instant Begun { get; private set; }

    /// <summary>
    /// One call. <paramref name="what"/> puts question and answer into words; <paramref name="effect"/> is what the service does when the
    /// request reaches it.
    /// </summary>
    public Task<T> CallAsync<T>(Invocation caller, CallSite site, Func<T, string> what, Func<CallFate, T> effect, CancellationToken cancel)
    {
        if (SynchronizationContext.Current != caller)
        {
            throw new InvalidOperationException(
                $"{site.Name}: code of {caller.Name} left virtual time (a thread, a timer, ConfigureAwait(false)).");
        }

        if (cancel.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancel);
        }

        var begun = time.Now;
        var fate = fates.Of(caller, site);
        if (fate.Death == Death.BeforeTheCall)
        {
            story.Tell(caller.Name, () => $"dies before {site.Name}");
            caller.Die();
            return new TaskCompletionSource<T>().Task;
        }

        var answer = new TaskCompletionSource<T>();
        cancel.UnsafeRegister(static (state, token) => ((TaskCompletionSource<T>)state!).TrySetCanceled(token), answer);
        if (fate.StallsBefore > Duration.Zero)
        {
            caller.Stall(time.Now + fate.StallsBefore);
            story.Tell(caller.Name, () => $"stands still for {fate.StallsBefore.TotalSeconds:0} s before {site.Name}");
            caller.Resume(() => Send(caller, site, what, effect, fate, begun, answer));
        }
        else
        {
            Send(caller, site, what, effect, fate, begun, answer);
        }

        return answer.Task;
    }

    private void Send<T>(
        Invocation caller, CallSite site, Func<T, string> what, Func<CallFate, T> effect, CallFate fate, Instant begun,
        TaskCompletionSource<T> answer)
    {
        if (fate.Death == Death.AfterTheCall)
        {
            story.Tell(caller.Name, () => $"dies after it sent {site.Name}");
            caller.Die();
        }

        var told = time.Now + fate.There + fate.Back;
        if (fate.Failure is { } failure)
        {
            if (!fate.Lost)
            {
                time.At(fate.Straggles > Duration.Zero
                    ? told + fate.Straggles : time.Now + fate.There, () => Happen(caller, site, what, effect, fate, begun));
            }

            time.At(told, () => caller.Resume(() =>
            {
                story.Tell(caller.Name, () => $"{site.Name}: {failure.Message}");
                answer.TrySetException(failure);
            }));
            return;
        }

        time.At(time.Now + fate.There, () =>
        {
            var (result, thrown) = Happen(caller, site, what, effect, fate, begun);
            time.At(told, () =>
            {
                if (fate.StallsAfter > Duration.Zero)
                {
                    caller.Stall(time.Now + fate.StallsAfter);
                    story.Tell(caller.Name, () => $"stands still for {fate.StallsAfter.TotalSeconds:0} s after {site.Name}");
                }

                caller.Resume(() => _ = thrown is null ? answer.TrySetResult(result!) : answer.TrySetException(thrown));
            });
        });
    }

    /// <summary>
    /// What AWS says no with is an answer; anything else that is thrown here is a fault of the simulator and ends the run.
    /// </summary>
    private (T? Result, AmazonServiceException? Thrown) Happen<T>(
        Invocation caller, CallSite site, Func<T, string> what, Func<CallFate, T> effect, CallFate fate, Instant begun)
    {
        (_caller, Begun) = (caller, begun);
        try
        {
            var result = effect(fate);
            story.Tell(caller.Name, () => $"{site.Name} {what(result)}{(fate.Failure is null ? "" : " (nobody will hear of it)")}");
            return (result, null);
        }
        catch (AmazonServiceException thrown)
        {
            story.Tell(caller.Name, () => $"{site.Name}: {thrown.ErrorCode}: {thrown.Message}");
            return (default, thrown);
        }
        finally
        {
            _caller = null;
        }
    }
}
