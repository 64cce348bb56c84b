using System.Collections.Immutable;
using Amazon.ElasticLoadBalancing.Model;
using Amazon.ElasticLoadBalancingV2.Model;
using Amazon.Runtime;
using Kickoff.Core.Registration;
using Kickoff.Core.Servers;

namespace Kickoff.Tick.Tests.Registration;

/// <summary>One call to a load balancer of either kind. What: register, deregister, members.</summary>
internal sealed record BalancerCall(string What, LoadBalancer LoadBalancer, ImmutableArray<InstanceId> Instances)
{
    public static BalancerCall? Of(AmazonWebServiceRequest request) => request switch
    {
        RegisterInstancesWithLoadBalancerRequest register => Classic("register", register.LoadBalancerName, register.Instances),
        DeregisterInstancesFromLoadBalancerRequest deregister => Classic("deregister", deregister.LoadBalancerName, deregister.Instances),
        DescribeInstanceHealthRequest health => Classic("members", health.LoadBalancerName, []),
        RegisterTargetsRequest register => Group("register", register.TargetGroupArn, register.Targets),
        DeregisterTargetsRequest deregister => Group("deregister", deregister.TargetGroupArn, deregister.Targets),
        DescribeTargetHealthRequest health => Group("members", health.TargetGroupArn, []),
        _ => null,
    };

    private static BalancerCall Classic(string what, string name, List<Instance> instances) =>
        new(what, new ClassicLoadBalancer(name), [.. instances.Select(instance => InstanceId.Parse(instance.InstanceId))]);

    private static BalancerCall Group(string what, string arn, List<TargetDescription> targets) => new(
        what, new TargetGroup(arn, targets.Count > 0 ? targets[0].Port : Registry.Port),
        [.. targets.Select(target => InstanceId.Parse(target.Id))]);
}
