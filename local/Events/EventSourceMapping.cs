using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Kickoff.Cloud.Sqs;
using Kickoff.Local.Lambda;
using NodaTime;

namespace Kickoff.Local.Events;

public sealed record EventSourceMappingOptions
{
    public int BatchSize { get; init; } = 1000;

    /// <summary>How long messages are gathered for a batch.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Batches in flight at once.</summary>
    public int MaximumConcurrency { get; init; } = 2;

    /// <summary>How often an empty queue is looked at.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromMilliseconds(20);
}

/// <summary>Lambda's SQS pollers: batches out of a queue into a function, with ReportBatchItemFailures.</summary>
public sealed class EventSourceMapping : IAsyncDisposable
{
    private readonly EventQueue _queue;
    private readonly LambdaFunction _function;
    private readonly EventSourceMappingOptions _options;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _pollers;
    private readonly Lock _gate = new();
    private readonly List<string> _delivered = [];
    private int _batches;

    public EventSourceMapping(EventQueue queue, LambdaFunction function, EventSourceMappingOptions options)
    {
        (_queue, _function, _options) = (queue, function, options);
        _pollers = [.. Enumerable.Range(0, options.MaximumConcurrency).Select(_ => PollAsync())];
    }

    /// <summary>Batches handed to the function so far.</summary>
    public int Batches => Volatile.Read(ref _batches);

    /// <summary>The bodies of all messages in the order in which the function got them.</summary>
    public IReadOnlyList<string> Delivered
    {
        get
        {
            lock (_gate)
            {
                return [.. _delivered];
            }
        }
    }

    /// <summary>Returns once the queue is empty: everything was dealt with or is a dead letter.</summary>
    public async Task WhenEmptyAsync(CancellationToken cancel = default)
    {
        while (_queue.Count > 0)
        {
            // A poller that threw will never empty it.
            if (_pollers.FirstOrDefault(poller => poller.IsFaulted) is { } broken)
            {
                await broken;
            }

            await Task.Delay(_options.Poll, cancel);
        }
    }

    /// <summary>Hands one batch to the function and deletes what it did not report as failed; returns its result.</summary>
    public async Task<InvocationResult> DeliverAsync(IReadOnlyList<ReceivedMessage<string>> batch, CancellationToken cancel = default)
    {
        Interlocked.Increment(ref _batches);
        lock (_gate)
        {
            _delivered.AddRange(batch.Select(message => message.Body));
        }

        var result = await _function.InvokeAsync(WriteEvent(batch), cancel);
        if (result.Payload is not null && FailedIds(result.Payload) is { } failed)
        {
            _queue.Report(batch, failed);
        }

        return result;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_pollers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task PollAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var batch = _queue.Receive(_options.BatchSize);
            if (batch.Count == 0)
            {
                await Task.Delay(_options.Poll, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            if (batch.Count < _options.BatchSize && _options.Window > TimeSpan.Zero)
            {
                await Task.Delay(_options.Window, _stop.Token);
                batch = [.. batch, .. _queue.Receive(_options.BatchSize - batch.Count)];
            }

            await DeliverAsync(batch, _stop.Token);
        }
    }

    private string WriteEvent(IReadOnlyList<ReceivedMessage<string>> batch)
    {
        var options = _function.Options;
        return new JsonObject
        {
            ["Records"] = new JsonArray([.. batch.Select(message => (JsonNode)new JsonObject
            {
                ["messageId"] = message.Id,
                ["receiptHandle"] = message.ReceiptHandle,
                ["body"] = message.Body,
                ["attributes"] = new JsonObject
                {
                    ["ApproximateReceiveCount"] = message.ReceiveCount.ToString(CultureInfo.InvariantCulture),
                    ["SentTimestamp"] = Milliseconds(message.SentAt),
                    ["SenderId"] = "AIDAEVENTBRIDGE",
                    ["ApproximateFirstReceiveTimestamp"] = Milliseconds(message.FirstReceivedAt),
                },
                ["messageAttributes"] = new JsonObject(),
                ["md5OfBody"] = Md5(message.Body),
                ["eventSource"] = "aws:sqs",
                ["eventSourceARN"] = $"arn:aws:sqs:{options.Region}:{options.AccountId}:instance-events",
                ["awsRegion"] = options.Region,
            })]),
        }.ToJsonString();
    }

    /// <summary>The ids that come again; null (all of them) when the answer is not one, as Lambda treats it.</summary>
    private static List<string>? FailedIds(string payload)
    {
        try
        {
            var answer = JsonNode.Parse(payload);
            if (answer is not JsonObject || answer["batchItemFailures"] is not { } listed)
            {
                return [];
            }

            return [.. listed.AsArray().Select(item => (string?)item!["itemIdentifier"] ?? "")];
        }
        catch (Exception malformed) when (malformed is System.Text.Json.JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string Milliseconds(Instant at) => at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

#pragma warning disable CA5351 // SQS's own field is an MD5.
    private static string Md5(string body) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(body)));
#pragma warning restore CA5351
}
