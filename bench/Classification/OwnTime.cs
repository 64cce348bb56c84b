using System.Diagnostics;
using System.Globalization;
using System.Text;
using Amazon.DynamoDBv2.Model;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Serialization.SystemTextJson;
using Kickoff.Aws;
using Kickoff.Bench.Scaling;
using Kickoff.Core.Configuration;
using Kickoff.Core.Telemetry;
using Kickoff.EncApi;
using Kickoff.Local;
using Kickoff.Tick.Tests.Calls;
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
            // Which remembers them in the inventory, for the next.
            await MeasureAsync(fleet, "EC2's recorded answer, read by the SDK", Duration.Zero);
            await MeasureAsync(fleet, "the inventory", Duration.FromMinutes(15));
        }
    }

    private static async Task MeasureAsync(RecordedFleet fleet, string what, Duration inventoryMaxAge)
    {
        var share = new ModelsShare { IsModels = request => request is GetItemRequest or PutItemRequest };
        var groups = NodeGroupsFile.Read(
            "node_groups.yml", await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "config", "node_groups.yml")));
        var procedures = Procedures.OfThisMachine(
            new CallsBetween(fleet, share), new StackNames("kickoff", "eu-west-1", RecordedFleet.LedgerTable, ""), new SilentJournal());
        var lookup = procedures.NodeLookup(_ => true, inventoryMaxAge, Duration.FromHours(1));
        var nodes = new Nodes(lookup, groups, "eu-west-1", new SilentJournal());
        var events = fleet.Ids.Select(Event).ToArray();
        var times = new double[Times];
        long allocated = 0;
        for (var i = -Warm; i < Times; i++)
        {
            var question = events[(i + Warm) % events.Length];
            share.Clear();
            var before = GC.GetAllocatedBytesForCurrentThread();
            var start = Stopwatch.GetTimestamp();
            await AskAsync(nodes, question);
            if (i >= 0)
            {
                times[i] = (Stopwatch.GetElapsedTime(start) - share.Time).TotalMilliseconds;
                allocated += GC.GetAllocatedBytesForCurrentThread() - before - share.Bytes;
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
