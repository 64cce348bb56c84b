using Kickoff.Cloud.Sqs;
using NodaTime;

namespace Kickoff.Contracts.Queues;

/// <summary>A queue in Cloud.</summary>
internal sealed class CloudQueue : IQueueStage
{
    private int _ids;

    public CloudQueue() => Queue = new(
        new QueueSettings(Duration.FromMinutes(3), MaxReceiveCount: 2, Duration.FromHours(1)), () => $"message {++_ids}");

    public StandardQueue<string> Queue { get; }

    public StoryClock Clock { get; } = new();

    public Task SendAsync(string body) => DoAsync(() => Queue.Send(body, Clock.Now));

    public async Task<IReadOnlyList<Message>> ReceiveAsync(int most = 10)
    {
        await Task.CompletedTask;
        return [.. Queue.Receive(most, Clock.Now).Select(one => new Message(one.Id, one.Body, one.ReceiveCount, one.ReceiptHandle))];
    }

    public Task DeleteAsync(string handle) => DoAsync(() => Queue.Delete(handle));

    public Task ShowAsync(string handle) => DoAsync(() => Queue.ChangeVisibility(handle, Duration.Zero, Clock.Now));

    public Task<IReadOnlyList<string>> DeadLettersAsync() =>
        Task.FromResult<IReadOnlyList<string>>([.. Queue.DeadLetters.Select(one => one.Body)]);

    // What is thrown, the task throws.
    private static async Task DoAsync(Action act)
    {
        await Task.CompletedTask;
        act();
    }
}
