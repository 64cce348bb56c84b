using System.Diagnostics;
using System.Globalization;
using System.Text;
using Amazon.EC2;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Runtime;
using Kickoff.Aws.Calls;
using Kickoff.Aws.Ec2;
using Kickoff.Core.Classification;
using Kickoff.Core.Configuration;
using Kickoff.Core.Telemetry;
using Kickoff.EncApi;
using Kickoff.Local;
using NodaTime;

namespace Kickoff.Bench.Classification;

/// <summary>EncApi from the event's bytes to the answer's, AWS's time left out.</summary>
internal static class OwnTime
{
    private const int Warm = 5_000;
    private const int Times = 50_000;

    private static readonly SourceGeneratorLambdaJsonSerializer<EncApiJson> Json = new();

    public static async Task RunAsync(params IReadOnlyList<int> fleets)
    {
        await Console.Out.WriteLineAsync("| fleet | answered from | p50 | p99 | allocated |\n|---|---|---|---|---|");
        foreach (var servers in fleets)
        {
            var fleet = new RecordedFleet(servers);
            await MeasureAsync(fleet, "EC2's recorded answer, read by the SDK");
            fleet.Remembers = true;
            await MeasureAsync(fleet, "the inventory");
        }
    }

    private static async Task MeasureAsync(RecordedFleet fleet, string what)
    {
        using var ec2 = new AmazonEC2Client(new BasicAWSCredentials("AKIABENCH", "secret"), new AmazonEC2Config
        {
            ServiceURL = "http://ec2.invalid",
            AuthenticationRegion = "eu-west-1",
            HttpClientFactory = fleet,
        });
        var groups = NodeGroupsFile.Read(
            "node_groups.yml", await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "config", "node_groups.yml")));
        var lookup = new NodeLookup(
            new Ec2Servers(new Ec2Calls(ec2)), fleet, _ => true, Duration.FromMinutes(15), Duration.FromHours(1), SystemClock.Instance);
        var nodes = new Nodes(lookup, groups, "eu-west-1", new SilentJournal());
        var events = fleet.Ids.Select(Event).ToArray();
        var times = new double[Times];
        long allocated = 0;
        for (var i = -Warm; i < Times; i++)
        {
            var question = events[(i + Warm) % events.Length];
            var before = GC.GetAllocatedBytesForCurrentThread();
            var start = Stopwatch.GetTimestamp();
            await AskAsync(nodes, question);
            if (i >= 0)
            {
                times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            }
        }

        var percentiles = new Percentiles(times);
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"| {fleet.Ids.Count:N0} | {what} | {percentiles.Microseconds(50)} | {percentiles.Microseconds(99)} | "
                + $"{allocated / Times / 1024.0:N1} KB |"));
    }

    private static async Task AskAsync(Nodes nodes, byte[] question)
    {
        using var asked = new MemoryStream(question, writable: false);
        var request = Json.Deserialize<APIGatewayHttpApiV2ProxyRequest>(asked);
        var answer = await nodes.AskAsync(request.PathParameters["certname"], explain: false, CancellationToken.None);
        if (answer.StatusCode != 200)
        {
            throw new InvalidOperationException($"{answer.StatusCode}: {answer.Body}");
        }

        using var written = new MemoryStream(4096);
        Json.Serialize(answer, written);
    }

    private static byte[] Event(string id) => Encoding.UTF8.GetBytes($$$"""
        {"version":"2.0","routeKey":"GET /nodes/{certname}","rawPath":"/nodes/{{{id}}}","rawQueryString":"",
         "headers":{"accept":"*/*","host":"x.execute-api.eu-west-1.amazonaws.com","user-agent":"curl/8.5.0",
          "x-amz-date":"20261126T120000Z"},
         "requestContext":{"accountId":"123456789012","apiId":"x",
          "authorizer":{"iam":{"userArn":"arn:aws:sts::123456789012:assumed-role/puppet/i-0"}},
          "http":{"method":"GET","path":"/nodes/{{{id}}}","protocol":"HTTP/1.1","sourceIp":"10.0.0.1","userAgent":"curl/8.5.0"},
          "requestId":"r","routeKey":"GET /nodes/{certname}","stage":"$default","timeEpoch":1},
         "pathParameters":{"certname":"{{{id}}}"},"isBase64Encoded":false}
        """);
}
