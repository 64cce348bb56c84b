using NodaTime;

namespace Kickoff.Cloud.Time;

/// <summary>
/// The only clock and the only thread of a simulated world: what happens is queued for an instant, and time passes by going to the next.
/// Two things of the same instant happen in the order in which they were queued, so a world is the same every time it is played.
/// </summary>
public sealed class VirtualTime(Instant start) : IClock
{
    private readonly PriorityQueue<Action, (long Ticks, long Order)> _coming = new();
    private long _order;
    private Exception? _failure;

    public Instant Now { get; private set; } = start;

    /// <summary>How much has happened so far.</summary>
    public long Happenings { get; private set; }

    public Instant GetCurrentInstant() => Now;

    /// <summary>Queues something; what should have happened already happens now.</summary>
    public void At(Instant when, Action happening) =>
        _coming.Enqueue(happening, (Instant.Max(when, Now).ToUnixTimeTicks(), _order++));

    public void After(Duration delay, Action happening) => At(Now + delay, happening);

    /// <summary>Lets everything happen that is due before <paramref name="end"/>, which is then now.</summary>
    public void RunUntil(Instant end)
    {
        while (_coming.TryPeek(out _, out var next) && next.Ticks < end.ToUnixTimeTicks())
        {
            Step();
        }

        Now = Instant.Max(Now, end);
    }

    /// <summary>Lets things happen until <paramref name="done"/> or nothing is left to happen.</summary>
    public void RunUntil(Func<bool> done)
    {
        while (!done() && _coming.Count > 0)
        {
            Step();
        }
    }

    /// <summary>What goes wrong in the simulator itself, and nobody awaits, ends the run.</summary>
    public void Fail(Exception failure) => _failure ??= failure;

    private void Step()
    {
        _coming.TryDequeue(out var happening, out var when);
        var due = Instant.FromUnixTimeTicks(when.Ticks);
        // Instants have nanoseconds and the queue has ticks.
        Now = Instant.Max(Now, due);
        Happenings++;
        happening!();
        if (_failure is { } failure)
        {
            throw new InvalidOperationException("The simulated world broke down.", failure);
        }
    }
}
