using Amazon.EC2.Model;
using Kickoff.Aws.Ec2;
using Kickoff.Core.Servers;
using NodaTime;
using ServerState = Kickoff.Core.Servers.InstanceState;

namespace Kickoff.Contracts.Servers;

/// <summary>https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html.</summary>
[Collection(TellsStories.Name)]
public sealed class DescriptionStories(Oracles oracles)
{
    private const string Page = "AWSEC2/latest/APIReference/API_DescribeInstances.html";

    [Theory, MotoItself]
    public async Task A_server_is_described_as_it_was_launched(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var request = stage.Request(1, "token");
        request.TagSpecifications[0].Tags.Add(new Tag { Key = "empty", Value = "" });
        request.TagSpecifications.Add(
            new TagSpecification { ResourceType = "volume", Tags = [new Tag { Key = "of", Value = "its disk" }] });
        var id = Assert.Single(await stage.RunAsync(request));
        stage.Settle();

        var server = Assert.Single(await new Ec2Servers(stage.Ec2).FindAsync([InstanceId.Parse(id)], default));

        Assert.Equal(
            (ServerState.Running, stage.Image, Lines.InstanceType, stage.Subnet, "eu-west-1a"),
            (server.State, server.ImageId, server.InstanceType, server.SubnetId, server.AvailabilityZone));
        Assert.Equal([stage.LoadBalancer], server.SecurityGroups.AsEnumerable());
        Assert.Equal([new("empty", ""), new("Name", stage.LoadBalancer)], server.Tags.OrderBy(tag => tag.Value, StringComparer.Ordinal));
        Assert.StartsWith("10.0.", server.PrivateIp, StringComparison.Ordinal);
        Assert.StartsWith("ip-10-0-", server.PrivateDnsName, StringComparison.Ordinal);
        Assert.Equal(Assert.Single(await stage.DescribeAsync()).SecurityGroups.Select(group => group.GroupId), [stage.SecurityGroup]);
    }

    [Theory, MotoItself]
    public async Task Filters_choose_who_is_described_each_by_any_of_its_values(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var ids = await stage.LaunchAsync(2);
        var other = stage.Request(1);
        other.InstanceType = "m6i.large";
        other.TagSpecifications[0].Tags.Add(new Tag { Key = "role", Value = "db-1" });
        var (db, name) = (Assert.Single(await stage.RunAsync(other)), (await stage.DescribeAsync())[0].PrivateDnsName);
        stage.Settle();
        await stage.Behind.StopAsync(ids[1]);
        stage.Settle();

        Assert.Equal([ids[0], db], await FoundAsync("instance-state-name", "running"));
        Assert.Equal(ids.Append(db), await FoundAsync("instance-state-name", "stopped", "running"));
        Assert.Equal([ids[1]], await FoundAsync("instance-id", ids[1], Lines.Nobody));
        Assert.Equal([db], await FoundAsync("instance-type", "m6i.large"));
        Assert.Equal([db], await FoundAsync("tag:role", "db-*"));
        Assert.Equal([db], await FoundAsync("tag-key", "role"));
        Assert.Equal(ids.Append(db), await FoundAsync("image-id", stage.Image));
        Assert.Equal(ids.Append(db), await FoundAsync("subnet-id", stage.Subnet));
        Assert.Equal(ids.Append(db), await FoundAsync("instance.group-name", stage.LoadBalancer));
        Assert.Equal(ids.Append(db), await FoundAsync("instance.group-id", stage.SecurityGroup));
        Assert.Single(await FoundAsync("private-dns-name", name));
        Assert.Empty(await FoundAsync("tag:role", "db"));

        async Task<string[]> FoundAsync(string filter, params string[] values)
        {
            var request = stage.Here();
            request.Filters.Add(new Filter { Name = filter, Values = [.. values] });
            var found = (await stage.DescribeAsync(request)).Select(one => one.InstanceId).ToHashSet(StringComparer.Ordinal);
            return [.. ids.Append(db).Where(found.Contains)];
        }
    }

    [Theory, CloudOnly("knows them in tags alone", "AWSEC2/latest/UserGuide/Using_Filtering.html (wildcards)")]
    public async Task A_filters_value_may_stand_for_any_text_or_any_letter_and_says_so_where_it_does_not(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var request = stage.Request(1);
        request.TagSpecifications[0].Tags.Add(new Tag { Key = "sign", Value = "a*b" });
        await stage.RunAsync(request);

        foreach (var (filter, value, found) in new[]
        {
            ("availability-zone", "eu-west-1?", 1), ("availability-zone", "eu-west-?", 0), ("instance-type", "m7i.*", 1),
            ("tag:sign", @"a\*b", 1), ("tag:sign", @"a\?b", 0), ("tag:sign", "a*b", 1),
        })
        {
            var asked = new DescribeInstancesRequest { Filters = [new Filter { Name = filter, Values = [value] }] };
            Assert.Equal(found, (await stage.DescribeAsync(asked)).Length);
        }
    }

    [Theory, MotoItself]
    public async Task Five_launches_are_one_page_of_five_and_six_are_two(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        for (var number = 0; number < 5; number++)
        {
            await stage.RunAsync(stage.Request(1));
        }

        Assert.Equal([5], await PagesAsync(stage));
        await stage.RunAsync(stage.Request(2));
        Assert.Equal([5, 2], await PagesAsync(stage));
    }

    [Theory, CloudOnly("has pages of any size, and breaks on a token it does not know", Page + " (MaxResults, NextToken)")]
    public async Task A_page_has_5_to_1000_and_a_token_is_one_of_EC2s(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        foreach (var (size, refused) in new[] { (4, true), (5, false), (1000, false), (1001, true) })
        {
            var request = stage.Here();
            request.MaxResults = size;
            await (refused
                ? Lines.RefusedAsync("InvalidParameterValue", () => stage.DescribeAsync(request))
                : stage.DescribeAsync(request));
        }

        var token = stage.Here();
        token.NextToken = "nobodys";
        await Lines.RefusedAsync("InvalidNextToken", () => stage.DescribeAsync(token));
    }

    [Theory, CloudOnly("has pages as large as are asked for", "AWSEC2/latest/APIReference/Query-Requests.html#api-pagination")]
    public async Task Servers_are_found_on_all_pages_however_small_EC2_makes_them(Told told)
    {
        foreach (var (size, pages) in new[] { (3, 1), (2, 2), (1, 3) })
        {
            var stage = await oracles.FleetAsync(told);
            for (var number = 0; number < 3; number++)
            {
                await stage.RunAsync(stage.Request(2));
            }

            stage.Account!.Ec2.Region.PageSize = size;
            var found = await new Ec2Servers(stage.Ec2).ListAsync([ServerState.Pending, ServerState.Running], default);

            Assert.Equal((6, pages), (found.Length, stage.Behind.Made("DescribeInstances")));
        }
    }

    [Theory, MotoItself]
    public async Task More_servers_than_a_filter_has_values_are_found_by_several_calls(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var ids = (await stage.LaunchAsync(201)).Select(InstanceId.Parse).ToArray();
        var servers = new Ec2Servers(stage.Ec2);

        Assert.Equal(200, (await servers.FindAsync(ids[1..], default)).Length);
        Assert.Equal(1, stage.Behind.Made("DescribeInstances"));
        Assert.Equal(201, (await servers.FindAsync(ids, default)).Length);
        Assert.Equal(3, stage.Behind.Made("DescribeInstances"));
    }

    [Theory, CloudOnly("takes any number", "AWSEC2/latest/UserGuide/Using_Filtering.html (200 values)")]
    public async Task Two_hundred_values_are_one_call_and_not_one_more(Told told)
    {
        var stage = await oracles.FleetAsync(told);

        await stage.DescribeAsync(Asking(200));
        await Lines.RefusedAsync("FilterLimitExceeded", () => stage.DescribeAsync(Asking(201)));

        static DescribeInstancesRequest Asking(int values) => new()
        {
            Filters =
            [
                new Filter { Name = "instance-state-name", Values = ["running"] },
                new Filter { Name = "instance-id", Values = [.. Enumerable.Repeat(Lines.Nobody, values - 1)] },
            ],
        };
    }

    [Theory, CloudOnly("breaks on it", Page + " (Filter.N)")]
    public async Task A_filter_that_nobody_knows_is_refused(Told told)
    {
        var stage = await oracles.FleetAsync(told);

        await Lines.RefusedAsync("InvalidParameterValue", () => stage.DescribeAsync(
            new DescribeInstancesRequest { Filters = [new Filter { Name = "mood", Values = ["good"] }] }));
    }

    [Theory, MotoItself]
    public async Task Asked_for_by_id_one_that_is_not_there_fails_all_and_pages_are_not_to_be_had(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var ids = await stage.LaunchAsync(2);

        Assert.Equal([ids[1]], (await stage.DescribeAsync(new() { InstanceIds = [ids[1]] })).Select(one => one.InstanceId));
        await Lines.RefusedAsync("InvalidInstanceID.NotFound", () => stage.DescribeAsync(new() { InstanceIds = [ids[0], Lines.Nobody] }));
        await Lines.RefusedAsync(
            "InvalidParameterCombination", () => stage.DescribeAsync(new() { InstanceIds = [ids[0]], MaxResults = 5 }));
    }

    [Theory, CloudOnly("does not find it", "AWSEC2/latest/APIReference/errors-overview.html (InvalidInstanceID.Malformed)")]
    public async Task Asked_for_by_what_is_no_id_it_says_so(Told told)
    {
        var stage = await oracles.FleetAsync(told);

        await Lines.RefusedAsync("InvalidInstanceID.Malformed", () => stage.DescribeAsync(new() { InstanceIds = ["i-web"] }));
    }

    [Theory, Correction("https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Instance.html")]
    public async Task A_new_boot_has_a_new_launch_time(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var id = Assert.Single(await stage.LaunchAsync(1));
        var first = Assert.Single(await stage.DescribeAsync()).LaunchTime;

        await stage.Behind.StopAsync(id);
        stage.Settle();
        var stopped = Assert.Single(await stage.DescribeAsync());
        await stage.Behind.StartAsync(id);
        stage.Settle();
        var started = Assert.Single(await stage.DescribeAsync());

        Assert.Equal(("stopped", first), (stopped.State.Name.Value, stopped.LaunchTime));
        Assert.Equal("running", started.State.Name.Value);
        Assert.True(started.LaunchTime > first);
    }

    [Theory, Correction("https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/terminating-instances.html")]
    public async Task An_ended_server_is_still_described_without_its_names_addresses_and_groups(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var id = InstanceId.Parse(Assert.Single(await stage.LaunchAsync(1)));
        var servers = new Ec2Servers(stage.Ec2);
        var name = Assert.Single(await servers.FindAsync([id], default)).PrivateDnsName!;
        // Other stories' networks may have the name too.
        Assert.Contains(await servers.FindLiveByPrivateDnsNameAsync(name, default), server => server.Id == id);

        await stage.EndAsync(id.Value);
        stage.Behind.Pass(Duration.FromMinutes(10));

        var ended = Assert.Single(await servers.FindAsync([id], default));
        Assert.Equal(
            (ServerState.Terminated, null, null, null, 0, 0),
            (ended.State, ended.PrivateDnsName, ended.PrivateIp, ended.SubnetId, ended.SecurityGroups.Length, ended.Tags.Count));
        Assert.DoesNotContain(await servers.FindLiveByPrivateDnsNameAsync(name, default), server => server.Id == id);
    }

    [Theory, CloudOnly("never forgets it", "AWSEC2/latest/UserGuide/terminating-instances.html (about an hour)")]
    public async Task An_ended_server_is_forgotten_after_an_hour(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var id = Assert.Single(await stage.LaunchAsync(1));
        await stage.EndAsync(id);

        stage.Behind.Pass(Duration.FromMinutes(57));
        Assert.Single(await stage.DescribeAsync(new() { InstanceIds = [id] }));
        stage.Behind.Pass(Duration.FromMinutes(3));
        await Lines.RefusedAsync("InvalidInstanceID.NotFound", () => stage.DescribeAsync(new() { InstanceIds = [id] }));
        await Lines.RefusedAsync("InvalidInstanceID.NotFound", () => stage.EndAsync(id));
    }

    [Theory, CloudOnly("lists it at once", "ec2/latest/devguide/eventual-consistency.html")]
    public async Task A_server_may_be_listed_late_and_is_not_found_before(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        ((CloudBackstage)stage.Behind).Boots.Hidden = Duration.FromMinutes(3);
        var id = Assert.Single(await stage.LaunchAsync(1));

        Assert.Empty(await stage.DescribeAsync());
        await Lines.RefusedAsync("InvalidInstanceID.NotFound", () => stage.EndAsync(id));
        stage.Behind.Pass(Duration.FromMinutes(1));
        Assert.Single(await stage.DescribeAsync());
        await stage.EndAsync(id);
    }

    [Theory, CloudOnly("reads the newest", "ec2/latest/devguide/eventual-consistency.html")]
    public async Task A_copy_may_be_behind(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        stage.AtOnce!.Behind = Duration.FromSeconds(30);

        await stage.RunAsync(stage.Request(1));
        stage.Behind.Pass(Duration.FromSeconds(29));
        Assert.Empty(await stage.DescribeAsync());
        stage.Behind.Pass(Duration.FromSeconds(2));
        Assert.Single(await stage.DescribeAsync());
    }

    [Theory, MotoItself]
    public async Task Each_server_of_a_launch_shows_the_client_token_that_the_launch_was_sent_with(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var request = stage.Request(2, "mine");
        var ids = await stage.RunAsync(request);
        stage.Settle();

        var servers = await new Ec2Servers(stage.Ec2).FindAsync([.. ids.Select(InstanceId.Parse)], default);

        Assert.Equal([request.ClientToken, request.ClientToken], servers.Select(server => server.ClientToken));
        Assert.All(servers, server => Assert.Null(server.Lifecycle));
    }

    private static async Task<List<int>> PagesAsync(FleetStage stage)
    {
        var (sizes, request) = (new List<int>(), stage.Here());
        request.MaxResults = 5;
        do
        {
            var page = await stage.Ec2.DescribeInstancesAsync(request, default);
            sizes.Add((page.Reservations ?? []).Sum(one => one.Instances.Count));
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));

        return sizes;
    }
}
