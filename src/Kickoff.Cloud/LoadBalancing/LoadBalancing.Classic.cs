using Amazon.ElasticLoadBalancing.Model;
using Kickoff.Cloud.Ec2;
using Kickoff.Core.Servers;
using NodaTime;
using InstanceState = Kickoff.Core.Servers.InstanceState;

namespace Kickoff.Cloud.LoadBalancing;

/// <summary>
/// Here: the calls to classic load balancers (https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/).
/// </summary>
public sealed partial class LoadBalancing
{
    /// <summary>
    /// API_RegisterInstancesWithLoadBalancer: any instance that is not ended is taken, and those in zones that are not enabled too ("the
    /// instance is registered … in the OutOfService state"); with one that is unknown, none is. The members are a set.
    /// </summary>
    /// <param name="request">As the SDK takes it.</param>
    /// <param name="notThereYet">It does not find what was launched a moment ago.</param>
    public RegisterInstancesWithLoadBalancerResponse Register(RegisterInstancesWithLoadBalancerRequest request, bool notThereYet = false)
    {
        var balancer = Named(request.LoadBalancerName);
        var servers = (request.Instances ?? []).Select(instance => instance.InstanceId).ToArray();
        if (Array.Find(servers, id => !IsTaken(id)) is { } refused)
        {
            witness.Refused(balancer.Which, [.. servers.Where(IsTaken).Select(InstanceId.Parse)]);
            throw ElbErrors.NoSuchInstance(refused);
        }

        var members = servers.Select(id => new BalancerMember(InstanceId.Parse(id))).ToArray();
        if (balancer.Registered.Union(members).Count() > balancer.Most)
        {
            // The page gives the limit (classic/elb-limits.html) and no code for it.
            throw ElbErrors.Classic(
                "ValidationError", $"More than {balancer.Most} instances would be registered with {request.LoadBalancerName}");
        }

        foreach (var member in members)
        {
            var already = balancer.Has(member);
            balancer.Add(member, time.Now);
            witness.Registered(balancer.Which, member.Server, already);
        }

        return new RegisterInstancesWithLoadBalancerResponse { Instances = Left(balancer) };

        bool IsTaken(string id) => InstanceId.TryParse(id, out var parsed) && ec2.Find(parsed) is { } server
            && server.Now.State is not (InstanceState.ShuttingDown or InstanceState.Terminated) && HasHeardOf(server, notThereYet);
    }

    /// <summary>
    /// API_DeregisterInstancesFromLoadBalancer: one that is not a member is taken out too, but not one that has ended, and with that none
    /// is (as https://github.com/boto/boto/issues/2274 has met it). While connection draining is on, a leaving member stays listed
    /// (classic/config-conn-drain.html).
    /// </summary>
    public DeregisterInstancesFromLoadBalancerResponse Deregister(DeregisterInstancesFromLoadBalancerRequest request)
    {
        var balancer = Named(request.LoadBalancerName);
        var servers = (request.Instances ?? []).Select(instance => instance.InstanceId).ToArray();
        if (Array.Find(servers, IsNobody) is { } unknown)
        {
            throw ElbErrors.NoSuchInstance(unknown);
        }

        foreach (var member in servers.Select(id => new BalancerMember(InstanceId.Parse(id))))
        {
            var listed = balancer.Has(member);
            balancer.Remove(member, time.Now, time.Now + balancer.Draining);
            witness.Deregistered(balancer.Which, member.Server, listed);
        }

        return new DeregisterInstancesFromLoadBalancerResponse { Instances = Left(balancer) };

        bool IsNobody(string id) => !InstanceId.TryParse(id, out var parsed)
            || (!balancer.Has(parsed) && ec2.Find(parsed) is null or { Now.State: InstanceState.Terminated });
    }

    /// <summary>API_DescribeInstanceHealth, of all members.</summary>
    /// <param name="request">As the SDK takes it.</param>
    /// <param name="behind">How old the list is; the health is that of now.</param>
    public DescribeInstanceHealthResponse InstanceHealth(DescribeInstanceHealthRequest request, Duration behind = default)
    {
        if (request.Instances is { Count: > 0 })
        {
            throw new NotSupportedException("The model describes all members: teach it from AWS's page before it is asked for some.");
        }

        var balancer = Named(request.LoadBalancerName);
        return new DescribeInstanceHealthResponse
        {
            InstanceStates = [.. balancer.ListedAt(time.Now - behind)
                .Select(listed => Health(balancer, listed.Member.Server, listed.Since, listed.Draining))],
        };
    }

    private Balancer Named(string? name) =>
        Find(ClassicKey(name)) ?? throw ElbErrors.Classic("LoadBalancerNotFound", $"There is no ACTIVE Load Balancer named '{name}'");

    private static List<Instance> Left(Balancer balancer) => [.. balancer.Members.Select(id => new Instance { InstanceId = id.Value })];

    private Amazon.ElasticLoadBalancing.Model.InstanceState Health(Balancer balancer, InstanceId id, Instant since, bool draining)
    {
        var health = ClassicHealth.Of(Listed(balancer, id, since, draining));
        return new() { InstanceId = id.Value, State = health.State, ReasonCode = health.ReasonCode, Description = health.Description };
    }
}
