using System.Collections.Immutable;
using System.Globalization;
using Kickoff.Cloud.Time;
using Kickoff.Core.Registration;
using Kickoff.Simulation.Time;
using NodaTime;

namespace Kickoff.Simulation.Functions;

/// <summary>
/// The queue between EventBridge and OnInstanceRunning, and Lambda's poller of it, with the settings of template.yaml. A record that is
/// received comes back after the visibility timeout unless it is deleted, and goes to the dead letters after five times.
/// </summary>
public sealed class StateChangeQueue(VirtualTime time, Deployment deployment, FunctionHost host, IStory story)
{
    public static readonly Duration FunctionTimeout = Duration.FromSeconds(30);

    private const int BatchSize = 1000;
    private const int MaximumConcurrency = 2;
    private const int MaxReceiveCount = 5;

    private static readonly Duration Window = Duration.FromSeconds(2);
    private static readonly Duration VisibilityTimeout = Duration.FromSeconds(180);

    /// <summary>The function takes no new work when less than this is left.</summary>
    private static readonly Duration Reserve = Duration.FromSeconds(14);

    private readonly List<Message> _messages = [];
    private readonly List<Invocation> _running = [];
    private readonly List<InstanceEvent> _deadLetters = [];
    private int _sent;
    private Instant? _pollsAt;

    public int Waiting => _messages.Count;

    /// <summary>Records that were received too often.</summary>
    public IReadOnlyList<InstanceEvent> DeadLetters => _deadLetters;

    /// <summary>A queue may hand out a record again though its first receiver is still at it.</summary>
    public Func<bool> DeliversTwice { get; set; } = () => false;

    /// <summary>Told what each invocation threw, or null.</summary>
    public Action<Invocation, Exception?> Ended { get; set; } = (_, _) => { };

    public void Send(Kickoff.Core.Servers.InstanceId instance, Instant at)
    {
        _messages.Add(new Message(new InstanceEvent(string.Create(CultureInfo.InvariantCulture, $"record-{++_sent}"), instance, at)) { VisibleFrom = time.Now });
        PollAt(time.Now + Window);
    }

    private void PollAt(Instant when)
    {
        if (_pollsAt is null || when < _pollsAt)
        {
            _pollsAt = when;
            time.At(when, () => Poll(when));
        }
    }

    private void Poll(Instant when)
    {
        if (_pollsAt != when)
        {
            return;
        }

        _pollsAt = null;
        var now = time.Now;
        foreach (var dead in _messages.Where(message => message.VisibleFrom <= now && message.Received >= MaxReceiveCount).ToArray())
        {
            story.Tell("queue", () => $"{dead.Event.RecordId} of {dead.Event.Instance} goes to the dead letters");
            _deadLetters.Add(dead.Event);
            _messages.Remove(dead);
        }

        _running.RemoveAll(invocation => !invocation.IsRunning);
        var due = _messages.Where(message => message.VisibleFrom <= now).Take(BatchSize).ToArray();
        if (due.Length > 0 && _running.Count < MaximumConcurrency)
        {
            Receive(due);
        }

        if (_messages.Count > 0)
        {
            PollAt(Instant.Max(now + Window, _messages.Min(message => message.VisibleFrom)));
        }
    }

    private void Receive(Message[] batch)
    {
        foreach (var message in batch)
        {
            message.Received++;
            message.VisibleFrom = DeliversTwice() ? time.Now + Window : time.Now + VisibilityTimeout;
        }

        ImmutableArray<string> again = [];
        InstanceEvent[] events = [.. batch.Select(message => message.Event)];
        _running.Add(host.Run(
            "events",
            FunctionTimeout,
            async invocation =>
            {
                story.Tell(invocation.Name, () => $"gets {string.Join(", ", events.Select(one => $"{one.RecordId} ({one.Instance})"))}");
                var stopAt = deployment.ClockOf(invocation).GetCurrentInstant() + FunctionTimeout - Reserve;
                again = await deployment.OnInstanceRunning(invocation).HandleAsync(events, stopAt, invocation.Deadline);
            },
            (invocation, thrown) =>
            {
                Ended(invocation, thrown);
                // Partial batch failures: what is not reported as failed is deleted; when the function fails, all of it comes again.
                if (thrown is null)
                {
                    _messages.RemoveAll(message => events.Contains(message.Event) && !again.Contains(message.Event.RecordId));
                }
            }));
    }

    private sealed class Message(InstanceEvent what)
    {
        public InstanceEvent Event => what;

        public Instant VisibleFrom { get; set; }

        public int Received { get; set; }
    }
}
