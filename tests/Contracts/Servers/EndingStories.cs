using Amazon.EC2.Model;

namespace Kickoff.Contracts.Servers;

/// <summary>https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateInstances.html.</summary>
[Collection(TellsStories.Name)]
public sealed class EndingStories(Oracles oracles)
{
    private const string Page = "AWSEC2/latest/APIReference/API_TerminateInstances.html";

    [Theory, MotoItself]
    public async Task A_server_is_ended_and_to_end_it_again_is_nothing_new(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var ids = await stage.LaunchAsync(2);

        await stage.EndAsync(ids);
        var again = await stage.Ec2.TerminateInstancesAsync(new TerminateInstancesRequest { InstanceIds = [.. ids] }, default);

        Assert.Equal(["terminated", "terminated"], again.TerminatingInstances.Select(change => change.PreviousState.Name.Value));
        Assert.Equal(ids.ToHashSet(), again.TerminatingInstances.Select(change => change.InstanceId).ToHashSet());
    }

    [Theory, MotoItself]
    public async Task One_unknown_server_keeps_all_of_a_call_from_being_ended(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var ids = await stage.LaunchAsync(1);

        await Lines.RefusedAsync("InvalidInstanceID.NotFound", () => stage.EndAsync([.. ids, Lines.Nobody]));

        Assert.Equal(["running"], (await stage.DescribeAsync()).Select(one => one.State.Name.Value));
    }

    [Theory, CloudOnly("does not find it", "AWSEC2/latest/APIReference/errors-overview.html (InvalidInstanceID.Malformed)")]
    public async Task What_is_no_id_is_named_so(Told told)
    {
        var stage = await oracles.FleetAsync(told);

        await Lines.RefusedAsync("InvalidInstanceID.Malformed", () => stage.EndAsync("i-web"));
    }

    [Theory, MotoItself]
    public async Task A_protected_server_is_not_ended(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var ids = await stage.LaunchAsync(2);
        await stage.Behind.ProtectAsync(ids[0]);

        await Lines.RefusedAsync("OperationNotPermitted", () => stage.EndAsync(ids));

        Assert.Equal(["running", "running"], (await stage.DescribeAsync()).Select(one => one.State.Name.Value));
        await stage.EndAsync(ids[1]);
    }

    [Theory, CloudOnly("ends those named before a protected one, and none after it", Page)]
    public async Task A_protected_server_keeps_those_of_its_zone_from_being_ended_and_no_others(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var there = stage.Request(1);
        there.SubnetId = await stage.Behind.SubnetAsync("eu-west-1b");
        var here = await stage.LaunchAsync(2);
        string[] ids = [.. here, .. await stage.RunAsync(there)];
        stage.Settle();
        await stage.Behind.ProtectAsync(here[1]);

        await Lines.RefusedAsync("OperationNotPermitted", () => stage.EndAsync(ids));

        stage.Settle();
        var states = (await stage.DescribeAsync()).ToDictionary(one => one.InstanceId, one => one.State.Name.Value);
        Assert.Equal(["running", "running"], here.Select(id => states[id]));
        Assert.NotEqual("running", states.GetValueOrDefault(ids[2]));
    }

    [Theory, CloudOnly("takes any number", Page + " (InstanceId.N)")]
    public async Task A_thousand_are_ended_by_one_call_and_not_one_more(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        stage.Account!.Ec2.Region.Subnets[stage.Subnet] = stage.Account.Ec2.Region.Subnets[stage.Subnet] with { Addresses = 4091 };
        var ids = await stage.LaunchAsync(1001);

        await Lines.RefusedAsync("InvalidParameterValue", () => stage.EndAsync(ids));
        Assert.All(await stage.DescribeAsync(), one => Assert.Equal("running", one.State.Name.Value));
        await stage.EndAsync(ids[1..]);
        await Lines.RefusedAsync("MissingParameter", () => stage.EndAsync());
    }
}
