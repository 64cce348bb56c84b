using NodaTime;

namespace Kickoff.Cloud.Sqs;

/// <summary>Lambda's poller of a queue (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html).</summary>
public static class Batches
{
    private const int PerCall = 10;

    /// <summary>Receives until a batch is full or nothing is visible: a batch may be larger than what one call receives.</summary>
    public static IReadOnlyList<ReceivedMessage<TBody>> ReceiveBatch<TBody>(this StandardQueue<TBody> queue, int batchSize, Instant now)
    {
        var batch = new List<ReceivedMessage<TBody>>();
        while (batch.Count < batchSize)
        {
            var received = queue.Receive(Math.Min(PerCall, batchSize - batch.Count), now);
            if (received.Count == 0)
            {
                break;
            }

            batch.AddRange(received);
        }

        return batch;
    }

    /// <summary>
    /// Partial batch responses (dg/services-sqs-errorhandling.html): what is not reported as failed is deleted, what is comes again after
    /// its visibility timeout. A report that names what was not in the batch is none, and all of the batch comes again.
    /// </summary>
    public static void Report<TBody>(
        this StandardQueue<TBody> queue, IReadOnlyCollection<ReceivedMessage<TBody>> batch, IReadOnlyCollection<string> failedIds)
    {
        var failed = failedIds.ToHashSet(StringComparer.Ordinal);
        if (!failed.IsSubsetOf(batch.Select(message => message.Id)))
        {
            return;
        }

        foreach (var message in batch.Where(message => !failed.Contains(message.Id)))
        {
            queue.Delete(message.ReceiptHandle);
        }
    }
}
