using System.Net;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.ElasticLoadBalancing.Model;
using Amazon.ElasticLoadBalancingV2.Model;
using Amazon.Runtime;
using ClassicInstance = Amazon.ElasticLoadBalancing.Model.Instance;
using ClassicState = Amazon.ElasticLoadBalancing.Model.InstanceState;
using Instance = Amazon.EC2.Model.Instance;

namespace Kickoff.Contracts.Servers;

/// <summary>What stories of servers say again and again.</summary>
internal static class Lines
{
    public const string InstanceType = "m7i.large";

    /// <summary>An id of no server.</summary>
    public const string Nobody = "i-0fffffffffffffff0";

    public static RunInstancesRequest Request(this FleetStage stage, int count, string? token = null) => new()
    {
        ImageId = stage.Image,
        InstanceType = InstanceType,
        SubnetId = stage.Subnet,
        SecurityGroupIds = [stage.SecurityGroup],
        MinCount = 1,
        MaxCount = count,
        ClientToken = token is null ? null : $"{stage.LoadBalancer}-{token}",
        TagSpecifications =
        [
            new TagSpecification { ResourceType = ResourceType.Instance, Tags = [new Tag { Key = "Name", Value = stage.LoadBalancer }] },
        ],
    };

    public static async Task<string[]> RunAsync(this FleetStage stage, RunInstancesRequest request) =>
        [.. (await stage.Ec2.RunInstancesAsync(request, default)).Reservation.Instances.Select(one => one.InstanceId)];

    /// <summary>Servers that have booted; moto makes no more at once in the time that a launch has.</summary>
    public static async Task<string[]> LaunchAsync(this FleetStage stage, int count)
    {
        var ids = new List<string>();
        while (ids.Count < count)
        {
            ids.AddRange(await stage.RunAsync(stage.Request(Math.Min(25, count - ids.Count))));
        }

        stage.Settle();
        return [.. ids];
    }

    public static async Task EndAsync(this FleetStage stage, params string[] ids)
    {
        await stage.Ec2.TerminateInstancesAsync(new TerminateInstancesRequest { InstanceIds = [.. ids] }, default);
        stage.Settle();
    }

    /// <summary>Finds the story's servers, but for those that have lost their tags.</summary>
    public static DescribeInstancesRequest Here(this FleetStage stage) => new()
    {
        Filters = [new Filter { Name = "tag:Name", Values = [stage.LoadBalancer] }],
    };

    public static Task<Instance[]> DescribeAsync(this FleetStage stage) => stage.DescribeAsync(stage.Here());

    public static async Task<Instance[]> DescribeAsync(this FleetStage stage, DescribeInstancesRequest request) =>
        [.. ((await stage.Ec2.DescribeInstancesAsync(request, default)).Reservations ?? []).SelectMany(one => one.Instances)];

    public static Task<RegisterInstancesWithLoadBalancerResponse> RegisterAsync(this FleetStage stage, params string[] ids) =>
        stage.Classic.RegisterInstancesWithLoadBalancerAsync(
            new RegisterInstancesWithLoadBalancerRequest { LoadBalancerName = stage.LoadBalancer, Instances = Instances(ids) }, default);

    public static Task<DeregisterInstancesFromLoadBalancerResponse> DeregisterAsync(this FleetStage stage, params string[] ids) =>
        stage.Classic.DeregisterInstancesFromLoadBalancerAsync(
            new DeregisterInstancesFromLoadBalancerRequest { LoadBalancerName = stage.LoadBalancer, Instances = Instances(ids) }, default);

    public static async Task<ClassicState[]> HealthAsync(this FleetStage stage) =>
        [.. (await stage.Classic.DescribeInstanceHealthAsync(
            new DescribeInstanceHealthRequest { LoadBalancerName = stage.LoadBalancer }, default)).InstanceStates ?? []];

    public static Task AddAsync(this FleetStage stage, params TargetDescription[] targets) => stage.TargetGroups.RegisterTargetsAsync(
        new RegisterTargetsRequest { TargetGroupArn = stage.TargetGroup, Targets = [.. targets] }, default);

    public static Task RemoveAsync(this FleetStage stage, params TargetDescription[] targets) => stage.TargetGroups.DeregisterTargetsAsync(
        new DeregisterTargetsRequest { TargetGroupArn = stage.TargetGroup, Targets = [.. targets] }, default);

    /// <summary>Each listed target's port, state and reason, in the order of ports.</summary>
    public static async Task<(int Port, string State, string? Reason)[]> TargetsAsync(this FleetStage stage)
    {
        var answer = await stage.TargetGroups.DescribeTargetHealthAsync(
            new DescribeTargetHealthRequest { TargetGroupArn = stage.TargetGroup }, default);
        return
        [
            .. (answer.TargetHealthDescriptions ?? [])
                .Select(one => (one.Target.Port ?? 0, one.TargetHealth.State.Value, one.TargetHealth.Reason?.Value)).Order(),
        ];
    }

    public static TargetDescription At(string id, int? port = null) => new() { Id = id, Port = port };

    /// <summary>Refused, with the code that AWS has for it.</summary>
    public static async Task RefusedAsync(string code, Func<Task> call, HttpStatusCode status = HttpStatusCode.BadRequest)
    {
        var refused = await Assert.ThrowsAnyAsync<AmazonServiceException>(call);
        Assert.Equal((code, status), (refused.ErrorCode, refused.StatusCode));
    }

    private static List<ClassicInstance> Instances(string[] ids) => [.. ids.Select(id => new ClassicInstance { InstanceId = id })];
}
