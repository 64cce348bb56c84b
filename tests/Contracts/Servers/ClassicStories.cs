using Kickoff.Aws.LoadBalancing;
using Kickoff.Core.Registration;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Contracts.Servers;

/// <summary>https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/, as far as we call it.</summary>
[Collection(TellsStories.Name)]
public sealed class ClassicStories(Oracles oracles)
{
    private const string Register =
        "https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_RegisterInstancesWithLoadBalancer.html";

    private const string Deregister =
        "https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_DeregisterInstancesFromLoadBalancer.html";

    private const string State = "https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_InstanceState.html";

    [Theory, Correction(Register)]
    public async Task Members_are_a_set_and_a_registration_answers_with_all_of_them(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var ids = await stage.LaunchAsync(2);
        await stage.RegisterAsync(ids[0]);

        var answer = await stage.RegisterAsync(ids[0], ids[1]);

        Assert.Equal(ids.Order(StringComparer.Ordinal), answer.Instances.Select(one => one.InstanceId).Order(StringComparer.Ordinal));
        stage.Settle();
        Assert.Equal(["InService", "InService"], (await stage.HealthAsync()).Select(one => one.State));
    }

    [Theory, Correction(Register)]
    public async Task One_unknown_or_ended_server_keeps_all_of_a_call_from_being_registered(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var ids = await stage.LaunchAsync(2);
        await stage.EndAsync(ids[1]);

        await Lines.RefusedAsync("InvalidInstance", () => stage.RegisterAsync(ids[0], Lines.Nobody));
        await Lines.RefusedAsync("InvalidInstance", () => stage.RegisterAsync("i-web"));
        await Lines.RefusedAsync("InvalidInstance", () => stage.RegisterAsync(ids));
        Assert.Empty(await stage.HealthAsync());
    }

    [Theory, Correction(Register)]
    public async Task A_stopped_server_is_taken_and_out_of_service(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var ids = await stage.LaunchAsync(1);
        await stage.Behind.StopAsync(ids[0]);
        stage.Settle();

        await stage.RegisterAsync(ids);

        stage.Settle();
        var member = Assert.Single(await stage.HealthAsync());
        Assert.Equal(("OutOfService", "Instance", "Instance is in stopped state."), (member.State, member.ReasonCode, member.Description));
    }

    [Theory, Correction(Register)]
    public async Task A_load_balancer_that_is_not_there_is_said_to_be_not_there_by_every_call(Told told)
    {
        var stage = await oracles.FleetAsync(told) with { LoadBalancer = "nowhere" };

        await Lines.RefusedAsync("LoadBalancerNotFound", () => stage.RegisterAsync(Lines.Nobody));
        await Lines.RefusedAsync("LoadBalancerNotFound", () => stage.DeregisterAsync(Lines.Nobody));
        await Lines.RefusedAsync("LoadBalancerNotFound", stage.HealthAsync);
    }

    [Theory, Correction(Deregister)]
    public async Task A_deregistration_answers_with_those_that_stay_and_takes_who_is_no_member(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var ids = await stage.LaunchAsync(3);
        await stage.RegisterAsync(ids[0], ids[1]);

        var answer = await stage.DeregisterAsync(ids[1], ids[2]);

        Assert.Equal([ids[0]], answer.Instances.Select(one => one.InstanceId));
        Assert.Equal([ids[0]], (await stage.HealthAsync()).Select(one => one.InstanceId));
    }

    // As https://github.com/boto/boto/issues/2274 has met it; the page has only the code.
    [Theory, Correction(Deregister)]
    public async Task One_that_is_nobody_keeps_all_of_a_call_from_being_deregistered(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var ids = await stage.LaunchAsync(2);
        await stage.RegisterAsync(ids);
        await stage.EndAsync(ids[1]);

        await Lines.RefusedAsync("InvalidInstance", () => stage.DeregisterAsync(ids));
        await Lines.RefusedAsync("InvalidInstance", () => stage.DeregisterAsync(ids[0], Lines.Nobody));
        Assert.Equal([ids[0]], (await stage.HealthAsync()).Select(one => one.InstanceId));
    }

    [Theory, Correction("https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-deregister-register-instances.html")]
    public async Task An_ended_server_is_no_member_any_more(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var ids = await stage.LaunchAsync(2);
        await stage.RegisterAsync(ids);

        await stage.EndAsync(ids[0]);

        Assert.Equal([ids[1]], (await stage.HealthAsync()).Select(one => one.InstanceId));
    }

    // The page has it that a load balancer takes out by itself who has ended, and not how soon; who is listed until then can be taken out.
    [Theory, CloudOnly("lists it no more", "elasticloadbalancing/latest/classic/elb-deregister-register-instances.html")]
    public async Task A_member_that_has_ended_and_is_listed_still_is_out_of_service_and_can_be_taken_out(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var ids = await stage.LaunchAsync(10);
        await stage.RegisterAsync(ids);
        await stage.Ec2.TerminateInstancesAsync(new() { InstanceIds = [.. ids] }, default);
        stage.Behind.Pass(Duration.FromSeconds(1));
        Assert.All(await stage.DescribeAsync(), one => Assert.Equal("terminated", one.State.Name.Value));

        var listed = await stage.HealthAsync();
        Assert.NotEmpty(listed);
        Assert.All(listed, one => Assert.Equal(
            ("OutOfService", "Instance", "Instance is in terminated state."), (one.State, one.ReasonCode, one.Description)));
        await stage.DeregisterAsync([.. listed.Select(one => one.InstanceId)]);
        Assert.Empty(await stage.HealthAsync());
    }

    [Theory, Correction(State)]
    public async Task A_member_that_boots_or_never_comes_up_is_out_of_service(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var ids = await stage.Behind.NeverUpAsync(() => stage.RunAsync(stage.Request(1)));
        string[] both = [.. ids, .. await stage.RunAsync(stage.Request(1))];
        await stage.RegisterAsync(both);

        Assert.Equal(["OutOfService", "OutOfService"], (await stage.HealthAsync()).Select(one => one.State));
        stage.Settle();

        var health = (await stage.HealthAsync()).ToDictionary(one => one.InstanceId);
        Assert.Equal("InService", health[both[1]].State);
        Assert.Equal(
            ("OutOfService", "Instance", "Instance has failed at least the UnhealthyThreshold number of health checks consecutively."),
            (health[both[0]].State, health[both[0]].ReasonCode, health[both[0]].Description));
    }

    [Theory, CloudOnly("finds it in service at once", "elasticloadbalancing/2012-06-01/APIReference/API_InstanceState.html")]
    public async Task A_server_that_has_booted_is_looked_at_before_it_is_in_service(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        await stage.RegisterAsync(await stage.LaunchAsync(1));

        var member = Assert.Single(await stage.HealthAsync());

        Assert.Equal(
            ("OutOfService", "ELB", "Instance registration is still in progress."), (member.State, member.ReasonCode, member.Description));
    }

    [Theory, CloudOnly("finds it in service", "elasticloadbalancing/2012-06-01/APIReference/API_RegisterInstancesWithLoadBalancer.html")]
    public async Task A_server_in_a_zone_that_is_not_enabled_is_taken_and_never_in_service(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var request = stage.Request(1);
        request.SubnetId = await stage.Behind.SubnetAsync("eu-west-1b");
        await stage.RegisterAsync(await stage.RunAsync(request));
        stage.Settle();

        var member = Assert.Single(await stage.HealthAsync());

        Assert.Equal(("OutOfService", "ELB"), (member.State, member.ReasonCode));
        Assert.Contains("Availability Zone", member.Description, StringComparison.Ordinal);
    }

    [Theory, CloudOnly("lists it no more", "elasticloadbalancing/latest/classic/config-conn-drain.html")]
    public async Task A_member_that_drains_is_listed_in_service_until_it_has_drained(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        stage.Account!.Balancing.Find(new ClassicLoadBalancer(stage.LoadBalancer))!.Draining = Duration.FromMinutes(5);
        var ids = await stage.LaunchAsync(1);
        await stage.RegisterAsync(ids);
        stage.Settle();

        await stage.DeregisterAsync(ids);

        var draining = Assert.Single(await stage.HealthAsync());
        Assert.Equal(("InService", "Instance deregistration currently in progress."), (draining.State, draining.Description));
        Assert.Equal([MemberHealth.Draining], (await MembersAsync(stage)).Values);

        // Taken back, it does not drain any more.
        await stage.RegisterAsync(ids);
        stage.Settle();
        Assert.Equal([MemberHealth.InService], (await MembersAsync(stage)).Values);

        await stage.DeregisterAsync(ids);
        stage.Behind.Pass(Duration.FromMinutes(5));
        Assert.Empty(await stage.HealthAsync());
    }

    [Theory, CloudOnly("has room for any number", "elasticloadbalancing/latest/classic/elb-limits.html (registered instances)")]
    public async Task A_load_balancer_takes_a_thousand_and_not_one_more(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        stage.Account!.Ec2.Region.Subnets[stage.Subnet] = stage.Account.Ec2.Region.Subnets[stage.Subnet] with { Addresses = 4091 };
        var ids = await stage.LaunchAsync(1001);
        await stage.RegisterAsync(ids[..999]);

        await Lines.RefusedAsync("ValidationError", () => stage.RegisterAsync(ids[999..]));
        await stage.RegisterAsync(ids[998..1000]);
        await Lines.RefusedAsync("ValidationError", () => stage.RegisterAsync(ids[1000]));
        Assert.Equal(1000, (await stage.HealthAsync()).Length);
    }

    [Theory, CloudOnly("knows it at once", "ec2/latest/devguide/eventual-consistency.html")]
    public async Task A_load_balancer_may_not_have_heard_yet_of_a_new_server(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var ids = await stage.LaunchAsync(1);
        stage.AtOnce!.NotThereYet = true;

        await Lines.RefusedAsync("InvalidInstance", () => stage.RegisterAsync(ids));
        stage.Behind.Pass(Duration.FromMinutes(1));
        await stage.RegisterAsync(ids);
    }

    [Theory, CloudOnly("reads the newest", "elasticloadbalancing/2012-06-01/APIReference/API_DescribeInstanceHealth.html")]
    public async Task A_list_of_members_may_be_behind(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        await stage.RegisterAsync(await stage.LaunchAsync(1));
        stage.AtOnce!.Behind = Duration.FromSeconds(30);

        stage.Behind.Pass(Duration.FromSeconds(29));
        Assert.Empty(await stage.HealthAsync());
        stage.Behind.Pass(Duration.FromSeconds(1));
        Assert.Single(await stage.HealthAsync());
    }

    private static async Task<IReadOnlyDictionary<InstanceId, MemberHealth>> MembersAsync(FleetStage stage) =>
        Assert.IsType<MembersAnswer.Listed>(
            await new LoadBalancers(stage.Classic, stage.TargetGroups).MembersAsync(new ClassicLoadBalancer(stage.LoadBalancer), default))
            .Members;
}
