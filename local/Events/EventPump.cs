using Kickoff.Cloud.Ec2;
using Kickoff.Local.Emulator;
using Kickoff.Local.Emulator.Calls;

namespace Kickoff.Local.Events;

public sealed record EventPumpOptions
{
    /// <summary>How often each event is delivered.</summary>
    public int Copies { get; init; } = 2;

    /// <summary>
    /// How late, at most and on the emulator's clock, the second and later copies come; see <see cref="EventPump.Advance"/>.
    /// </summary>
    public TimeSpan Lateness { get; init; } = TimeSpan.Zero;

    public int Seed { get; init; } = 20120628;
}

/// <summary>
/// EventBridge at its worst, still within what it promises: every state change of a server becomes an event, each is delivered several
/// times, later copies after events that are younger, and the queue gives out what it has in any order.
/// </summary>
public sealed class EventPump
{
    private readonly Lock _gate = new();
    private readonly EventQueue _queue;
    private readonly EventPumpOptions _options;
    private readonly TimeProvider _clock;
    private readonly Random _random;
    private readonly PriorityQueue<string, DateTimeOffset> _late = new();
    private int _events;

    public EventPump(EmulatedServers servers, EventQueue queue, TimeProvider clock, EventPumpOptions options)
    {
        (_queue, _clock, _options, _random) = (queue, clock, options, new Random(options.Seed));
        servers.WhenChanged(Tell);
    }

    /// <summary>Events so far, each counted once.</summary>
    public int Events => Volatile.Read(ref _events);

    /// <summary>Copies that are still to come.</summary>
    public int Late
    {
        get
        {
            lock (_gate)
            {
                return _late.Count;
            }
        }
    }

    /// <summary>While set, events are lost: EC2 sends them on a best-effort basis.</summary>
    public bool Muted { get; set; }

    /// <summary>Delivers the late copies whose time has come.</summary>
    public void Advance()
    {
        lock (_gate)
        {
            while (_late.TryPeek(out var body, out var due) && due <= _clock.GetUtcNow())
            {
                _late.Dequeue();
                _queue.Send(body);
            }
        }
    }

    private void Tell(InstanceStateChange change)
    {
        if (Muted || !StateChangeRule.States.Contains(change.State))
        {
            return;
        }

        Interlocked.Increment(ref _events);
        var body = InstanceStateEvent.Write(change);
        _queue.Send(body);
        lock (_gate)
        {
            for (var copy = 1; copy < _options.Copies; copy++)
            {
                _late.Enqueue(body, _clock.GetUtcNow() + (_options.Lateness * _random.NextDouble()));
            }
        }

        Advance();
    }
}
