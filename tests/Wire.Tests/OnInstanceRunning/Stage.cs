using System.Text.Json.Nodes;
using Kickoff.Local;
using Kickoff.Local.Emulator;
using Kickoff.Local.Emulator.Calls;
using Kickoff.Local.Lambda;

namespace Kickoff.Wire.Tests.OnInstanceRunning;

/// <summary>
/// The function's own binary on the emulator: a ledger, a classic load balancer, a target group and a mapped security group of its own.
/// </summary>
internal sealed class Stage : IAsyncDisposable
{
    public const string Region = "eu-west-1";
    public const string Account = "123456789012";

    private readonly string _folder;
    private string _groupId = "";
    private string _foreignGroupId = "";

    private Stage(EmulatorProxy proxy, string name, string folder, EmulatorClient aws) =>
        (Proxy, Name, _folder, Aws) = (proxy, name, folder, aws);

    public EmulatorProxy Proxy { get; }

    /// <summary>Of the ledger, the load balancer, the target group and the security group alike.</summary>
    public string Name { get; }

    public EmulatorClient Aws { get; }

    public string TargetGroup { get; private set; } = "";

    public LambdaFunction Function { get; private set; } = null!;

    /// <summary>The function's own calls, in order.</summary>
    public IReadOnlyList<EmulatorCall> Calls => Proxy.Calls.By(Function.Options.AccessKey);

    /// <param name="proxy">The emulator.</param>
    /// <param name="change">Of how Lambda runs the function.</param>
    /// <param name="targetGroup">Whether the mapped group names the target group too.</param>
    public static async Task<Stage> SetAsync(
        EmulatorProxy proxy, Func<LambdaOptions, LambdaOptions>? change = null, bool targetGroup = true)
    {
        var name = $"r{Guid.NewGuid():N}"[..20];
        var stage = new Stage(
            proxy, name, Checkout.NewWorkDirectory(name), new EmulatorClient(proxy.Endpoint, Region, caller: $"stage-{name}"));
        await stage.BuildAsync();
        var options = new LambdaOptions
        {
            Name = name,
            Command = [FunctionPackage.Unpack("OnInstanceRunning", stage._folder, [new("node_groups.yml", stage.NodeGroups(targetGroup))])],
            TaskRoot = stage._folder,
            LogDirectory = Path.Combine(stage._folder, "log"),
            Environment = new Dictionary<string, string> { ["STACK_NAME"] = "kickoff", ["LEDGER_TABLE"] = name, ["ACCOUNT_ID"] = Account },
            Aws = proxy.Endpoint,
            Concurrency = 2,
        };
        stage.Function = LambdaFunction.Start(change?.Invoke(options) ?? options);
        return stage;
    }

    /// <summary>Servers of the mapped group (or of one that is not mapped), running.</summary>
    public async Task<IReadOnlyList<string>> LaunchAsync(int count, bool mapped = true)
    {
        var answer = await Aws.Ec2Async("RunInstances",
            ("ImageId", MachineImages.NewestNoble), ("InstanceType", "m7i.large"), ("MinCount", $"{count}"), ("MaxCount", $"{count}"),
            ("SecurityGroupId.1", mapped ? _groupId : _foreignGroupId));
        return [.. answer.Element("instancesSet")!.Elements().Select(item => item.Element("instanceId")!.Value)];
    }

    public Task DoAsync(string action, params string[] instances) =>
        Aws.Ec2Async(action, [.. instances.Select((id, index) => ($"InstanceId.{index + 1}", id))]);

    /// <summary>What EventBridge puts into the queue.</summary>
    public static string EventOf(
        string instance, string state = "running", string account = Account, string region = Region, string source = "aws.ec2",
        TimeSpan age = default) =>
        new JsonObject
        {
            ["version"] = "0",
            ["id"] = Guid.NewGuid().ToString(),
            ["detail-type"] = "EC2 Instance State-change Notification",
            ["source"] = source,
            ["account"] = account,
            ["time"] = (TimeProvider.System.GetUtcNow() - age).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null),
            ["region"] = region,
            ["resources"] = new JsonArray($"arn:aws:ec2:{region}:{account}:instance/{instance}"),
            ["detail"] = new JsonObject { ["instance-id"] = instance, ["state"] = state },
        }.ToJsonString();

    /// <summary>One batch of the queue; its records are named by their place.</summary>
    public Task<InvocationResult> InvokeAsync(params IEnumerable<string> bodies) => Function.InvokeAsync(new JsonObject
    {
        ["Records"] = new JsonArray([.. bodies.Select((body, index) => new JsonObject
        {
            ["messageId"] = $"{index}",
            ["receiptHandle"] = "handle",
            ["body"] = body,
            ["attributes"] = new JsonObject { ["ApproximateReceiveCount"] = "1" },
            ["messageAttributes"] = new JsonObject(),
            ["eventSource"] = "aws:sqs",
            ["eventSourceARN"] = $"arn:aws:sqs:{Region}:{Account}:events",
            ["awsRegion"] = Region,
        })]),
    }.ToJsonString());

    /// <summary>The places of the records that must come again.</summary>
    public static IReadOnlyList<int> Again(InvocationResult result) =>
        [.. result.Json["batchItemFailures"]!.AsArray().Select(failure => int.Parse((string)failure!["itemIdentifier"]!, null)).Order()];

    /// <summary>Delivers until nothing comes back, as the queue does after each visibility timeout, by which leases have run out.</summary>
    public async Task DeliverAsync(params IReadOnlyList<string> bodies)
    {
        for (var left = bodies; left.Count > 0;)
        {
            var result = await InvokeAsync(left);
            left = result.Succeeded ? [.. Again(result).Select(index => left[index])] : left;
            await LetLeasesRunOutAsync();
        }
    }

    /// <summary>The ledger as it is when the leases in it are over: what waiting for 35 seconds would show.</summary>
    public async Task LetLeasesRunOutAsync()
    {
        foreach (var item in await Proxy.Calls.AfterCallsOfAsync(Function.Options.AccessKey, LedgerAsync))
        {
            if (item["leaseUntil"] is { } lease)
            {
                lease["S"] = "2000-01-01T00:00:00.000000000Z";
                await Aws.DynamoDbAsync("PutItem", new JsonObject { ["TableName"] = Name, ["Item"] = item.DeepClone() });
            }
        }
    }

    public async Task<IReadOnlyList<JsonObject>> LedgerAsync()
    {
        var answer = await Aws.DynamoDbAsync("Scan", new JsonObject { ["TableName"] = Name, ["ConsistentRead"] = true });
        return [.. answer["Items"]!.AsArray().Select(item => item!.AsObject())];
    }

    public Task<IReadOnlyList<string>> MembersAsync() => Aws.MembersAsync(Name);

    /// <summary>How often the function registered this server at the classic load balancer; what the SDK sends again counts once.</summary>
    /// <param name="instance">Its id.</param>
    /// <param name="after">So many of the function's calls are left out.</param>
    public int Registrations(string instance, int after = 0) => Calls.Skip(after)
        .Where(
            call => call is { Action: "RegisterInstancesWithLoadBalancer", ErrorCode: null }
                && call.List("Instances.member", ".InstanceId").Contains(instance))
        .Select(call => call.Headers["amz-sdk-invocation-id"])
        .Distinct()
        .Count();

    public async ValueTask DisposeAsync()
    {
        if (Function is not null)
        {
            await Function.DisposeAsync();
        }

        Aws.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string NodeGroups(bool targetGroup) => $$"""
        {{Name}}:
          classes: [backend]
          parameters:
            loadbalancer_name: {{Name}}
            target_group_arn: {{(targetGroup ? $"{TargetGroup}@8081" : "[]")}}
        """;

    private async Task BuildAsync()
    {
        await Aws.DynamoDbAsync("CreateTable", JsonNode.Parse($$"""
            {"TableName": "{{Name}}", "BillingMode": "PAY_PER_REQUEST",
             "AttributeDefinitions": [{"AttributeName": "PK", "AttributeType": "S"}, {"AttributeName": "SK", "AttributeType": "S"}],
             "KeySchema": [{"AttributeName": "PK", "KeyType": "HASH"}, {"AttributeName": "SK", "KeyType": "RANGE"}]}
            """)!);
        await Aws.ElbAsync("CreateLoadBalancer",
            ("LoadBalancerName", Name), ("AvailabilityZones.member.1", $"{Region}a"), ("Listeners.member.1.Protocol", "HTTP"),
            ("Listeners.member.1.LoadBalancerPort", "80"), ("Listeners.member.1.InstancePort", "8080"));
        var vpc = (await Aws.Ec2Async("DescribeVpcs")).Descendants("vpcId").First().Value;
        TargetGroup = (await Aws.ElbV2Async("CreateTargetGroup", ("Name", Name), ("Protocol", "HTTP"), ("Port", "8080"), ("VpcId", vpc)))
            .Descendants("TargetGroupArn").Single().Value;
        _groupId = await CreateGroupAsync(Name, vpc);
        _foreignGroupId = await CreateGroupAsync($"{Name}-foreign", vpc);
    }

    private async Task<string> CreateGroupAsync(string name, string vpc) =>
        (await Aws.Ec2Async("CreateSecurityGroup", ("GroupName", name), ("GroupDescription", name), ("VpcId", vpc)))
            .Descendants("groupId")
            .Single().Value;
}
