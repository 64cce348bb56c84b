using Kickoff.Local.Emulator;

namespace Kickoff.Local.Events;

/// <summary>
/// EventBridge at its worst, still within what it promises: every state change of a server becomes an event, each delivered several
/// times, and the queue gives them out in any order.
/// </summary>
public sealed class EventPump
{
    // What the template's rule lets through.
    private static readonly HashSet<string> States = new(StringComparer.Ordinal) { "running", "stopping", "stopped", "shutting-down", "terminated" };

    private int _events;

    /// <param name="servers">Whose changes are told.</param>
    /// <param name="queue">Where the events go.</param>
    /// <param name="copies">How often each is delivered.</param>
    public EventPump(EmulatedServers servers, EventQueue queue, int copies = 2) => servers.WhenChanged(change =>
    {
        if (!Muted && States.Contains(change.State))
        {
            Interlocked.Increment(ref _events);
            var body = InstanceStateEvent.Write(change);
            for (var copy = 0; copy < copies; copy++)
            {
                queue.Send(body);
            }
        }
    });

    /// <summary>Events so far, each counted once.</summary>
    public int Events => Volatile.Read(ref _events);

    /// <summary>While set, events are lost: EC2 sends them on a best-effort basis.</summary>
    public bool Muted { get; set; }
}
