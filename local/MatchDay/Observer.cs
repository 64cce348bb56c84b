using System.Collections.Immutable;
using System.Xml.Linq;
using Kickoff.Local;
using Kickoff.Local.Stage;
using NodaTime;

namespace Kickoff.MatchDay;

/// <summary>
/// Looks at EC2 and the load balancers with a client of its own: what is shown and checked is not what the product says of itself.
/// </summary>
internal sealed class Observer(World world)
{
    private readonly HashSet<string> _everListed = new(StringComparer.Ordinal);

    public async Task<(Moment Moment, ImmutableArray<SeenServer> Servers)> LookAsync(Instant at, DayPlan plan)
    {
        var (listed, inService) = await MembersAsync();
        var servers = (await LiveAsync())
            .Select(server => new SeenServer(server.Id, server.Pool, listed.Contains(server.Id), inService.Contains(server.Id)))
            .ToImmutableArray();
        _everListed.UnionWith(listed);
        var pools = plan.Pools.Select(pool =>
        {
            var mine = servers.Where(server => server.Pool == pool.Name).ToArray();
            return new PoolMoment(
                pool.Name, plan.At(pool, at).Desired, mine.Length, mine.Count(server => server.InService),
                mine.Count(server => !server.Listed && _everListed.Contains(server.Id)));
        });
        return (new Moment(at, [.. pools], plan), servers);
    }

    private async Task<IEnumerable<(string Id, string Pool)>> LiveAsync()
    {
        var answer = await world.Stage.Ec2Async("DescribeInstances",
            ("Filter.1.Name", "instance-state-name"), ("Filter.1.Value.1", "pending"), ("Filter.1.Value.2", "running"));
        return answer.Descendants("instancesSet").Elements()
            .Select(item => (
                Id: item.Element("instanceId")!.Value,
                Pool: item.Element("tagSet")?.Elements().FirstOrDefault(tag => tag.Element("key")!.Value == "kickoff:pool")?.Element(
                    "value")!.Value
                    ?? ""));
    }

    // In service where every load balancer that lists it says so.
    private async Task<(HashSet<string> Listed, HashSet<string> InService)> MembersAsync()
    {
        var health = new List<(string Id, bool Healthy)>();
        foreach (var name in world.Surroundings.LoadBalancers)
        {
            var answer = await world.Stage.ElbAsync("DescribeInstanceHealth", ("LoadBalancerName", name));
            health.AddRange(answer.Descendants("InstanceStates").Elements()
                .Select(member => (member.Element("InstanceId")!.Value, member.Element("State")!.Value == "InService")));
        }

        foreach (var arn in world.Surroundings.TargetGroups)
        {
            var answer = await world.Stage.ElbV2Async("DescribeTargetHealth", ("TargetGroupArn", arn));
            health.AddRange(answer.Descendants("TargetHealthDescriptions").Elements()
                .Select(target => (Id: target.Descendants("Id").Single().Value, State: target.Descendants("State").Single().Value))
                .Where(target => target.State != "draining")
                .Select(target => (target.Id, target.State == "healthy")));
        }

        var all = health.GroupBy(member => member.Id, StringComparer.Ordinal).ToArray();
        return (
            all.Select(member => member.Key).ToHashSet(StringComparer.Ordinal),
            all.Where(member => member.All(one => one.Healthy)).Select(member => member.Key).ToHashSet(StringComparer.Ordinal));
    }
}
