using NodaTime;

namespace Kickoff.Cloud.Sqs;

/// <summary>
/// A queue as it is set (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html).
/// </summary>
/// <param name="VisibilityTimeout">How long a message is hidden that was received.</param>
/// <param name="MaxReceiveCount">How often a message is received before it is a dead letter.</param>
/// <param name="Retention">How long a message is kept that nobody deletes.</param>
public sealed record QueueSettings(Duration VisibilityTimeout, int MaxReceiveCount, Duration Retention)
{
    /// <summary>AWS's default of MessageRetentionPeriod.</summary>
    public static Duration DefaultRetention { get; } = Duration.FromDays(4);
}
