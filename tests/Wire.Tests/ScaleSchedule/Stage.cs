using System.Text.Json.Nodes;
using System.Xml.Linq;
using Kickoff.Local;
using Kickoff.Local.Emulator;
using Kickoff.Local.Emulator.Calls;
using Kickoff.Local.Emulator.Faults;
using Kickoff.Local.Events;
using Kickoff.Local.Lambda;
using Kickoff.Local.Stage;

namespace Kickoff.Wire.Tests.ScaleSchedule;

/// <summary>
/// The function's own binary on the emulator: a stack with tables, a pool of two subnets, a load balancer and a clock of its own.
/// </summary>
internal sealed class Stage : IAsyncDisposable
{
    private const string Region = "eu-west-1";

    private readonly string _folder;
    private readonly SteppedClock _clock;
    private readonly StackTemplate _template;

    private Stage(EmulatorProxy proxy, string name, string folder, SteppedClock clock, StackTemplate template)
    {
        (Proxy, Name, _folder, _clock, _template) = (proxy, name, folder, clock, template);
        Aws = new EmulatorClient(proxy.Endpoint, Region, caller: $"stage-{name}");
    }

    public EmulatorProxy Proxy { get; }

    /// <summary>Of the stack, the load balancer and the security group alike.</summary>
    public string Name { get; }

    public EmulatorClient Aws { get; }

    public LambdaFunction Function { get; private set; } = null!;

    public IReadOnlyList<string> Subnets { get; private set; } = [];

    public string SecurityGroup { get; private set; } = "";

    /// <summary>The function's own RunInstances, in order.</summary>
    public IReadOnlyList<EmulatorCall> Launches => Calls("RunInstances");

    /// <summary>The client tokens it has used, each once.</summary>
    public IReadOnlyList<string> Tokens => [.. Launches.Select(call => call.Parameters["ClientToken"]).Distinct(StringComparer.Ordinal)];

    public static async Task<Stage> SetAsync(EmulatorProxy proxy, Pool? pool = null, bool dryRun = false, string? fleet = null)
    {
        var name = $"s{Guid.NewGuid():N}"[..20];
        var clock = new SteppedClock(TimeProvider.System.GetUtcNow());
        var parameters = new Dictionary<string, string> { ["MaxTickAge"] = "999h", ["DryRun"] = dryRun ? "true" : "false" };
        var template = StackTemplate.Read(Path.Combine(Checkout.Root, "template.yaml"), name, Region, parameters);
        var stage = new Stage(proxy, name, Checkout.NewWorkDirectory(name), clock, template);
        proxy.Faults.Clear();
        proxy.Behaviour.Clock = clock;
        proxy.Behaviour.Capacity = offer => offer.MaxCount;
        await stage.BuildAsync();
        stage.Function = StackFunction.Start(template, "ScaleSchedule", name, stage._folder, proxy,
        [
            new("node_groups.yml", $"{name}: {{classes: [games], parameters: {{loadbalancer_name: {name}}}}}\n"),
            new("fleet.yml", fleet ?? (pool ?? new Pool()).Write(stage.Subnets[0], stage.Subnets[1], stage.SecurityGroup)),
            new("user-data.sh", "#!/bin/sh\necho @STACK@ @POOL@ @REGION@\n"),
        ]);
        return stage;
    }

    /// <summary>The next minute's tick; the leases of ticks that died have run out by then.</summary>
    public async Task<InvocationResult> TickAsync(TimeSpan? after = null) =>
        await TickAsync(await Proxy.Calls.AfterCallsOfAsync(Function.Options.AccessKey, LeasesAsync), after);

    /// <summary>The next minute's tick, while one whose lease has run out is still at work.</summary>
    public async Task<InvocationResult> OvertakeAsync() => await TickAsync(await LeasesAsync());

    private async Task<InvocationResult> TickAsync(IReadOnlyList<JsonObject> runOut, TimeSpan? after = null)
    {
        await LetRunOutAsync(runOut);
        _clock.Now += after ?? TimeSpan.FromMinutes(1);
        return await TickAgainAsync(TimeSpan.Zero);
    }

    /// <summary>A tick of this much before the clock.</summary>
    public Task<InvocationResult> TickAgainAsync(TimeSpan before) =>
        Function.InvokeEventAsync(ScheduledEvent.Write(_clock.Now - before, Region));

    /// <summary>A fault of the function's own calls.</summary>
    public FaultInForce Fail(string action, Fault fault, int times = int.MaxValue) =>
        Proxy.Faults.Add(FaultRule.On(Function.Options.AccessKey, action, fault) with { Times = times });

    /// <summary>A fault of the function's own calls about one subnet.</summary>
    public FaultInForce Fail(string action, string subnet, Fault fault) => Proxy.Faults.Add(new FaultRule(
        call => call.Caller == Function.Options.AccessKey && call.Action == action
            && call.Parameters.GetValueOrDefault("SubnetId") == subnet, fault));

    /// <summary>An item of a table as somebody else wrote it.</summary>
    public Task PutItemAsync(string table, params (string Name, string Value)[] texts)
    {
        var item = new JsonObject();
        foreach (var (name, value) in texts)
        {
            item[name] = Text(value);
        }

        return Aws.DynamoDbAsync("PutItem", new JsonObject { ["TableName"] = _template.NameOf(table), ["Item"] = item });
    }

    public IReadOnlyList<EmulatorCall> Calls(string action) =>
        [.. Proxy.Calls.By(Function.Options.AccessKey).Where(call => call.Action == action)];

    /// <summary>The stack's servers that are running, with their tags, type and subnet.</summary>
    public async Task<IReadOnlyList<Running>> RunningAsync(string? stack = null)
    {
        var answer = await Aws.Ec2Async("DescribeInstances",
            ("Filter.1.Name", "tag:kickoff:stack"), ("Filter.1.Value.1", stack ?? Name), ("Filter.2.Name", "instance-state-name"), (
                "Filter.2.Value.1", "running"));
        return [.. answer.Descendants("instancesSet").Elements().Select(item => new Running(
            item.Element("instanceId")!.Value, item.Element("instanceType")!.Value, item.Element("subnetId")!.Value,
            item.Element("imageId")!.Value))];
    }

    public async Task<IReadOnlyList<JsonObject>> LedgerAsync(string kind)
    {
        var answer = await Aws.DynamoDbAsync(
            "Scan", new JsonObject { ["TableName"] = _template.NameOf("Ledger"), ["ConsistentRead"] = true });
        return [.. answer["Items"]!.AsArray().Select(item => item!.AsObject())
            .Where(item => ((string)item["SK"]!["S"]!).Split('#')[0] == kind)];
    }

    /// <summary>The operator's hold, as <c>kickoff hold</c> writes it.</summary>
    public Task HoldAsync(int servers, TimeSpan time) => Aws.DynamoDbAsync("PutItem", new JsonObject
    {
        ["TableName"] = _template.NameOf("Ledger"),
        ["Item"] = new JsonObject
        {
            ["PK"] = Text($"pool#{Pool.Name}"),
            ["SK"] = Text("hold"),
            ["kind"] = Text("AtLeast"),
            ["servers"] = new JsonObject { ["N"] = $"{servers}" },
            ["from"] = Time(_clock.Now - TimeSpan.FromHours(1)),
            ["until"] = Time(_clock.Now + time),
            ["by"] = Text("a test"),
            ["reason"] = Text("a test"),
        },
    });

    public Task<IReadOnlyList<string>> MembersAsync() => Aws.MembersAsync(Name);

    public Task TerminateAsync(params string[] instances) =>
        Aws.Ec2Async("TerminateInstances", [.. instances.Select((id, index) => ($"InstanceId.{index + 1}", id))]);

    public async ValueTask DisposeAsync()
    {
        if (Function is not null)
        {
            await Function.DisposeAsync();
        }

        Proxy.Faults.Clear();
        Aws.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Task<IReadOnlyList<JsonObject>> LeasesAsync() => LedgerAsync("lease");

    // As waiting for 55 seconds would show it.
    private async Task LetRunOutAsync(IReadOnlyList<JsonObject> leases)
    {
        foreach (var item in leases)
        {
            item["until"] = Time(DateTimeOffset.UnixEpoch);
            await Aws.DynamoDbAsync("PutItem", new JsonObject { ["TableName"] = _template.NameOf("Ledger"), ["Item"] = item.DeepClone() });
        }
    }

    private async Task BuildAsync()
    {
        await Tables.CreateAsync(Aws, _template, "Ledger", "Fixtures");
        var vpc = (await Aws.Ec2Async("CreateVpc", ("CidrBlock", "10.0.0.0/16"))).Descendants("vpcId").Single().Value;
        Subnets =
        [
            (await Aws.Ec2Async("CreateSubnet", ("VpcId", vpc), ("AvailabilityZone", $"{Region}a"), ("CidrBlock", "10.0.0.0/20")))
                .Descendants("subnetId").Single().Value,
            (await Aws.Ec2Async("CreateSubnet", ("VpcId", vpc), ("AvailabilityZone", $"{Region}b"), ("CidrBlock", "10.0.16.0/20")))
                .Descendants("subnetId").Single().Value,
        ];
        SecurityGroup = (await Aws.Ec2Async("CreateSecurityGroup", ("GroupName", Name), ("GroupDescription", Name), ("VpcId", vpc)))
            .Descendants("groupId").Single().Value;
        await Aws.ElbAsync("CreateLoadBalancer",
            ("LoadBalancerName", Name), ("Subnets.member.1", Subnets[0]), ("Listeners.member.1.Protocol", "HTTP"),
            ("Listeners.member.1.LoadBalancerPort", "80"), ("Listeners.member.1.InstancePort", "8080"));
    }

    private static JsonObject Text(string text) => new() { ["S"] = text };

    private static JsonObject Time(DateTimeOffset time) => Text(time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'", null));
}

internal sealed record Running(string Id, string Type, string Subnet, string Image);
