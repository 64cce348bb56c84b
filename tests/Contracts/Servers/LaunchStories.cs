using System.Net;
using Amazon.EC2.Model;

namespace Kickoff.Contracts.Servers;

/// <summary>https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html, and what EC2 refuses a launch for.</summary>
[Collection(TellsStories.Name)]
public sealed class LaunchStories(Oracles oracles)
{
    private const string Page = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html";

    private const string Errors = "AWSEC2/latest/APIReference/errors-overview.html";

    [Theory, Correction(Page)]
    public async Task As_many_are_launched_as_there_is_capacity_for_and_none_below_the_least(Told told)
    {
        var stage = await oracles.FleetAsync(told);

        stage.Behind.Limit(2);
        Assert.Equal(2, (await stage.RunAsync(stage.Request(3))).Length);

        stage.Behind.Limit(1);
        var two = stage.Request(3);
        two.MinCount = 2;
        await Lines.RefusedAsync("InsufficientInstanceCapacity", () => stage.RunAsync(two), HttpStatusCode.InternalServerError);
        Assert.Equal(2, (await stage.DescribeAsync()).Length);

        await stage.RunAsync(stage.Request(1));
        stage.Behind.Limit(0);
        await Lines.RefusedAsync(
            "InsufficientInstanceCapacity", () => stage.RunAsync(stage.Request(1)), HttpStatusCode.InternalServerError);
    }

    [Theory, CloudOnly("counts no addresses", Errors + " (InsufficientFreeAddressesInSubnet)")]
    public async Task A_subnet_has_an_address_for_each_server_until_it_has_ended(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        stage.Account!.Ec2.Region.Subnets[stage.Subnet] = stage.Account.Ec2.Region.Subnets[stage.Subnet] with { Addresses = 2 };
        var elsewhere = stage.Request(1);
        elsewhere.SubnetId = await stage.Behind.SubnetAsync("eu-west-1b");

        var ids = await stage.LaunchAsync(2);
        await Lines.RefusedAsync("InsufficientFreeAddressesInSubnet", () => stage.RunAsync(stage.Request(1)));
        await stage.RunAsync(elsewhere);

        await stage.Behind.StopAsync(ids[0]);
        stage.Settle();
        await Lines.RefusedAsync("InsufficientFreeAddressesInSubnet", () => stage.RunAsync(stage.Request(1)));

        await stage.EndAsync(ids[0]);
        await stage.RunAsync(stage.Request(1));
    }

    [Theory, CloudOnly("knows no quotas", "AWSEC2/latest/UserGuide/ec2-on-demand-instances.html#ec2-on-demand-instances-limits")]
    public async Task The_running_servers_of_an_account_have_at_most_its_quota_of_vCPUs(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        // An m7i.large has two, an m7i.2xlarge eight.
        stage.Account!.Ec2.Region.VcpuQuota = 4;
        var big = stage.Request(1);
        big.InstanceType = "m7i.2xlarge";
        await Lines.RefusedAsync("VcpuLimitExceeded", () => stage.RunAsync(big));

        var ids = await stage.LaunchAsync(2);
        await Lines.RefusedAsync("VcpuLimitExceeded", () => stage.RunAsync(stage.Request(1)));

        await stage.Behind.StopAsync(ids[0]);
        await stage.RunAsync(stage.Request(1));
        await Lines.RefusedAsync("VcpuLimitExceeded", () => stage.RunAsync(stage.Request(1)));
    }

    [Theory, CloudOnly("offers every type in every zone", Errors + " (Unsupported)")]
    public async Task A_zone_that_does_not_offer_a_type_says_so_and_another_launches_it(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        stage.Account!.Ec2.Region.NotOffered.Add((Lines.InstanceType, "eu-west-1a"));

        await Lines.RefusedAsync("Unsupported", () => stage.RunAsync(stage.Request(1)));

        var (elsewhere, another) = (stage.Request(1), stage.Request(1));
        elsewhere.SubnetId = await stage.Behind.SubnetAsync("eu-west-1b");
        another.InstanceType = "m6i.large";
        await stage.RunAsync(elsewhere);
        await stage.RunAsync(another);
    }

    [Theory, MotoItself]
    public async Task A_subnet_or_a_security_group_that_is_not_there_is_named_so(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var (subnet, group) = (stage.Request(1), stage.Request(1));
        (subnet.SubnetId, group.SecurityGroupIds) = ("subnet-0fffffffffffffff0", [stage.SecurityGroup, "sg-0fffffffffffffff0"]);

        await Lines.RefusedAsync("InvalidSubnetID.NotFound", () => stage.RunAsync(subnet));
        await Lines.RefusedAsync("InvalidGroup.NotFound", () => stage.RunAsync(group));
        Assert.Empty(await stage.DescribeAsync());
    }

    [Theory, CloudOnly("takes any image, any key and a profile by any ARN", Errors)]
    public async Task An_image_a_key_or_a_profile_that_is_not_there_is_named_so(Told told)
    {
        var stage = await oracles.FleetAsync(told);

        await RefusedAsync("InvalidAMIID.NotFound", request => request.ImageId = "ami-0fffffffffffffff0");
        await RefusedAsync("InvalidKeyPair.NotFound", request => request.KeyName = "nobodys");
        await RefusedAsync("InvalidParameterValue", request => request.IamInstanceProfile = new() { Name = "nobodys" });
        await RefusedAsync("InvalidParameterValue", request => request.IamInstanceProfile = new() { Arn = "arn:aws:iam::1:nobodys" });
        await RefusedAsync("InvalidParameterValue", request => request.InstanceType = "m7i");

        stage.Account!.Ec2.Region.KeyPairs.Add("operators");
        stage.Account.Ec2.Region.InstanceProfiles.Add("backend");
        var known = stage.Request(1);
        (known.KeyName, known.IamInstanceProfile) = ("operators", new() { Name = "backend" });
        await stage.RunAsync(known);

        Task RefusedAsync(string code, Action<RunInstancesRequest> change)
        {
            var request = stage.Request(1);
            change(request);
            return Lines.RefusedAsync(code, () => stage.RunAsync(request));
        }
    }

    [Theory, Correction(Page)]
    public async Task Counts_that_are_no_range_are_refused(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        foreach (var (least, most) in new[] { (0, 1), (2, 1) })
        {
            var request = stage.Request(most);
            request.MinCount = least;
            await Lines.RefusedAsync("InvalidParameterValue", () => stage.RunAsync(request));
        }
    }

    [Theory, CloudOnly("takes a count for one", "AWSEC2/latest/APIReference/API_RunInstances.html (MinCount, MaxCount)")]
    public async Task Counts_that_are_not_said_are_missed(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var (least, most) = (stage.Request(1), stage.Request(1));
        (least.MinCount, most.MaxCount) = (null, null);

        await Lines.RefusedAsync("MissingParameter", () => stage.RunAsync(least));
        await Lines.RefusedAsync("MissingParameter", () => stage.RunAsync(most));
    }

    [Theory, CloudOnly("takes any", "AWSEC2/latest/UserGuide/instancedata-add-user-data.html (16 KB)")]
    public async Task User_data_has_at_most_16_kilobytes_before_it_is_encoded(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var request = stage.Request(1);

        request.UserData = Convert.ToBase64String(new byte[16 * 1024]);
        await stage.RunAsync(request);
        request.UserData = Convert.ToBase64String(new byte[(16 * 1024) + 1]);
        await Lines.RefusedAsync("InvalidParameterValue", () => stage.RunAsync(request));
    }

    [Theory, CloudOnly("takes any", "AWSEC2/latest/UserGuide/Using_Tags.html (tag restrictions)")]
    public async Task A_server_has_at_most_50_tags_of_128_and_256_characters(Told told)
    {
        var stage = await oracles.FleetAsync(told);

        await stage.RunAsync(Tagged(50, new string('k', 128), new string('v', 256)));
        await Lines.RefusedAsync("TagLimitExceeded", () => stage.RunAsync(Tagged(51, "k", "v")));
        await Lines.RefusedAsync("InvalidParameterValue", () => stage.RunAsync(Tagged(1, new string('k', 129), "v")));
        await Lines.RefusedAsync("InvalidParameterValue", () => stage.RunAsync(Tagged(1, "k", new string('v', 257))));
        await Lines.RefusedAsync("InvalidParameterValue", () => stage.RunAsync(Tagged(1, "", "v")));
        await Lines.RefusedAsync("InvalidParameterValue", () => stage.RunAsync(Tagged(1, "aws:k", "v")));

        RunInstancesRequest Tagged(int count, string last, string value)
        {
            var request = stage.Request(1);
            request.TagSpecifications[0].Tags =
            [
                .. Enumerable.Range(1, count - 1).Select(number => new Tag { Key = $"tag {number}", Value = "" }),
                new Tag { Key = last, Value = value },
            ];
            return request;
        }
    }
}
