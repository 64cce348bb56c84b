using System.Text.Json.Nodes;
using Kickoff.Local;
using Kickoff.Local.Emulator;
using Kickoff.Local.Emulator.Calls;
using Kickoff.Local.Emulator.Faults;
using Kickoff.Local.Lambda;
using Kickoff.Local.Stage;

namespace Kickoff.Wire.Tests.EncApi;

/// <summary>What the function answered: the body's first line is where a verdict is.</summary>
internal sealed record Reply(int Status, string Body, bool Ours, LambdaLog Log)
{
    public string Line => Body.Split('\n')[0];
}

/// <summary>The function's own binary on the emulator, with three mapped groups, two of which contradict each other.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private const string Region = "eu-west-1";

    private readonly string _name;
    private readonly string _folder;
    private readonly StackTemplate _template;
    private readonly Dictionary<string, string> _groups = [];

    private Stage(EmulatorProxy proxy, string name, string folder, StackTemplate template)
    {
        (Proxy, _name, _folder, _template) = (proxy, name, folder, template);
        Aws = new EmulatorClient(proxy.Endpoint, Region, caller: $"stage-{name}");
    }

    public EmulatorProxy Proxy { get; }

    public EmulatorClient Aws { get; }

    public LambdaFunction Function { get; private set; } = null!;

    public int Describes => Proxy.Calls.By(Function.Options.AccessKey).Count(call => call.Action == "DescribeInstances");

    public static async Task<Stage> SetAsync(
        EmulatorProxy proxy, string inventoryMaxAge = "15m", string more = "", params (string Name, string Value)[] settings)
    {
        var name = $"e{Guid.NewGuid():N}"[..20];
        var parameters = new Dictionary<string, string>
        {
            ["InventoryMaxAge"] = inventoryMaxAge,
            ["PuppetServerRoleArn"] = $"arn:aws:iam::{Moto.AccountId}:role/puppet",
        };
        foreach (var (setting, value) in settings)
        {
            parameters[setting] = value;
        }

        var template = StackTemplate.Read(Path.Combine(Checkout.Root, "template.yaml"), name, Region, parameters);
        var stage = new Stage(proxy, name, Checkout.NewWorkDirectory(name), template);
        proxy.Faults.Clear();
        await Tables.CreateAsync(stage.Aws, template, "Ledger");
        var vpc = (await stage.Aws.Ec2Async("DescribeVpcs")).Descendants("vpcId").First().Value;
        foreach (var group in new[] { "one", "two", "three", "unmapped" })
        {
            var answer = await stage.Aws.Ec2Async(
                "CreateSecurityGroup", ("GroupName", $"{name}-{group}"), ("GroupDescription", group), ("VpcId", vpc));
            stage._groups[group] = answer.Descendants("groupId").Single().Value;
        }

        stage.Function = StackFunction.Start(template, "EncApi", name, stage._folder, proxy,
        [
            new("node_groups.yml", $$$"""
                {{{name}}}-one: {classes: {backend: }, environment: production, parameters: {number: 12, text: "012", hidden: not for logs}}
                {{{name}}}-two: {classes: [collectd]}
                {{{name}}}-three: {environment: staging}
                {{{more}}}
                """),
        ]);
        return stage;
    }

    /// <summary>A server in these groups: its id and its private DNS name.</summary>
    public async Task<(string Id, string Dns)> LaunchAsync(params string[] groups)
    {
        var answer = await Aws.Ec2Async("RunInstances",
        [
            ("ImageId", MachineImages.NewestNoble), ("InstanceType", "m7i.large"), ("MinCount", "1"), ("MaxCount", "1"),
            ("TagSpecification.1.ResourceType", "instance"), ("TagSpecification.1.Tag.1.Key", "Secret Team"),
            ("TagSpecification.1.Tag.1.Value", "nobody's business"),
            .. groups.Select((group, index) => ($"SecurityGroupId.{index + 1}", _groups[group])),
        ]);
        var item = answer.Element("instancesSet")!.Elements().Single();
        return (item.Element("instanceId")!.Value, item.Element("privateDnsName")!.Value);
    }

    public Task TerminateAsync(string instance) => Aws.Ec2Async("TerminateInstances", ("InstanceId.1", instance));

    public FaultInForce Fail(string action, Fault fault) => Proxy.Faults.Add(FaultRule.On(Function.Options.AccessKey, action, fault));

    public Task<Reply> AskAsync(string certname, string route = "GET /nodes/{certname}") =>
        SendAsync(route, new JsonObject { ["pathParameters"] = new JsonObject { ["certname"] = certname } });

    public async Task<Reply> SendAsync(string route, JsonObject request, string userArn = "arn:aws:iam::123456789012:user/somebody")
    {
        request["version"] = "2.0";
        request["routeKey"] = route;
        request["requestContext"] = new JsonObject
        {
            ["authorizer"] = new JsonObject { ["iam"] = new JsonObject { ["userArn"] = userArn } },
        };
        var result = await Function.InvokeAsync(request.ToJsonString());
        var answer = result.Json;
        return new Reply((int)answer["statusCode"]!, (string)answer["body"]!, (string?)answer["headers"]!["x-kickoff"] == "1", result.Log);
    }

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
}
