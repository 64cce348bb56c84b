using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Kickoff.Local;
using Kickoff.Local.Emulator;
using Kickoff.Local.Emulator.Calls;
using Kickoff.Local.Events;
using Kickoff.Local.Lambda;

namespace Kickoff.Bench.Registration;

/// <summary>Starts all servers at once and lets a contender deal with their events, each told several times and in any order.</summary>
internal sealed class Race(EmulatorProxy proxy, string folder)
{
    private const string Region = "eu-west-1";

    public async Task<Figures> RunAsync(Contender contender, int servers, int copies)
    {
        var name = $"b{Guid.NewGuid():N}"[..16];
        using var stage = new EmulatorClient(proxy.Endpoint, Region, caller: "stage");
        var group = await SetAsync(stage, name);
        await using var function = LambdaFunction.Start(Options(contender, name));
        var queue = new EventQueue(TimeSpan.FromSeconds(180), maxReceiveCount: 5, TimeProvider.System);
        var bodies = new List<string>();
        proxy.Servers.WhenChanged(change =>
        {
            if (change.State == "running")
            {
                bodies.Add(InstanceStateEvent.Write(change));
            }
        });
        var launched = await stage.Ec2Async("RunInstances",
            ("ImageId", MachineImages.NewestNoble), ("InstanceType", "m7i.large"), ("SecurityGroupId.1", group),
            ("MinCount", servers.ToString(CultureInfo.InvariantCulture)), ("MaxCount", servers.ToString(CultureInfo.InvariantCulture)));
        var ids = launched.Descendants("instanceId").Select(id => id.Value).ToHashSet(StringComparer.Ordinal);

        var before = proxy.Calls.Count;
        var start = TimeProvider.System.GetUtcNow();
        foreach (var body in Enumerable.Repeat(bodies, copies).SelectMany(each => each))
        {
            queue.Send(body);
        }

        await using var mapping = new EventSourceMapping(
            queue, function, new()
            {
                BatchSize = contender.BatchSize,
                MaximumConcurrency = contender.Concurrency,
                Window = contender.BatchSize > 10 ? TimeSpan.FromSeconds(2) : TimeSpan.Zero,
            });
        using var memory = new PeakMemory(function.Options.Command[0]);
        await mapping.WhenEmptyAsync();
        var empty = TimeProvider.System.GetUtcNow();

        var calls = proxy.Calls.By(function.Options.AccessKey).Where(call => call.Number > before).ToArray();
        var done = calls.Where(call => call is { Action: "RegisterInstancesWithLoadBalancer", ErrorCode: null }).ToArray();
        var registrations = done.SelectMany(call => call.List("Instances.member", ".InstanceId")).CountBy(id => id).ToArray();
        var members = await stage.MembersAsync(name);
        return new Figures
        {
            Servers = servers,
            Registered = members.Count(ids.Contains),
            MostRegistrationsOfOne = registrations.Select(one => one.Value).DefaultIfEmpty().Max(),
            RegisterCalls = calls.Count(call => call.Action == "RegisterInstancesWithLoadBalancer"),
            DescribeCalls = calls.Count(call => call.Action == "DescribeInstances"),
            Throttled = calls.Count(call => call.ErrorCode is "Throttling" or "RequestLimitExceeded"),
            LedgerWrites = calls.Count(call => call.Action == "PutItem"),
            LedgerReads = calls.Count(call => call.Action is "BatchGetItem" or "GetItem" or "Query"),
            Invocations = mapping.Batches,
            DeadLetters = queue.DeadLetters.Count,
            AllRegistered = done.Select(call => call.At).DefaultIfEmpty(start).Max() - start,
            QueueEmpty = empty - start,
            PeakBytes = memory.Bytes,
        };
    }

    private LambdaOptions Options(Contender contender, string name)
    {
        var root = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.Combine(root, "config"));
        foreach (var file in Directory.EnumerateFiles(contender.Folder))
        {
            File.Copy(file, Path.Combine(root, Path.GetFileName(file)));
        }

        File.WriteAllText(Path.Combine(root, "config", "node_groups.yml"), $"{name}: {{parameters: {{loadbalancer_name: {name}}}}}\n");
        return new LambdaOptions
        {
            Name = name,
            Command = [Path.Combine(root, "bootstrap")],
            TaskRoot = root,
            LogDirectory = Path.Combine(root, "log"),
            Environment = new Dictionary<string, string>
            {
                ["STACK_NAME"] = "kickoff",
                ["LEDGER_TABLE"] = name,
                ["ACCOUNT_ID"] = Moto.AccountId,
            },
            Aws = proxy.Endpoint,
            Concurrency = contender.Concurrency,
        };
    }

    private static async Task<string> SetAsync(EmulatorClient stage, string name)
    {
        await stage.DynamoDbAsync("CreateTable", JsonNode.Parse($$"""
            {"TableName": "{{name}}", "BillingMode": "PAY_PER_REQUEST",
             "AttributeDefinitions": [{"AttributeName": "PK", "AttributeType": "S"}, {"AttributeName": "SK", "AttributeType": "S"}],
             "KeySchema": [{"AttributeName": "PK", "KeyType": "HASH"}, {"AttributeName": "SK", "KeyType": "RANGE"}]}
            """)!);
        await stage.ElbAsync("CreateLoadBalancer",
            ("LoadBalancerName", name), ("AvailabilityZones.member.1", $"{Region}a"), ("Listeners.member.1.Protocol", "HTTP"),
            ("Listeners.member.1.LoadBalancerPort", "80"), ("Listeners.member.1.InstancePort", "8080"));
        return (await stage.Ec2Async("CreateSecurityGroup", ("GroupName", name), ("GroupDescription", name)))
            .Descendants("groupId")
            .Single().Value;
    }
}
