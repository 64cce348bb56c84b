namespace Kickoff.Local.Events;

/// <summary>One message as SQS keeps it.</summary>
public sealed record QueuedMessage(string Id, string Body, DateTimeOffset SentAt)
{
    /// <summary>Received how often.</summary>
    public int ReceiveCount { get; init; }

    public DateTimeOffset? FirstReceivedAt { get; init; }

    internal DateTimeOffset VisibleAt { get; init; } = DateTimeOffset.MinValue;
}

/// <summary>
/// An SQS queue: a received message is invisible until it is deleted or its visibility timeout has passed, and moves to the dead
/// letters once it has been received <paramref name="maxReceiveCount"/> times.
/// </summary>
public sealed class EventQueue(TimeSpan visibilityTimeout, int maxReceiveCount, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly List<QueuedMessage> _messages = [];
    private readonly List<QueuedMessage> _dead = [];

    /// <summary>Messages not deleted yet, visible or not.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _messages.Count;
            }
        }
    }

    public IReadOnlyList<QueuedMessage> DeadLetters
    {
        get
        {
            lock (_gate)
            {
                return [.. _dead];
            }
        }
    }

    public void Send(string body)
    {
        lock (_gate)
        {
            _messages.Add(new QueuedMessage(Guid.NewGuid().ToString(), body, clock.GetUtcNow()));
        }
    }

    /// <summary>
    /// Up to this many visible messages, in an order drawn from <paramref name="random"/>: a standard queue promises none.
    /// </summary>
    public IReadOnlyList<QueuedMessage> Receive(int most, Random random)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            var visible = _messages.Where(message => message.VisibleAt <= now).ToArray();
            foreach (var spent in visible.Where(message => message.ReceiveCount >= maxReceiveCount))
            {
                _messages.Remove(spent);
                _dead.Add(spent);
            }

            visible = [.. visible.Where(message => message.ReceiveCount < maxReceiveCount)];
            random.Shuffle(visible);
            var received = visible.Take(most)
                .Select(message => message with
                {
                    ReceiveCount = message.ReceiveCount + 1,
                    FirstReceivedAt = message.FirstReceivedAt ?? now,
                    VisibleAt = now + visibilityTimeout,
                })
                .ToArray();
            foreach (var message in received)
            {
                _messages[_messages.FindIndex(kept => kept.Id == message.Id)] = message;
            }

            return received;
        }
    }

    public void Delete(IEnumerable<string> ids)
    {
        var deleted = ids.ToHashSet(StringComparer.Ordinal);
        lock (_gate)
        {
            _messages.RemoveAll(message => deleted.Contains(message.Id));
        }
    }
}
