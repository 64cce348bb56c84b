using System.Collections.Immutable;
using Amazon.EC2.Model;
using Kickoff.Aws.Calls;
using Kickoff.Core;
using Kickoff.Core.Servers;
using InstanceState = Kickoff.Core.Servers.InstanceState;

namespace Kickoff.Aws.Ec2;

/// <summary>DescribeInstances, always by filter: by InstanceIds one unknown id fails all.</summary>
public sealed class Ec2Servers(IEc2Calls ec2) : IServers
{
    /// <summary>Values in one filter (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html).</summary>
    private const int MostFilterValues = 200;

    /// <summary>The most that MaxResults takes.</summary>
    private const int PageSize = 1000;

    public async Task<ImmutableArray<Server>> FindAsync(IReadOnlyCollection<InstanceId> ids, CancellationToken cancel)
    {
        var chunks = ids.Distinct().Select(id => id.Value).Chunk(MostFilterValues).ToArray();
        var found = await InParallel.MapAsync(
            chunks, 4, chunk => DescribeAsync([new Filter { Name = "instance-id", Values = [.. chunk] }], cancel));
        return [.. found.SelectMany(servers => servers)];
    }

    public Task<ImmutableArray<Server>> FindLiveByPrivateDnsNameAsync(string privateDnsName, CancellationToken cancel) =>
        DescribeAsync([new Filter { Name = "private-dns-name", Values = [privateDnsName] }, InStates(Server.LiveStates)], cancel);

    public Task<ImmutableArray<Server>> ListAsync(IReadOnlyCollection<InstanceState> states, CancellationToken cancel) =>
        DescribeAsync([InStates(states)], cancel);

    private static Filter InStates(IReadOnlyCollection<InstanceState> states) =>
        new() { Name = "instance-state-name", Values = [.. states.Select(Ec2Shapes.Name)] };

    private async Task<ImmutableArray<Server>> DescribeAsync(List<Filter> filters, CancellationToken cancel)
    {
        var servers = ImmutableArray.CreateBuilder<Server>();
        string? next = null;
        do
        {
            var request = new DescribeInstancesRequest { Filters = filters, MaxResults = PageSize, NextToken = next };
            var page = await AwsCall.OrUnknownAsync("EC2", () => ec2.DescribeInstancesAsync(request, cancel), _ => false, cancel);
            servers.AddRange((page.Reservations ?? []).SelectMany(reservation => reservation.Instances ?? []).Select(Ec2Shapes.Server));
            next = page.NextToken;
        }
        while (!string.IsNullOrEmpty(next));

        return servers.ToImmutable();
    }
}
