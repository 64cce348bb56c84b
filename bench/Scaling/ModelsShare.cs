using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Kickoff.Tick.Tests.Calls;

namespace Kickoff.Bench.Scaling;

/// <summary>What of the time and the memory is the model of AWS, and not ours; and how many calls there were.</summary>
internal sealed class ModelsShare : IBetweenCalls
{
    /// <summary>Whether a call is the model's to answer; others are ours.</summary>
    public Func<AmazonWebServiceRequest, bool> IsModels { get; init; } = _ => true;

    public int Calls { get; private set; }

    /// <summary>Writes but those of the lease.</summary>
    public int Writes { get; private set; }

    public TimeSpan Time { get; private set; }

    public long Bytes { get; private set; }

    public Task<T> CallAsync<T>(AmazonWebServiceRequest request, Func<Task<T>> call, CancellationToken cancel)
    {
        if (!IsModels(request))
        {
            return call();
        }

        Calls++;
        Writes += request is PutItemRequest or TransactWriteItemsRequest or DeleteItemRequest or BatchWriteItemRequest ? 1 : 0;
        var (start, before) = (Measured.Processor, GC.GetAllocatedBytesForCurrentThread());
        var answer = call();
        Time += Measured.Processor - start;
        Bytes += GC.GetAllocatedBytesForCurrentThread() - before;
        return answer;
    }

    public void Clear() => (Calls, Writes, Time, Bytes) = (0, 0, TimeSpan.Zero, 0);
}
