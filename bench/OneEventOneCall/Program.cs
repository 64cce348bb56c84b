// What one would write in an afternoon, for comparison: each event is looked up and registered by itself, with the SDK's defaults.
using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.ElasticLoadBalancing;
using Amazon.ElasticLoadBalancing.Model;
using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Lambda.SQSEvents;
using Instance = Amazon.ElasticLoadBalancing.Model.Instance;

var ec2 = new AmazonEC2Client(new AmazonEC2Config());
var elb = new AmazonElasticLoadBalancingClient(new AmazonElasticLoadBalancingConfig());
await LambdaBootstrapBuilder.Create<SQSEvent, SQSBatchResponse>(HandleAsync, new SourceGeneratorLambdaJsonSerializer<PlainJson>())
    .Build()
    .RunAsync();

async Task<SQSBatchResponse> HandleAsync(SQSEvent batch, ILambdaContext context)
{
    var failed = new List<SQSBatchResponse.BatchItemFailure>();
    foreach (var record in batch.Records)
    {
        try
        {
            using var body = JsonDocument.Parse(record.Body);
            await RegisterAsync(body.RootElement.GetProperty("detail").GetProperty("instance-id").GetString()!);
        }
        catch (Exception exception) when (exception is AmazonEC2Exception or AmazonElasticLoadBalancingException or JsonException)
        {
            failed.Add(new SQSBatchResponse.BatchItemFailure { ItemIdentifier = record.MessageId });
        }
    }

    return new SQSBatchResponse(failed);
}

// The load balancer is named as the server's security group.
async Task RegisterAsync(string id)
{
    var found = await ec2.DescribeInstancesAsync(
        new DescribeInstancesRequest { Filters = [new Filter { Name = "instance-id", Values = [id] }] });
    var group = found.Reservations[0].Instances[0].SecurityGroups[0].GroupName;
    await elb.RegisterInstancesWithLoadBalancerAsync(
        new RegisterInstancesWithLoadBalancerRequest { LoadBalancerName = group, Instances = [new Instance { InstanceId = id }] });
}

[JsonSerializable(typeof(SQSEvent))]
[JsonSerializable(typeof(SQSBatchResponse))]
internal sealed partial class PlainJson : JsonSerializerContext;
