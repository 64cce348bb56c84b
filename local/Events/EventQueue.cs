using Kickoff.Cloud.Sqs;
using NodaTime;

namespace Kickoff.Local.Events;

/// <summary>The queue of instance events, in the machine's time: messages come in any order, as a standard queue's may.</summary>
public sealed class EventQueue
{
    private readonly StandardQueue<string> _queue;
    private readonly TimeProvider _clock;

    public EventQueue(TimeSpan visibilityTimeout, int maxReceiveCount, TimeProvider clock, int seed = 20120628)
    {
        // A queue of the machine's lives for minutes.
        var settings = new QueueSettings(Duration.FromTimeSpan(visibilityTimeout), maxReceiveCount, QueueSettings.DefaultRetention);
        var random = new Random(seed);
        (_clock, _queue) = (clock, new(settings, () => Guid.NewGuid().ToString()) { Next = random.Next });
    }

    /// <summary>Messages not deleted yet, visible or not.</summary>
    public int Count => _queue.Count;

    public IReadOnlyList<ReceivedMessage<string>> DeadLetters => _queue.DeadLetters;

    private Instant Now => Instant.FromDateTimeOffset(_clock.GetUtcNow());

    public void Send(string body) => _queue.Send(body, Now);

    /// <summary>A batch of at most so many visible messages.</summary>
    public IReadOnlyList<ReceivedMessage<string>> Receive(int most) => _queue.ReceiveBatch(most, Now);

    /// <inheritdoc cref="Batches.Report"/>
    public void Report(IReadOnlyCollection<ReceivedMessage<string>> batch, IReadOnlyCollection<string> failedIds) =>
        _queue.Report(batch, failedIds);
}
