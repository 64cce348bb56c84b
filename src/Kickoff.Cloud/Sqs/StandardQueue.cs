using System.Globalization;
using NodaTime;

namespace Kickoff.Cloud.Sqs;

/// <summary>
/// A standard queue and its dead letters
/// (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/standard-queues.html): each message is delivered at least
/// once, and in no promised order. Several threads may use it.
/// </summary>
/// <param name="settings">As it is set.</param>
/// <param name="newId">A message's id.</param>
public sealed class StandardQueue<TBody>(QueueSettings settings, Func<string> newId)
{
    /// <summary>"Valid values: 1 to 10" (API_ReceiveMessage, MaxNumberOfMessages).</summary>
    private const int MostPerReceive = 10;

    /// <summary>So often received, a message that is processed still counts for the age of the oldest.</summary>
    private const int ToldReceives = 3;

    private readonly Lock _gate = new();
    private readonly LinkedList<Message> _messages = [];

    // By the handle of their last receive.
    private readonly Dictionary<string, LinkedListNode<Message>> _received = new(StringComparer.Ordinal);
    private readonly List<ReceivedMessage<TBody>> _dead = [];

    /// <summary>
    /// How long the next message is hidden that is received: the visibility timeout, which is no guarantee that it does not come again
    /// before (SQSDeveloperGuide/sqs-visibility-timeout.html; standard-queues-at-least-once-delivery.html).
    /// </summary>
    public Func<Duration> HiddenFor { get; set; } = () => settings.VisibilityTimeout;

    /// <summary>Which of so many visible messages comes next; the oldest, unless a world shuffles.</summary>
    public Func<int, int> Next { get; set; } = _ => 0;

    /// <summary>Messages that are not deleted, visible or not.</summary>
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

    /// <summary>When the next message is visible, or has been since; null: there is none.</summary>
    public Instant? NextVisible
    {
        get
        {
            lock (_gate)
            {
                return _messages.Count == 0 ? null : _messages.Min(message => message.VisibleFrom);
            }
        }
    }

    /// <summary>
    /// CloudWatch's ApproximateAgeOfOldestMessage: a message that was received three times and not processed "is moved to the back of the
    /// queue", and its age is told no more (SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html).
    /// </summary>
    public Duration AgeOfOldest(Instant now)
    {
        lock (_gate)
        {
            var told = _messages.Where(message => message.ReceiveCount < ToldReceives || message.VisibleFrom > now)
                .Where(message => message.ReceiveCount <= ToldReceives).ToArray();
            return told.Length == 0 ? Duration.Zero : now - told.Min(message => message.SentAt);
        }
    }

    public IReadOnlyList<ReceivedMessage<TBody>> DeadLetters
    {
        get
        {
            lock (_gate)
            {
                return [.. _dead];
            }
        }
    }

    public void Send(TBody body, Instant now)
    {
        lock (_gate)
        {
            _messages.AddLast(new Message(newId(), body, now));
        }
    }

    /// <summary>
    /// API_ReceiveMessage: at most so many of the visible messages, each hidden from then on. What has been received as often as the
    /// redrive policy allows moves to the dead letters instead (SQSDeveloperGuide/sqs-dead-letter-queues.html).
    /// </summary>
    public IReadOnlyList<ReceivedMessage<TBody>> Receive(int most, Instant now)
    {
        if (most is < 1 or > MostPerReceive)
        {
            throw SqsErrors.InvalidValue(string.Create(
                CultureInfo.InvariantCulture, $"MaxNumberOfMessages is {most} and must be between 1 and {MostPerReceive}"));
        }

        lock (_gate)
        {
            var visible = Visible(now);
            var received = new List<ReceivedMessage<TBody>>(most);
            while (received.Count < most && visible.Count > 0)
            {
                var index = Next(visible.Count);
                received.Add(Receive(visible[index], now));
                visible.RemoveAt(index);
            }

            return received;
        }
    }

    /// <summary>
    /// API_DeleteMessage: visible or not, it is gone. With the handle of an earlier receive than the last one the call succeeds, and the
    /// message stays.
    /// </summary>
    public void Delete(string receiptHandle)
    {
        lock (_gate)
        {
            if (_received.TryGetValue(receiptHandle, out var node))
            {
                Remove(node);
            }
        }
    }

    /// <summary>API_ChangeMessageVisibility: from now on it is hidden for so long; for no time: it is visible.</summary>
    public void ChangeVisibility(string receiptHandle, Duration hidden, Instant now)
    {
        lock (_gate)
        {
            var node = _received.GetValueOrDefault(receiptHandle) ?? throw SqsErrors.NoReceipt(receiptHandle);
            node.Value.VisibleFrom = now + hidden;
        }
    }

    private ReceivedMessage<TBody> Receive(LinkedListNode<Message> node, Instant now)
    {
        _received.Remove(node.Value.ReceiptHandle);
        var received = node.Value.Receive(now, now + HiddenFor());
        _received[received.ReceiptHandle] = node;
        return received;
    }

    private List<LinkedListNode<Message>> Visible(Instant now)
    {
        var visible = new List<LinkedListNode<Message>>();
        for (var (node, next) = (_messages.First, _messages.First?.Next); node is not null; (node, next) = (next, next?.Next))
        {
            var message = node.Value;
            if (message.SentAt + settings.Retention <= now)
            {
                Remove(node);
            }
            else if (message.VisibleFrom <= now && message.ReceiveCount >= settings.MaxReceiveCount)
            {
                Remove(node);
                _dead.Add(message.AsLastReceived());
            }
            else if (message.VisibleFrom <= now)
            {
                visible.Add(node);
            }
        }

        return visible;
    }

    private void Remove(LinkedListNode<Message> node)
    {
        _messages.Remove(node);
        _received.Remove(node.Value.ReceiptHandle);
    }

    private sealed class Message(string id, TBody body, Instant sentAt)
    {
        private Instant _firstReceivedAt;

        public Instant SentAt { get; } = sentAt;

        public int ReceiveCount { get; private set; }

        public Instant VisibleFrom { get; set; } = sentAt;

        public string ReceiptHandle { get; private set; } = "";

        public ReceivedMessage<TBody> Receive(Instant now, Instant visibleFrom)
        {
            _firstReceivedAt = ReceiveCount == 0 ? now : _firstReceivedAt;
            ReceiveCount++;
            ReceiptHandle = string.Create(CultureInfo.InvariantCulture, $"{id}#{ReceiveCount}");
            VisibleFrom = visibleFrom;
            return AsLastReceived();
        }

        public ReceivedMessage<TBody> AsLastReceived() => new(id, body, ReceiptHandle, ReceiveCount, SentAt, _firstReceivedAt);
    }
}
