using NodaTime;
using static Kickoff.Contracts.Servers.Lines;

namespace Kickoff.Contracts.Servers;

/// <summary>https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/, as far as we call it.</summary>
[Collection(TellsStories.Name)]
public sealed class TargetGroupStories(Oracles oracles)
{
    private const string Register = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RegisterTargets.html";

    private const string Deregister = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeregisterTargets.html";

    private const string Health = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html";

    [Theory, Correction(Register)]
    public async Task A_target_is_registered_at_each_of_its_ports_and_without_one_at_the_groups(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var id = Assert.Single(await stage.LaunchAsync(1));
        await stage.AddAsync(At(id), At(id, 8081));
        await stage.AddAsync(At(id, 8080));
        stage.Settle();

        Assert.Equal([(8080, "healthy", null), (8081, "healthy", null)], await stage.TargetsAsync());
        await stage.RemoveAsync(At(id));
        stage.Behind.Pass(Duration.FromMinutes(5));
        Assert.Equal([(8081, "healthy", null)], await stage.TargetsAsync());
    }

    [Theory, Correction(Register)]
    public async Task One_that_does_not_run_or_is_not_there_keeps_all_of_a_call_from_being_registered(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var ids = await stage.LaunchAsync(3);
        await stage.EndAsync(ids[1]);
        await stage.Behind.StopAsync(ids[2]);
        stage.Settle();

        foreach (var other in new[] { ids[1], ids[2], Nobody, "i-web" })
        {
            await RefusedAsync("InvalidTarget", () => stage.AddAsync(At(ids[0]), At(other)));
        }

        Assert.Empty(await stage.TargetsAsync());
    }

    [Theory, CloudOnly("has it running at once", "elasticloadbalancing/latest/APIReference/API_RegisterTargets.html (InvalidTarget)")]
    public async Task A_target_that_is_still_pending_is_not_taken(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var ids = await stage.RunAsync(stage.Request(1));

        await RefusedAsync("InvalidTarget", () => stage.AddAsync(At(ids[0])));
        stage.Settle();
        await stage.AddAsync(At(ids[0]));
    }

    [Theory, Correction(Register)]
    public async Task A_group_that_is_not_there_is_said_to_be_not_there_by_every_call(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        stage = stage with { TargetGroup = stage.TargetGroup + "0" };

        await RefusedAsync("TargetGroupNotFound", () => stage.AddAsync(At(Nobody)));
        await RefusedAsync("TargetGroupNotFound", () => stage.RemoveAsync(At(Nobody)));
        await RefusedAsync("TargetGroupNotFound", stage.TargetsAsync);
    }

    // As https://github.com/spinnaker/spinnaker/issues/5574 has met it; the page's list of common errors has only the code.
    [Theory, CloudOnly("does not find it", "elasticloadbalancing/latest/APIReference/CommonErrors.html (ValidationError)")]
    public async Task What_is_no_ARN_of_a_target_group_is_said_to_be_none(Told told)
    {
        var stage = await oracles.FleetAsync(told) with { TargetGroup = "arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/app/web/1" };

        await RefusedAsync("ValidationError", () => stage.AddAsync(At(Nobody)));
        await RefusedAsync("ValidationError", () => stage.RemoveAsync(At(Nobody)));
        await RefusedAsync("ValidationError", stage.TargetsAsync);
    }

    [Theory, Correction(Deregister)]
    public async Task A_target_that_is_no_member_or_not_there_is_taken_out_like_any_other(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var ids = await stage.LaunchAsync(3);
        await stage.EndAsync(ids[2]);
        await stage.AddAsync(At(ids[0]));

        await stage.RemoveAsync(At(ids[0]), At(ids[1], 8080), At(ids[2]), At(Nobody));

        Assert.Equal([(8080, "draining", "Target.DeregistrationInProgress")], await stage.TargetsAsync());
    }

    [Theory, Correction("https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html")]
    public async Task A_target_drains_for_the_groups_delay_and_not_once_it_is_taken_back(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var id = Assert.Single(await stage.LaunchAsync(1));
        await stage.AddAsync(At(id));
        await stage.RemoveAsync(At(id));
        stage.Behind.Pass(Duration.FromMinutes(4));
        Assert.Equal([(8080, "draining", "Target.DeregistrationInProgress")], await stage.TargetsAsync());

        // To take it out again does not make it longer.
        await stage.RemoveAsync(At(id));
        stage.Behind.Pass(Duration.FromMinutes(1));
        Assert.Empty(await stage.TargetsAsync());

        await stage.AddAsync(At(id));
        await stage.RemoveAsync(At(id));
        await stage.AddAsync(At(id));
        stage.Settle();
        Assert.Equal([(8080, "healthy", null)], await stage.TargetsAsync());
    }

    [Theory, Correction(Health)]
    public async Task A_target_that_is_stopped_is_unused_and_one_that_has_ended_is_none(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var ids = await stage.LaunchAsync(2);
        await stage.AddAsync(At(ids[0]), At(ids[1], 8081));

        await stage.Behind.StopAsync(ids[0]);
        await stage.EndAsync(ids[1]);

        Assert.Equal([(8080, "unused", "Target.InvalidState")], await stage.TargetsAsync());
    }

    [Theory, Correction(Health)]
    public async Task A_target_that_never_passes_its_health_checks_is_unhealthy(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var ids = await stage.Behind.NeverUpAsync(() => stage.LaunchAsync(1));
        await stage.AddAsync(At(ids[0]));
        stage.Settle();

        Assert.Equal([(8080, "unhealthy", "Target.FailedHealthChecks")], await stage.TargetsAsync());
    }

    [Theory, CloudOnly("finds it healthy at once", "elasticloadbalancing/latest/APIReference/API_TargetHealth.html (initial)")]
    public async Task A_target_is_looked_at_before_it_is_healthy(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        await stage.AddAsync(At(Assert.Single(await stage.LaunchAsync(1))));

        Assert.Equal([(8080, "initial", "Elb.InitialHealthChecking")], await stage.TargetsAsync());
    }

    [Theory, CloudOnly("finds it healthy", "elasticloadbalancing/latest/APIReference/API_TargetHealth.html (Target.NotInUse)")]
    public async Task A_target_in_a_zone_that_is_not_enabled_is_unused(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var request = stage.Request(1);
        request.SubnetId = await stage.Behind.SubnetAsync("eu-west-1b");
        var ids = await stage.RunAsync(request);
        stage.Settle();
        await stage.AddAsync(At(ids[0]));
        stage.Settle();

        Assert.Equal([(8080, "unused", "Target.NotInUse")], await stage.TargetsAsync());
    }

    [Theory, CloudOnly("has room for any number", "elasticloadbalancing/latest/application/load-balancer-limits.html (targets)")]
    public async Task A_group_takes_a_thousand_targets_and_not_one_more(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var ids = await stage.LaunchAsync(2);
        await stage.AddAsync([.. Enumerable.Range(1, 999).Select(port => At(ids[0], port))]);

        await RefusedAsync("TooManyTargets", () => stage.AddAsync(At(ids[1]), At(ids[0], 1000)));
        await stage.AddAsync(At(ids[1]), At(ids[0], 999));
        await RefusedAsync("TooManyTargets", () => stage.AddAsync(At(ids[0], 1000)));
        Assert.Equal(1000, (await stage.TargetsAsync()).Length);
    }

    [Theory, CloudOnly("knows it at once", "ec2/latest/devguide/eventual-consistency.html")]
    public async Task A_group_may_not_have_heard_yet_of_a_new_server(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var ids = await stage.LaunchAsync(1);
        stage.AtOnce!.NotThereYet = true;

        await RefusedAsync("InvalidTarget", () => stage.AddAsync(At(ids[0])));
        stage.Behind.Pass(Duration.FromMinutes(1));
        await stage.AddAsync(At(ids[0]));
    }

    [Theory, CloudOnly("reads the newest", "elasticloadbalancing/latest/APIReference/API_DescribeTargetHealth.html")]
    public async Task A_list_of_targets_may_be_behind(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        await stage.AddAsync(At(Assert.Single(await stage.LaunchAsync(1))));
        stage.AtOnce!.Behind = Duration.FromSeconds(30);

        stage.Behind.Pass(Duration.FromSeconds(29));
        Assert.Empty(await stage.TargetsAsync());
        stage.Behind.Pass(Duration.FromSeconds(1));
        Assert.Single(await stage.TargetsAsync());
    }
}
