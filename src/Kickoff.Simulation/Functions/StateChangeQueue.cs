using System.Collections.Immutable;
using System.Globalization;
using Kickoff.Cloud.Sqs;
using Kickoff.Cloud.Time;
using Kickoff.Core.Registration;
using Kickoff.Core.Servers;
using Kickoff.Simulation.Time;
using NodaTime;

namespace Kickoff.Simulation.Functions;

/// <summary>The queue between EventBridge and OnInstanceRunning, and Lambda's poller of it, with the settings of template.yaml.</summary>
public sealed class StateChangeQueue
{
    public static readonly Duration FunctionTimeout = Duration.FromSeconds(30);

    public static readonly QueueSettings Settings = new(Duration.FromSeconds(182), MaxReceiveCount: 5, Duration.FromHours(24));

    private const int BatchSize = 1000;
    private const int MaximumConcurrency = 2;

    private static readonly Duration Window = Duration.FromSeconds(2);

    /// <summary>The function takes no new work when less than this is left.</summary>
    private static readonly Duration Reserve = Duration.FromSeconds(14);

    private readonly VirtualTime _time;
    private readonly Deployment _deployment;
    private readonly FunctionHost _host;
    private readonly IStory _story;
    private readonly StandardQueue<(InstanceId Instance, Instant At)> _queue;
    private readonly List<Invocation> _running = [];
    private int _sent;
    private Instant? _pollsAt;

    public StateChangeQueue(VirtualTime time, Deployment deployment, FunctionHost host, IStory story)
    {
        (_time, _deployment, _host, _story) = (time, deployment, host, story);
        _queue = new(Settings, () => string.Create(CultureInfo.InvariantCulture, $"record-{++_sent}"))
        {
            HiddenFor = () => DeliversTwice() ? Window : Settings.VisibilityTimeout,
        };
    }

    public int Waiting => _queue.Count;

    /// <summary>As CloudWatch measures it.</summary>
    public Duration AgeOfOldest => _queue.AgeOfOldest(_time.Now);

    /// <summary>Records that were received too often.</summary>
    public IReadOnlyList<InstanceEvent> DeadLetters => [.. _queue.DeadLetters.Select(Event)];

    /// <summary>A queue may hand out a record again though its first receiver is still at it.</summary>
    public Func<bool> DeliversTwice { get; set; } = () => false;

    /// <summary>Told what each invocation threw, or null.</summary>
    public Action<Invocation, Exception?> Ended { get; set; } = (_, _) => { };

    public void Send(InstanceId instance, Instant at)
    {
        _queue.Send((instance, at), _time.Now);
        PollAt(_time.Now + Window);
    }

    private void PollAt(Instant when)
    {
        if (_pollsAt is null || when < _pollsAt)
        {
            _pollsAt = when;
            _time.At(when, () => Poll(when));
        }
    }

    private void Poll(Instant when)
    {
        if (_pollsAt != when)
        {
            return;
        }

        _pollsAt = null;
        _running.RemoveAll(invocation => !invocation.IsRunning);
        if (_running.Count < MaximumConcurrency)
        {
            var dead = _queue.DeadLetters.Count;
            var batch = _queue.ReceiveBatch(BatchSize, _time.Now);
            foreach (var letter in _queue.DeadLetters.Skip(dead))
            {
                _story.Tell("queue", () => $"{letter.Id} of {letter.Body.Instance} goes to the dead letters");
            }

            if (batch.Count > 0)
            {
                Deliver(batch);
            }
        }

        if (_queue.NextVisible is { } visible)
        {
            PollAt(Instant.Max(_time.Now + Window, visible));
        }
    }

    private void Deliver(IReadOnlyList<ReceivedMessage<(InstanceId Instance, Instant At)>> batch)
    {
        ImmutableArray<string> again = [];
        InstanceEvent[] events = [.. batch.Select(Event)];
        _running.Add(_host.Run(
            "events",
            FunctionTimeout,
            async invocation =>
            {
                _story.Tell(invocation.Name, () => $"gets {string.Join(", ", events.Select(one => $"{one.RecordId} ({one.Instance})"))}");
                var stopAt = _deployment.ClockOf(invocation).GetCurrentInstant() + FunctionTimeout - Reserve;
                again = await _deployment.OnInstanceRunning(invocation).HandleAsync(events, stopAt, invocation.Deadline);
            },
            (invocation, thrown) =>
            {
                Ended(invocation, thrown);
                // When the function fails, all of it comes again.
                if (thrown is null)
                {
                    _queue.Report(batch, again);
                }
            }));
    }

    private static InstanceEvent Event(ReceivedMessage<(InstanceId Instance, Instant At)> message) =>
        new(message.Id, message.Body.Instance, message.Body.At);
}
