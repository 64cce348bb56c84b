using NodaTime;

namespace Kickoff.Cloud.Sqs;

/// <summary>
/// One message as a receiver gets it (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_Message.html).
/// </summary>
/// <param name="Id">The message's: the same each time it is received.</param>
/// <param name="Body">What was sent.</param>
/// <param name="ReceiptHandle">Of this receive alone: with it the message is deleted.</param>
/// <param name="ReceiveCount">Received how often, this time counted.</param>
public sealed record ReceivedMessage<TBody>(
    string Id, TBody Body, string ReceiptHandle, int ReceiveCount, Instant SentAt, Instant FirstReceivedAt);
