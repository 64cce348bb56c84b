using Amazon.EC2;
using Amazon.EC2.Model;
using Kickoff.Local.Emulator;
using Kickoff.Local.Emulator.Calls;

namespace Kickoff.Contracts.Servers;

/// <summary>RunInstances under a client token (https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html).</summary>
[Collection(TellsStories.Name)]
public sealed class TokenStories(Oracles oracles)
{
    private const string Page = "https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html";

    private static readonly Action<RunInstancesRequest>[] Changes =
    [
        request => request.ImageId = MachineImages.NewestNoble,
        request => request.InstanceType = "m6i.large",
        request => request.KeyName = "key",
        request => request.IamInstanceProfile = new() { Name = "profile" },
        request => request.IamInstanceProfile = new() { Arn = "arn:aws:iam::123456789012:instance-profile/profile" },
        request => request.UserData = "IyEvYmluL3NoCg==",
        request => request.MetadataOptions = new() { HttpTokens = HttpTokensState.Required },
        request => request.MinCount = 2,
        request => request.MaxCount = 3,
        request => request.SecurityGroupIds.Add("sg-2"),
        request => request.TagSpecifications[0].ResourceType = ResourceType.Volume,
        request => request.TagSpecifications[0].Tags[0].Key = "Called",
        request => request.TagSpecifications[0].Tags[0].Value = "another",
        request => request.TagSpecifications[0].Tags.Add(new Tag { Key = "more", Value = "" }),
        request => request.TagSpecifications = null,
    ];

    [Theory, Correction(Page)]
    public async Task The_same_request_under_the_same_token_launches_once(Told told)
    {
        var stage = await oracles.FleetAsync(told);

        var first = await stage.RunAsync(stage.Request(2, "token"));

        Assert.Equal(2, first.Length);
        Assert.Equal(first, await stage.RunAsync(stage.Request(2, "token")));
        Assert.Equal(2, (await stage.DescribeAsync()).Length);
    }

    [Theory, MotoItself]
    public async Task Another_token_or_none_launches_anew(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        foreach (var token in new[] { "token", "Token", null, null })
        {
            await stage.RunAsync(stage.Request(1, token));
        }

        Assert.Equal(4, (await stage.DescribeAsync()).Length);
    }

    [Theory, Correction(Page)]
    public async Task A_token_sent_again_with_another_request_is_refused_whatever_is_other(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        await stage.RunAsync(stage.Request(2, "token"));

        foreach (var change in Changes)
        {
            var other = stage.Request(2, "token");
            change(other);
            await Lines.RefusedAsync("IdempotentParameterMismatch", () => stage.RunAsync(other));
        }

        Assert.Equal(2, (await stage.DescribeAsync()).Length);
    }

    [Theory, Correction(Page)]
    public async Task A_token_is_spent_when_all_its_servers_have_ended_and_not_before(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var ids = await stage.RunAsync(stage.Request(2, "token"));

        await stage.EndAsync(ids[0]);
        Assert.Equal(ids, await stage.RunAsync(stage.Request(2, "token")));

        await stage.EndAsync(ids[1]);
        await Lines.RefusedAsync("IdempotentInstanceTerminated", () => stage.RunAsync(stage.Request(2, "token")));
    }

    [Theory, CloudOnly("takes a token for the whole region", "ec2/latest/devguide/ec2-api-idempotency.html (RunInstances idempotency)")]
    public async Task A_token_is_of_the_zone_of_the_subnet_it_was_sent_with(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var (here, there) = (stage.Request(1, "token"), stage.Request(1, "token"));
        there.SubnetId = await stage.Behind.SubnetAsync("eu-west-1b");

        Assert.NotEqual(await stage.RunAsync(here), await stage.RunAsync(there));
    }

    [Theory, CloudOnly("takes any", "AWSEC2/latest/APIReference/API_RunInstances.html (ClientToken)")]
    public async Task A_token_has_at_most_64_characters_all_of_ASCII(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var request = stage.Request(1);

        request.ClientToken = new string('x', 64);
        await stage.RunAsync(request);
        foreach (var token in new[] { new string('x', 65), "Anstoß" })
        {
            request.ClientToken = token;
            await Lines.RefusedAsync("InvalidParameterValue", () => stage.RunAsync(request));
        }
    }
}
