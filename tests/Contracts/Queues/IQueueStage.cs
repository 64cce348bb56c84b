namespace Kickoff.Contracts.Queues;

/// <summary>A message as SQS hands it out.</summary>
public sealed record Message(string Id, string Body, int ReceiveCount, string Handle);

/// <summary>A queue whose messages are dead letters after two receives.</summary>
public interface IQueueStage
{
    /// <summary>SendMessage.</summary>
    Task SendAsync(string body);

    /// <summary>ReceiveMessage of at most so many.</summary>
    Task<IReadOnlyList<Message>> ReceiveAsync(int most = 10);

    /// <summary>DeleteMessage.</summary>
    Task DeleteAsync(string handle);

    /// <summary>ChangeMessageVisibility to no time at all.</summary>
    Task ShowAsync(string handle);

    /// <summary>The bodies of the dead letters.</summary>
    Task<IReadOnlyList<string>> DeadLettersAsync();
}
