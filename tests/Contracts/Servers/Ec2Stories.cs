using Amazon.EC2;
using Amazon.EC2.Model;

namespace Kickoff.Contracts.Servers;

/// <summary>https://docs.aws.amazon.com/AWSEC2/latest/APIReference/, as far as we call it.</summary>
[Collection(TellsStories.Name)]
public sealed class Ec2Stories(Oracles oracles)
{
    private const string Idempotency = "https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html";

    [Theory, Correction(Idempotency)]
    public async Task The_same_request_under_the_same_token_launches_once(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var request = Request(stage, 2, "token");

        var first = await RunAsync(stage, request);
        Assert.Equal(2, first.Length);
        Assert.Equal(first, await RunAsync(stage, Request(stage, 2, "token")));
        var page = await stage.Ec2.DescribeInstancesAsync(Here(stage), default);
        Assert.Equal(2, page.Reservations.SelectMany(one => one.Instances).Count());
    }

    [Theory, Correction(Idempotency)]
    public async Task A_token_sent_again_with_another_request_is_refused(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        await RunAsync(stage, Request(stage, 2, "token"));

        Assert.Equal("IdempotentParameterMismatch", await CodeAsync(() => RunAsync(stage, Request(stage, 3, "token"))));
    }

    [Theory, Correction(Idempotency)]
    public async Task A_token_whose_instances_have_ended_launches_nothing(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var ids = await RunAsync(stage, Request(stage, 1, "token"));
        await stage.Ec2.TerminateInstancesAsync(new TerminateInstancesRequest { InstanceIds = [.. ids] }, default);
        stage.Settle();

        Assert.Equal("IdempotentInstanceTerminated", await CodeAsync(() => RunAsync(stage, Request(stage, 1, "token"))));
    }

    [Theory, MotoItself]
    public async Task One_unknown_instance_keeps_all_of_a_call_from_being_ended(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var ids = await RunAsync(stage, Request(stage, 1));
        stage.Settle();

        var code = await CodeAsync(() => stage.Ec2.TerminateInstancesAsync(
            new TerminateInstancesRequest { InstanceIds = [.. ids, "i-0fffffffffffffff0"] }, default));

        Assert.Equal("InvalidInstanceID.NotFound", code);
        var page = await stage.Ec2.DescribeInstancesAsync(Here(stage), default);
        Assert.Equal(["running"], page.Reservations.SelectMany(one => one.Instances).Select(one => one.State.Name.Value));
    }

    [Theory, MotoItself]
    public async Task Seven_launches_are_two_pages_of_five(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        for (var number = 0; number < 7; number++)
        {
            await RunAsync(stage, Request(stage, 1));
        }

        var (sizes, request) = (new List<int>(), Here(stage));
        request.MaxResults = 5;
        do
        {
            var page = await stage.Ec2.DescribeInstancesAsync(request, default);
            sizes.Add((page.Reservations ?? []).Sum(one => one.Instances.Count));
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));

        Assert.Equal(7, sizes.Sum());
        Assert.Equal(5, sizes[0]);
    }

    internal static RunInstancesRequest Request(FleetStage stage, int count, string? token = null) => new()
    {
        ImageId = stage.Image,
        InstanceType = "m7i.large",
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

    internal static async Task<string[]> RunAsync(FleetStage stage, RunInstancesRequest request) =>
        [.. (await stage.Ec2.RunInstancesAsync(request, default)).Reservation.Instances.Select(one => one.InstanceId)];

    private static DescribeInstancesRequest Here(FleetStage stage) => new()
    {
        Filters = [new Filter { Name = "tag:Name", Values = [stage.LoadBalancer] }],
    };

    private static async Task<string?> CodeAsync(Func<Task> call) => (await Assert.ThrowsAnyAsync<AmazonEC2Exception>(call)).ErrorCode;
}
