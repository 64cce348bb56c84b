using System.Text.Json.Nodes;
using Amazon.Lambda.Core;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Lambda.SQSEvents;
using Kickoff.Core.Registration;
using Kickoff.Core.Servers;
using Kickoff.OnInstanceRunning;
using Kickoff.Tick.Tests.Registration;

namespace Kickoff.Functions.Tests;

public sealed class OnInstanceRunningTests
{
    // The record of https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html, its body that of
    // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-state-changes.html, of our account and region.
    private const string Record = """
        {
          "messageId": "059f36b4-87a3-44ab-83d2-661975830a7d",
          "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a...",
          "body": "",
          "attributes": {
            "ApproximateReceiveCount": "1",
            "SentTimestamp": "1545082649183",
            "SenderId": "AIDAIENQZJOLO23YVJ4VO",
            "ApproximateFirstReceiveTimestamp": "1545082649185"
          },
          "messageAttributes": {},
          "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
          "eventSource": "aws:sqs",
          "eventSourceARN": "arn:aws:sqs:eu-west-1:123456789012:my-queue",
          "awsRegion": "eu-west-1"
        }
        """;

    private readonly Registry _registry = new();

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    [InlineData(86_400)]
    public async Task A_server_that_runs_is_registered_whether_the_context_says_what_remains_or_not(double secondsLeft)
    {
        var server = _registry.Server();

        var answer = await HandleAsync(secondsLeft, Body(server.Id));

        Assert.Empty(answer.BatchItemFailures);
        Assert.Equal([server.Id], _registry.Members(Registry.Web));
    }

    [Fact]
    public async Task With_a_second_left_nothing_is_begun_and_the_record_comes_again()
    {
        var server = _registry.Server();

        var answer = await HandleAsync(1, Body(server.Id));

        Assert.Equal(["059f36b4-87a3-44ab-83d2-661975830a7d"], answer.BatchItemFailures.Select(failure => failure.ItemIdentifier));
        Assert.Empty(_registry.Calls);
    }

    [Fact]
    public async Task The_documented_SQS_record_itself_is_none_of_EventBridges_and_comes_again()
    {
        var answer = await HandleAsync(30, "Test message.");

        Assert.Single(answer.BatchItemFailures);
        Assert.Contains(_registry.Lines, line => line.What == "event refused");
    }

    [Fact]
    public async Task An_empty_batch_is_no_work() => Assert.Empty((await HandleAsync(30)).BatchItemFailures);

    private static string Body(InstanceId id) => $$"""
        {
          "version": "0",
          "id": "7bf73129-1428-4cd3-a780-95db273d1602",
          "detail-type": "EC2 Instance State-change Notification",
          "source": "aws.ec2",
          "account": "123456789012",
          "time": "2012-06-28T16:59:00Z",
          "region": "eu-west-1",
          "resources": ["arn:aws:ec2:eu-west-1:123456789012:instance/{{id}}"],
          "detail": {"instance-id": "{{id}}", "state": "running"}
        }
        """;

    private Task<SQSBatchResponse> HandleAsync(double secondsLeft, params string[] bodies)
    {
        var records = new JsonArray([.. bodies.Select(body =>
        {
            var record = JsonNode.Parse(Record)!;
            record["body"] = body;
            return record;
        })]);
        var settings = new OnInstanceRunning.Settings("the-stack", "ledger", "123456789012", "eu-west-1", Core.Scaling.DryRun.Off);
        var function = new OnInstanceRunning.Function(_registry.Events, settings, _registry.Clock, _registry);
        ILambdaSerializer serializer = new SourceGeneratorLambdaJsonSerializer<InstanceEventJson>();
        return function.HandleAsync(
            Invocation.Event<SQSEvent>(serializer, new JsonObject { ["Records"] = records }.ToJsonString()), Invocation.With(secondsLeft));
    }
}
