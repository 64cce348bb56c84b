using Amazon.EC2.Model;
using Kickoff.Aws.Ec2;
using Kickoff.Cloud.Ec2;
using Kickoff.Core.Scaling;
using Kickoff.Local.Emulator;
using Kickoff.Local.Emulator.Calls;

namespace Kickoff.Contracts.Servers;

/// <summary>https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImages.html.</summary>
[Collection(TellsStories.Name)]
public sealed class ImageStories(Oracles oracles)
{
    private const string Noble = "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*";

    [Theory, MotoItself]
    public async Task Images_are_those_of_the_owners_asked_for_whose_name_matches(Told told)
    {
        var stage = await oracles.FleetAsync(told);

        Assert.Equal(
            ["ami-0noble20251001", "ami-0noble20260101", "ami-0noble20260401"], await DescribeAsync(stage, MachineImages.Canonical, Noble));
        Assert.Equal(
            ["ami-0noble20260101", "ami-0noble20260401"],
            await DescribeAsync(stage, MachineImages.Canonical, "*-24.04-amd64-server-20260?01", "?"));
        Assert.Equal(["ami-0noblecopycat"], await DescribeAsync(stage, "999999999999", "*"));
        Assert.Empty(await DescribeAsync(stage, MachineImages.Canonical, "ubuntu-noble"));
        Assert.Empty(await DescribeAsync(stage, "888888888888", "*"));
    }

    // That each image has its own age is the proxy's.
    [Theory, Correction("https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Image.html")]
    public async Task The_newest_image_is_that_of_the_latest_date_wherever_it_is_listed_or_none(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var fleet = new Ec2Fleet(stage.Ec2);

        Assert.Equal(
            new ImageAnswer.Found(MachineImages.NewestNoble), await fleet.NewestImageAsync(new(MachineImages.Canonical, Noble), default));
        Assert.Equal(new ImageAnswer.NoneSuch(), await fleet.NewestImageAsync(new(MachineImages.Canonical, "ubuntu-oneiric-*"), default));
    }

    [Theory, MotoItself]
    public async Task An_image_that_is_gone_is_described_no_more(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        Assert.Equal([stage.Image], await DescribeAsync(stage, Moto.AccountId, stage.LoadBalancer));

        await stage.Behind.DeregisterImageAsync();

        // In whatever state.
        var request = new DescribeImagesRequest { Filters = [new Filter { Name = "name", Values = [stage.LoadBalancer] }] };
        Assert.Empty((await stage.Ec2.DescribeImagesAsync(request, default)).Images ?? []);
    }

    [Theory, CloudOnly("launches any image", "AWSEC2/latest/APIReference/errors-overview.html (InvalidAMIID.Unavailable)")]
    public async Task An_image_that_is_gone_or_not_there_yet_launches_nothing(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        stage.Account!.Ec2.Region.Images.Add(new MachineImage("ami-2", "self", "pending", "2012-06-28T00:00:00.000Z", "pending"));
        var pending = stage.Request(1);
        pending.ImageId = "ami-2";

        await Lines.RefusedAsync("InvalidAMIID.Unavailable", () => stage.RunAsync(pending));
        await stage.RunAsync(stage.Request(1));
        await stage.Behind.DeregisterImageAsync();
        await Lines.RefusedAsync("InvalidAMIID.Unavailable", () => stage.RunAsync(stage.Request(1)));
    }

    [Theory, CloudOnly("has only images that are available", "AWSEC2/latest/APIReference/API_Image.html (imageState)")]
    public async Task The_newest_image_that_is_not_available_yet_is_left_for_an_older_one(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        stage.Account!.Ec2.Region.Images.Add(
            new MachineImage("ami-2", MachineImages.Canonical, Noble[..^1] + "20260701", "2026-07-01T00:00:00.000Z", "pending"));

        Assert.Equal(
            new ImageAnswer.Found(MachineImages.NewestNoble),
            await new Ec2Fleet(stage.Ec2).NewestImageAsync(new(MachineImages.Canonical, Noble), default));
    }

    [Theory, CloudOnly("answers with all at once", "AWSEC2/latest/APIReference/API_DescribeImages.html (NextToken)")]
    public async Task The_newest_image_is_found_on_whichever_page_it_is(Told told)
    {
        // Three of that name and owner, the newest of them in the middle.
        foreach (var (size, pages) in new[] { (3, 1), (2, 2), (1, 3) })
        {
            var stage = await oracles.FleetAsync(told);
            stage.Account!.Ec2.Region.PageSize = size;

            Assert.Equal(
                new ImageAnswer.Found(MachineImages.NewestNoble),
                await new Ec2Fleet(stage.Ec2).NewestImageAsync(new(MachineImages.Canonical, Noble), default));
            Assert.Equal(pages, stage.Behind.Made("DescribeImages"));
        }
    }

    private static async Task<string[]> DescribeAsync(FleetStage stage, string owner, params string[] names)
    {
        var request = new DescribeImagesRequest
        {
            Owners = [owner],
            Filters = [new Filter { Name = "name", Values = [.. names] }, new Filter { Name = "state", Values = ["available"] }],
        };
        return
        [
            .. ((await stage.Ec2.DescribeImagesAsync(request, default)).Images ?? []).Select(image => image.ImageId)
                .Order(StringComparer.Ordinal),
        ];
    }
}
