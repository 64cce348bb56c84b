using System.Text.Json.Nodes;
using Kickoff.Cloud.Sqs;
using Kickoff.Local;
using Kickoff.Local.Events;

namespace Kickoff.Wire.Tests.Local;

public sealed class EventPumpTests : IAsyncLifetime
{
    private const string NoFailures = """{"batchItemFailures":[]}""";

    private readonly SteppedClock _clock = new(new DateTimeOffset(2012, 6, 28, 18, 0, 0, TimeSpan.Zero));
    private readonly ShellFunction _shell = new(NoFailures);
    private readonly EventQueue _queue;
    private readonly EventSourceMapping _mapping;

    public EventPumpTests()
    {
        _queue = new EventQueue(TimeSpan.FromMinutes(3), maxReceiveCount: 5, _clock);
        // No poller: the tests deliver by hand.
        _mapping = new EventSourceMapping(_queue, _shell.Function, new EventSourceMappingOptions { MaximumConcurrency = 0 });
    }

    [Fact]
    public async Task A_record_looks_as_SQS_makes_it()
    {
        _queue.Send("{\"some\":\"event\"}");
        await _mapping.DeliverAsync(Receive());

        var record = JsonNode.Parse(Assert.Single(_shell.Events))!["Records"]!.AsArray().Single()!;
        Assert.Equal("{\"some\":\"event\"}", (string?)record["body"]);
        Assert.Equal("1", (string?)record["attributes"]!["ApproximateReceiveCount"]);
        Assert.Equal("1340906400000", (string?)record["attributes"]!["SentTimestamp"]);
        Assert.Equal("aws:sqs", (string?)record["eventSource"]);
        Assert.Equal("arn:aws:sqs:eu-west-1:123456789012:instance-events", (string?)record["eventSourceARN"]);
        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public async Task Only_the_failed_records_of_a_batch_come_again_and_not_before_the_visibility_timeout()
    {
        _queue.Send("a");
        _queue.Send("b");
        var batch = Receive();
        var failed = batch.Single(message => message.Body == "b").Id;
        _shell.Answer($$"""{"batchItemFailures":[{"itemIdentifier":"{{failed}}"}]}""");
        await _mapping.DeliverAsync(batch);

        Assert.Empty(Receive());
        _clock.Now += TimeSpan.FromMinutes(3);
        var again = Assert.Single(Receive());
        Assert.Equal(("b", 2), (again.Body, again.ReceiveCount));
    }

    [Fact]
    public async Task All_of_a_batch_comes_again_when_the_function_fails_or_answers_rubbish()
    {
        _queue.Send("a");
        _shell.FailOnce();
        await _mapping.DeliverAsync(Receive());
        Assert.Equal(1, _queue.Count);

        _clock.Now += TimeSpan.FromMinutes(3);
        _shell.Answer("""{"batchItemFailures":[{"itemIdentifier":"of nobody"}]}""");
        await _mapping.DeliverAsync(Receive());
        Assert.Equal(1, _queue.Count);
    }

    [Fact]
    public void A_message_received_five_times_is_a_dead_letter()
    {
        _queue.Send("a");
        for (var receive = 1; receive <= 5; receive++)
        {
            Assert.Single(Receive());
            _clock.Now += TimeSpan.FromMinutes(3);
        }

        Assert.Empty(Receive());
        Assert.Equal(0, _queue.Count);
        Assert.Equal("a", Assert.Single(_queue.DeadLetters).Body);
    }

    [Fact]
    public async Task Pollers_empty_the_queue_in_batches()
    {
        var queue = new EventQueue(TimeSpan.FromMinutes(3), maxReceiveCount: 5, _clock);
        for (var number = 0; number < 25; number++)
        {
            queue.Send($"event {number}");
        }

        await using var mapping = new EventSourceMapping(
            queue, _shell.Function, new EventSourceMappingOptions { BatchSize = 10, Window = TimeSpan.Zero });
        await mapping.WhenEmptyAsync();

        Assert.Equal(25, _shell.Events.Sum(batch => JsonNode.Parse(batch)!["Records"]!.AsArray().Count));
        Assert.All(_shell.Events, batch => Assert.True(JsonNode.Parse(batch)!["Records"]!.AsArray().Count <= 10));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _mapping.DisposeAsync();
        await _shell.DisposeAsync();
    }

    private IReadOnlyList<ReceivedMessage<string>> Receive() => _queue.Receive(10);
}
