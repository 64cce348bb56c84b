using Kickoff.Contracts.Queues;

namespace Kickoff.Contracts;

/// <summary>Here: stages for stories of queues.</summary>
public sealed partial class Oracles
{
    public async Task<IQueueStage> QueueAsync(Told told) => told is Told.ToCloud or Told.ToCloudAlone
        ? new CloudQueue()
        : await MotoQueue.CreateAsync(await ProxyAsync(), $"story{Interlocked.Increment(ref _stories)}");
}
