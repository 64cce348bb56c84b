using System.Text.Json.Nodes;
using System.Xml.Linq;
using Kickoff.Local;
using Kickoff.Local.Emulator;
using Kickoff.Local.Emulator.Calls;
using Kickoff.Local.Emulator.Faults;

namespace Kickoff.Wire.Tests.Local;

public sealed class EmulatorProxyTests : IClassFixture<EmulatorFixture>, IDisposable
{
    private readonly EmulatorProxy _proxy;
    private readonly EmulatorClient _aws;
    private readonly string _name = $"t{Guid.NewGuid():N}"[..20];

    public EmulatorProxyTests(EmulatorFixture emulator)
    {
        _proxy = emulator.Proxy;
        _aws = new EmulatorClient(_proxy.Endpoint, "eu-west-1", caller: _name);
    }

    [Fact]
    public async Task RunInstances_launches_up_to_MaxCount()
    {
        Assert.Equal(5, (await RunAsync(min: 1, max: 5)).Count);
    }

    [Fact]
    public async Task RunInstances_launches_what_there_is_capacity_for_and_nothing_below_MinCount()
    {
        _proxy.Behaviour.Capacity = offer => offer.InstanceType == "m9.scarce" ? 2 : offer.MaxCount;

        Assert.Equal(2, (await RunAsync(min: 1, max: 5, type: "m9.scarce")).Count);
        var refused = await Assert.ThrowsAsync<EmulatorRefusedException>(() => RunAsync(min: 3, max: 5, type: "m9.scarce"));
        Assert.Equal("InsufficientInstanceCapacity", refused.Code);
    }

    [Fact]
    public async Task A_client_token_launches_once()
    {
        var first = await RunAsync(1, 2, token: _name);
        var second = await RunAsync(1, 2, token: _name);

        Assert.Equal(first, second);
    }

    [Fact]
    public async Task A_client_token_with_other_parameters_is_refused()
    {
        await RunAsync(1, 2, token: _name);

        Assert.Equal("IdempotentParameterMismatch", await CodeAsync(() => RunAsync(1, 3, token: _name)));
    }

    [Fact]
    public async Task A_client_token_whose_servers_have_ended_is_refused()
    {
        var ids = await RunAsync(1, 2, token: _name);
        await _aws.Ec2Async("TerminateInstances", Ids(ids));

        Assert.Equal("IdempotentInstanceTerminated", await CodeAsync(() => RunAsync(1, 2, token: _name)));
    }

    [Fact]
    public async Task Racing_launches_with_one_client_token_launch_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RunAsync(1, 2, token: _name)));

        Assert.Single(answers.Select(ids => string.Join(' ', ids)).Distinct());
    }

    [Fact]
    public async Task A_stopped_and_started_server_has_a_new_launch_time()
    {
        var clock = new SteppedClock(new DateTimeOffset(2012, 6, 28, 18, 0, 0, TimeSpan.Zero));
        _proxy.Behaviour.Clock = clock;
        var id = (await RunAsync(1, 1))[0];
        Assert.Equal("2012-06-28T18:00:00.000Z", await LaunchTimeAsync(id));

        clock.Now += TimeSpan.FromHours(1);
        await _aws.Ec2Async("StopInstances", Ids([id]));
        await _aws.Ec2Async("StartInstances", Ids([id]));

        Assert.Equal("2012-06-28T19:00:00.000Z", await LaunchTimeAsync(id));
    }

    [Fact]
    public async Task Starting_a_running_server_changes_nothing()
    {
        var id = (await RunAsync(1, 1))[0];
        var launched = await LaunchTimeAsync(id);
        var heard = new List<string>();
        _proxy.Servers.WhenChanged(change => heard.Add(change.InstanceId));

        await _aws.Ec2Async("StartInstances", Ids([id]));

        Assert.Equal(launched, await LaunchTimeAsync(id));
        Assert.DoesNotContain(id, heard);
    }

    [Fact]
    public async Task A_terminated_server_shows_no_names_groups_or_tags_and_cannot_be_started()
    {
        var id = (await RunAsync(1, 1))[0];
        await _aws.Ec2Async("TerminateInstances", Ids([id]));

        var item = await InstanceAsync(id);
        Assert.Equal("terminated", item.Element("instanceState")!.Element("name")!.Value);
        Assert.Equal("", item.Element("privateDnsName")!.Value);
        Assert.Null(item.Element("privateIpAddress"));
        Assert.Null(item.Element("tagSet"));
        Assert.False(item.Element("groupSet")!.HasElements);
        Assert.NotEqual("", item.Element("launchTime")!.Value);
        Assert.Equal("IncorrectInstanceState", await CodeAsync(() => _aws.Ec2Async("StartInstances", Ids([id]))));
    }

    [Fact]
    public async Task State_changes_are_told_in_order_and_once()
    {
        var heard = new List<(string Id, string State)>();
        _proxy.Servers.WhenChanged(change => heard.Add((change.InstanceId, change.State)));
        var id = (await RunAsync(1, 1))[0];
        await _aws.Ec2Async("StopInstances", Ids([id]));
        await _aws.Ec2Async("StartInstances", Ids([id]));
        await _aws.Ec2Async("TerminateInstances", Ids([id]));
        await _aws.Ec2Async("TerminateInstances", Ids([id]));

        Assert.Equal(
            ["pending", "running", "stopping", "stopped", "pending", "running", "shutting-down", "terminated"],
            heard.Where(change => change.Id == id).Select(change => change.State));
    }

    [Fact]
    public async Task A_classic_load_balancer_has_each_member_once_and_answers_what_remains()
    {
        await CreateLoadBalancerAsync();
        var ids = await RunAsync(2, 2);
        await _aws.ElbAsync("RegisterInstancesWithLoadBalancer", Members(ids));
        var again = await _aws.ElbAsync("RegisterInstancesWithLoadBalancer", Members([ids[0]]));
        Assert.Equal(ids.Order(), again.Descendants("InstanceId").Select(id => id.Value).Order());
        Assert.Equal(ids.Order(), (await _aws.MembersAsync(_name)).Order());

        var left = await _aws.ElbAsync("DeregisterInstancesFromLoadBalancer", Members([ids[0]]));

        Assert.Equal([ids[1]], left.Descendants("InstanceId").Select(id => id.Value));
        Assert.Equal([ids[1]], await _aws.MembersAsync(_name));
    }

    [Fact]
    public async Task A_classic_load_balancer_takes_no_unknown_server_and_then_none_of_the_call()
    {
        await CreateLoadBalancerAsync();
        var ids = await RunAsync(1, 1);

        Assert.Equal(
            "InvalidInstance",
            await CodeAsync(() => _aws.ElbAsync("RegisterInstancesWithLoadBalancer", Members([ids[0], "i-0123456789abcdef0"]))));
        Assert.Empty(await _aws.MembersAsync(_name));
    }

    [Fact]
    public async Task An_unknown_classic_load_balancer_is_LoadBalancerNotFound()
    {
        var ids = await RunAsync(1, 1);

        Assert.Equal("LoadBalancerNotFound", await CodeAsync(() => _aws.ElbAsync("RegisterInstancesWithLoadBalancer", Members(ids))));
        Assert.Equal("LoadBalancerNotFound", await CodeAsync(() => _aws.ElbAsync("DescribeInstanceHealth", ("LoadBalancerName", _name))));
    }

    [Fact]
    public async Task An_ended_server_leaves_its_classic_load_balancer()
    {
        await CreateLoadBalancerAsync();
        var ids = await RunAsync(2, 2);
        await _aws.ElbAsync("RegisterInstancesWithLoadBalancer", Members(ids));

        await _aws.Ec2Async("TerminateInstances", Ids([ids[0]]));

        Assert.Equal([ids[1]], await _aws.MembersAsync(_name));
        Assert.Equal("InvalidInstance", await CodeAsync(() => _aws.ElbAsync("RegisterInstancesWithLoadBalancer", Members([ids[0]]))));
    }

    [Fact]
    public async Task A_server_is_in_service_once_it_has_booted()
    {
        await CreateLoadBalancerAsync();
        var clock = new SteppedClock(new DateTimeOffset(2012, 6, 28, 18, 0, 0, TimeSpan.Zero));
        (_proxy.Behaviour.Clock, _proxy.Behaviour.BootTime) = (clock, TimeSpan.FromMinutes(4));
        var ids = await RunAsync(1, 1);
        await _aws.ElbAsync("RegisterInstancesWithLoadBalancer", Members(ids));

        clock.Now += TimeSpan.FromSeconds(239);
        Assert.Equal("OutOfService", await HealthAsync());
        clock.Now += TimeSpan.FromSeconds(1);
        Assert.Equal("InService", await HealthAsync());
    }

    [Fact]
    public async Task A_target_is_one_of_instance_and_port_and_goes_when_deregistered_even_twice()
    {
        var arn = await CreateTargetGroupAsync();
        var ids = await RunAsync(1, 1);
        await _aws.ElbV2Async("RegisterTargets", ("TargetGroupArn", arn), ("Targets.member.1.Id", ids[0]));
        await _aws.ElbV2Async(
            "RegisterTargets", ("TargetGroupArn", arn), ("Targets.member.1.Id", ids[0]), ("Targets.member.1.Port", "8081"));
        Assert.Equal([ids[0], ids[0]], await _aws.TargetsAsync(arn));

        await _aws.ElbV2Async(
            "DeregisterTargets", ("TargetGroupArn", arn), ("Targets.member.1.Id", ids[0]), ("Targets.member.1.Port", "8081"));
        await _aws.ElbV2Async(
            "DeregisterTargets", ("TargetGroupArn", arn), ("Targets.member.1.Id", ids[0]), ("Targets.member.1.Port", "8081"));

        Assert.Equal([ids[0]], await _aws.TargetsAsync(arn));
    }

    [Fact]
    public async Task A_target_group_takes_no_unknown_or_stopped_server()
    {
        var arn = await CreateTargetGroupAsync();
        var ids = await RunAsync(1, 1);
        await _aws.Ec2Async("StopInstances", Ids(ids));

        Assert.Equal(
            "InvalidTarget",
            await CodeAsync(() => _aws.ElbV2Async("RegisterTargets", ("TargetGroupArn", arn), ("Targets.member.1.Id", ids[0]))));
        Assert.Equal(
            "InvalidTarget",
            await CodeAsync(
                () => _aws.ElbV2Async("RegisterTargets", ("TargetGroupArn", arn), ("Targets.member.1.Id", "i-0123456789abcdef0"))));
        Assert.Equal(
            "TargetGroupNotFound",
            await CodeAsync(() => _aws.ElbV2Async("RegisterTargets", ("TargetGroupArn", arn + "x"), ("Targets.member.1.Id", ids[0]))));
    }

    [Fact]
    public async Task A_fault_meets_the_calls_it_is_meant_for_and_no_others()
    {
        using var fault = _proxy.Faults.Add(FaultRule.On(_name, "DescribeInstances", CommonFaults.Throttle) with { Skip = 1, Times = 1 });

        await _aws.Ec2Async("DescribeInstances");
        Assert.Equal("RequestLimitExceeded", await CodeAsync(() => _aws.Ec2Async("DescribeInstances")));
        await _aws.Ec2Async("DescribeInstances");
        Assert.Equal(1, fault.Met);
    }

    [Fact]
    public async Task A_lost_reply_is_of_a_call_that_was_done()
    {
        using var fault = _proxy.Faults.Add(FaultRule.On(_name, "RunInstances", CommonFaults.LoseReply));
        var heard = 0;
        _proxy.Servers.WhenChanged(change => heard += change.State == "running" ? 1 : 0);

        await Assert.ThrowsAsync<HttpRequestException>(() => RunAsync(1, 1));

        Assert.Equal(1, heard);
    }

    [Fact]
    public async Task DynamoDB_passes_through_and_its_calls_are_recorded_with_what_they_said()
    {
        await _aws.DynamoDbAsync("CreateTable", JsonNode.Parse($$"""
            {"TableName": "{{_name}}", "BillingMode": "PAY_PER_REQUEST",
             "AttributeDefinitions": [{"AttributeName": "PK", "AttributeType": "S"}],
             "KeySchema": [{"AttributeName": "PK", "KeyType": "HASH"}]}
            """)!);
        await _aws.DynamoDbAsync(
            "GetItem", JsonNode.Parse($$$"""{"TableName": "{{{_name}}}", "Key": {"PK": {"S": "a"}}, "ConsistentRead": true}""")!);

        var call = Assert.Single(_proxy.Calls.Of("GetItem"), call => call.Caller == _name);
        Assert.Equal("dynamodb", call.Service);
        Assert.True((bool)call.Json!["ConsistentRead"]!);
        Assert.Equal(200, call.Status);
    }

    [Fact]
    public async Task Machine_images_have_an_age_each_in_every_region()
    {
        using var elsewhere = new EmulatorClient(_proxy.Endpoint, "ap-south-1");
        foreach (var aws in new[] { _aws, elsewhere })
        {
            var answer = await aws.Ec2Async("DescribeImages", ("Owner.1", MachineImages.Canonical),
                ("Filter.1.Name", "name"), ("Filter.1.Value.1", "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*"));
            var images = answer.Descendants("imagesSet").Elements().ToList();
            Assert.Equal(3, images.Count);
            Assert.Equal(MachineImages.NewestNoble, images.MaxBy(image => image.Element("creationDate")!.Value)!.Element("imageId")!.Value);
        }
    }

    [Fact]
    public async Task Connections_are_refused_for_a_while()
    {
        await _proxy.RefuseConnectionsAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => _aws.Ec2Async("DescribeVpcs"));
        await _proxy.AcceptConnectionsAsync();

        await _aws.Ec2Async("DescribeVpcs");
    }

    public void Dispose()
    {
        var plain = new EmulatorBehaviour();
        (_proxy.Behaviour.Clock, _proxy.Behaviour.BootTime, _proxy.Behaviour.Capacity) = (plain.Clock, plain.BootTime, plain.Capacity);
        _aws.Dispose();
    }

    private async Task<IReadOnlyList<string>> RunAsync(int min, int max, string? token = null, string type = "m7i.large")
    {
        List<(string, string)> parameters =
        [
            ("ImageId", MachineImages.NewestNoble), ("InstanceType", type), ("MinCount", $"{min}"), ("MaxCount", $"{max}"),
            ("TagSpecification.1.ResourceType", "instance"), ("TagSpecification.1.Tag.1.Key", "Name"),
            ("TagSpecification.1.Tag.1.Value", _name),
        ];
        if (token is not null)
        {
            parameters.Add(("ClientToken", token));
        }

        var answer = await _aws.Ec2Async("RunInstances", [.. parameters]);
        return [.. answer.Element("instancesSet")!.Elements().Select(item => item.Element("instanceId")!.Value)];
    }

    private async Task<XElement> InstanceAsync(string id) =>
        (await _aws.Ec2Async("DescribeInstances", ("InstanceId.1", id))).Descendants("instancesSet").Single().Elements().Single();

    private async Task<string> LaunchTimeAsync(string id) => (await InstanceAsync(id)).Element("launchTime")!.Value;

    private async Task<string> HealthAsync() =>
        (await _aws.ElbAsync("DescribeInstanceHealth", ("LoadBalancerName", _name))).Descendants("State").Single().Value;

    private Task<XElement> CreateLoadBalancerAsync() => _aws.ElbAsync("CreateLoadBalancer",
        ("LoadBalancerName", _name), ("AvailabilityZones.member.1", "eu-west-1a"), ("Listeners.member.1.Protocol", "HTTP"),
        ("Listeners.member.1.LoadBalancerPort", "80"), ("Listeners.member.1.InstancePort", "8080"));

    private async Task<string> CreateTargetGroupAsync()
    {
        var vpc = (await _aws.Ec2Async("DescribeVpcs")).Descendants("vpcId").First().Value;
        var answer = await _aws.ElbV2Async("CreateTargetGroup", ("Name", _name), ("Protocol", "HTTP"), ("Port", "8080"), ("VpcId", vpc));
        return answer.Descendants("TargetGroupArn").Single().Value;
    }

    private (string, string)[] Members(IReadOnlyList<string> ids) =>
        [("LoadBalancerName", _name), .. ids.Select((id, index) => ($"Instances.member.{index + 1}.InstanceId", id))];

    private static (string, string)[] Ids(IReadOnlyList<string> ids) => [.. ids.Select((id, index) => ($"InstanceId.{index + 1}", id))];

    private static async Task<string> CodeAsync(Func<Task> call) => (await Assert.ThrowsAsync<EmulatorRefusedException>(call)).Code;
}
