using Amazon.EC2.Model;
using Amazon.ElasticLoadBalancing;
using Amazon.ElasticLoadBalancing.Model;
using Amazon.ElasticLoadBalancingV2.Model;
using NodaTime;
using ClassicInstance = Amazon.ElasticLoadBalancing.Model.Instance;

namespace Kickoff.Contracts.Servers;

/// <summary>
/// https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/ and
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/, as far as we call them.
/// </summary>
[Collection(TellsStories.Name)]
public sealed class BalancerStories(Oracles oracles)
{
    private const string ClassicRegister =
        "https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_RegisterInstancesWithLoadBalancer.html";

    [Theory, Correction(ClassicRegister)]
    public async Task Members_are_a_set_and_a_registration_answers_with_all_of_them(Told told)
    {
        var (stage, ids) = await WithServersAsync(told, 2);
        await RegisterAsync(stage, ids[0]);

        var answer = await RegisterAsync(stage, ids[0], ids[1]);

        Assert.Equal(ids.Order(StringComparer.Ordinal), answer.Instances.Select(one => one.InstanceId).Order(StringComparer.Ordinal));
        stage.Settle();
        Assert.Equal(["InService", "InService"], (await HealthAsync(stage)).Select(one => one.State));
    }

    [Theory, Correction(ClassicRegister)]
    public async Task One_unknown_or_ended_server_keeps_all_of_a_call_from_being_registered(Told told)
    {
        var (stage, ids) = await WithServersAsync(told, 2);
        await stage.Ec2.TerminateInstancesAsync(new TerminateInstancesRequest { InstanceIds = [ids[1]] }, default);
        stage.Settle();

        Assert.Equal("InvalidInstance", await CodeAsync(() => RegisterAsync(stage, ids[0], "i-0fffffffffffffff0")));
        Assert.Equal("InvalidInstance", await CodeAsync(() => RegisterAsync(stage, ids)));
        Assert.Empty(await HealthAsync(stage));
    }

    [Theory, Correction(ClassicRegister)]
    public async Task A_load_balancer_that_is_not_there_is_said_to_be_not_there_by_every_call(Told told)
    {
        var (stage, ids) = await WithServersAsync(told, 1);
        var nowhere = stage with { LoadBalancer = "nowhere" };

        Assert.Equal("LoadBalancerNotFound", await CodeAsync(() => RegisterAsync(nowhere, ids)));
        Assert.Equal("LoadBalancerNotFound", await CodeAsync(() => DeregisterAsync(nowhere, ids)));
        Assert.Equal("LoadBalancerNotFound", await CodeAsync(() => HealthAsync(nowhere)));
    }

    [Theory, CloudOnly("lists it no more", "elasticloadbalancing/latest/classic/config-conn-drain.html")]
    public async Task A_classic_member_that_drains_is_listed_in_service_until_it_has_drained(Told told)
    {
        var (stage, ids) = await WithServersAsync(told, 1);
        stage.Account!.Balancing.Find(new Core.Registration.ClassicLoadBalancer(stage.LoadBalancer))!.Draining = Duration.FromMinutes(5);
        await RegisterAsync(stage, ids);
        stage.Settle();

        await DeregisterAsync(stage, ids);

        var draining = Assert.Single(await HealthAsync(stage));
        Assert.Equal(("InService", "Instance deregistration currently in progress."), (draining.State, draining.Description));
        stage.Account.Time.RunUntil(stage.Account.Time.Now + Duration.FromMinutes(5));
        Assert.Empty(await HealthAsync(stage));
    }

    [Theory, Correction("https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeregisterTargets.html")]
    public async Task A_target_that_is_no_member_is_taken_out_like_any_other(Told told)
    {
        var (stage, ids) = await WithServersAsync(told, 1);

        var target = new TargetDescription { Id = ids[0], Port = 8080 };
        await stage.TargetGroups.DeregisterTargetsAsync(
            new DeregisterTargetsRequest { TargetGroupArn = stage.TargetGroup, Targets = [target] }, default);
    }

    [Theory, Correction("https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RegisterTargets.html")]
    public async Task A_target_is_registered_at_each_of_its_ports(Told told)
    {
        var (stage, ids) = await WithServersAsync(told, 1);
        foreach (var port in new[] { 8080, 8081, 8080 })
        {
            var target = new TargetDescription { Id = ids[0], Port = port };
            await stage.TargetGroups.RegisterTargetsAsync(
                new RegisterTargetsRequest { TargetGroupArn = stage.TargetGroup, Targets = [target] }, default);
        }

        stage.Settle();
        var health = await stage.TargetGroups.DescribeTargetHealthAsync(
            new DescribeTargetHealthRequest { TargetGroupArn = stage.TargetGroup }, default);
        Assert.Equal(
            [(8080, "healthy"), (8081, "healthy")],
            health.TargetHealthDescriptions.Select(one => (one.Target.Port ?? 0, one.TargetHealth.State.Value)).Order());
    }

    private async Task<(FleetStage Stage, string[] Ids)> WithServersAsync(Told told, int count)
    {
        var stage = await oracles.FleetAsync(told);
        var ids = await Ec2Stories.RunAsync(stage, Ec2Stories.Request(stage, count));
        stage.Settle();
        return (stage, ids);
    }

    private static Task<RegisterInstancesWithLoadBalancerResponse> RegisterAsync(FleetStage stage, params string[] ids) =>
        stage.Classic.RegisterInstancesWithLoadBalancerAsync(
            new RegisterInstancesWithLoadBalancerRequest { LoadBalancerName = stage.LoadBalancer, Instances = Instances(ids) }, default);

    private static Task DeregisterAsync(FleetStage stage, params string[] ids) => stage.Classic.DeregisterInstancesFromLoadBalancerAsync(
        new DeregisterInstancesFromLoadBalancerRequest { LoadBalancerName = stage.LoadBalancer, Instances = Instances(ids) }, default);

    private static async Task<List<Amazon.ElasticLoadBalancing.Model.InstanceState>> HealthAsync(FleetStage stage) =>
        (await stage.Classic.DescribeInstanceHealthAsync(
            new DescribeInstanceHealthRequest { LoadBalancerName = stage.LoadBalancer }, default)).InstanceStates ?? [];

    private static List<ClassicInstance> Instances(string[] ids) => [.. ids.Select(id => new ClassicInstance { InstanceId = id })];

    private static async Task<string?> CodeAsync(Func<Task> call) =>
        (await Assert.ThrowsAnyAsync<AmazonElasticLoadBalancingException>(call)).ErrorCode;
}
