using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.Lambda.CloudWatchEvents;
using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using Kickoff.Aws;
using Kickoff.Core.Registration;
using Kickoff.Core.Servers;
using Kickoff.Core.Telemetry;
using NodaTime;

namespace Kickoff.OnInstanceRunning;

/// <summary>From SQS records of EventBridge events to instances to look at, and back to the records that must come again.</summary>
internal sealed class Function(IInstanceEvents events, Settings settings, IClock clock, IJournal journal)
{
    /// <summary>Seconds, as template.yaml has it.</summary>
    private const int Timeout = 30;

    /// <summary>
    /// Work begun with less than this left would hardly be finished: three attempts of four seconds, and what they wait between.
    /// </summary>
    private static readonly Duration ForNewWork = Duration.FromSeconds(14);

    /// <summary>For the answer to get out.</summary>
    private static readonly TimeSpan ForAnswering = TimeSpan.FromSeconds(1);

    public async Task<SQSBatchResponse> HandleAsync(SQSEvent batch, ILambdaContext context)
    {
        var remaining = InvocationTime.Remaining(context.RemainingTime, TimeSpan.FromSeconds(Timeout));
        var stopAt = clock.GetCurrentInstant() + Duration.FromTimeSpan(remaining) - ForNewWork;
        using var deadline = new CancellationTokenSource(
            InvocationTime.Remaining(context.RemainingTime, TimeSpan.FromSeconds(Timeout), ForAnswering));
        var accepted = new List<InstanceEvent>();
        var again = new List<string>();
        foreach (var record in batch.Records ?? [])
        {
            var (accept, refusal) = Read(record);
            if (accept is not null)
            {
                accepted.Add(accept);
                continue;
            }

            journal.Record(new(JournalLevel.Warning, "event refused", record.MessageId, refusal));
            again.Add(record.MessageId);
        }

        again.AddRange(await events.HandleAsync(accepted, stopAt, deadline.Token));
        return new([.. again.Select(id => new SQSBatchResponse.BatchItemFailure { ItemIdentifier = id })]);
    }

    /// <summary>
    /// The event, or why it is none of ours: such a record fails until the dead-letter queue has it, where somebody looks.
    /// </summary>
    private (InstanceEvent? Event, string Refusal) Read(SQSEvent.SQSMessage record)
    {
        CloudWatchEvent<Ec2StateChange>? body;
        try
        {
            body = JsonSerializer.Deserialize(record.Body ?? "", InstanceEventJson.Default.CloudWatchEventEc2StateChange);
        }
        catch (JsonException exception)
        {
            return (null, $"it is not an EventBridge event: {exception.Message}");
        }

        return body switch
        {
            null => (null, "it is null"),
            not { Source: "aws.ec2", DetailType: "EC2 Instance State-change Notification" } =>
                (null, "it is not an instance state change of EC2"),
            _ when body.Account != settings.AccountId => (null, "it is of another account"),
            _ when body.Region != settings.Region => (null, "it is of another region"),
            { Time.Ticks: 0 } => (null, "it has no time"),
            _ when InstanceId.TryParse(body.Detail?.InstanceId, out var id) =>
                (new(record.MessageId, id, Instant.FromDateTimeUtc(body.Time.ToUniversalTime())), ""),
            _ => (null, "it names no instance"),
        };
    }
}

/// <summary>The detail of an EC2 Instance State-change Notification; Amazon.Lambda.CloudWatchEvents has no type for it.</summary>
internal sealed record Ec2StateChange([property: JsonPropertyName("instance-id")] string? InstanceId);

[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(SQSEvent))]
[JsonSerializable(typeof(SQSBatchResponse))]
[JsonSerializable(typeof(CloudWatchEvent<Ec2StateChange>))]
internal sealed partial class InstanceEventJson : JsonSerializerContext;
