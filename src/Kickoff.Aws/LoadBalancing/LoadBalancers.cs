using Kickoff.Aws.Calls;
using Kickoff.Core.Registration;
using Kickoff.Core.Servers;

namespace Kickoff.Aws.LoadBalancing;

/// <summary>Classic load balancers and target groups behind one port.</summary>
public sealed class LoadBalancers(IClassicLoadBalancerCalls classic, ITargetGroupCalls targetGroups) : ILoadBalancers
{
    private readonly ClassicLoadBalancers _classic = new(classic);
    private readonly TargetGroups _targetGroups = new(targetGroups);

    public Task<RegistrationAnswer> RegisterAsync(
        LoadBalancer loadBalancer, IReadOnlyCollection<InstanceId> instances, CancellationToken cancel) =>
        loadBalancer switch
        {
            ClassicLoadBalancer named => _classic.RegisterAsync(named, instances, cancel),
            TargetGroup group => _targetGroups.RegisterAsync(group, instances, cancel),
            _ => throw Unknown(loadBalancer),
        };

    public Task<RegistrationAnswer> DeregisterAsync(
        LoadBalancer loadBalancer, IReadOnlyCollection<InstanceId> instances, CancellationToken cancel) =>
        loadBalancer switch
        {
            ClassicLoadBalancer named => _classic.DeregisterAsync(named, instances, cancel),
            TargetGroup group => _targetGroups.DeregisterAsync(group, instances, cancel),
            _ => throw Unknown(loadBalancer),
        };

    public Task<MembersAnswer> MembersAsync(LoadBalancer loadBalancer, CancellationToken cancel) =>
        loadBalancer switch
        {
            ClassicLoadBalancer named => _classic.MembersAsync(named, cancel),
            TargetGroup group => _targetGroups.MembersAsync(group, cancel),
            _ => throw Unknown(loadBalancer),
        };

    private static ArgumentOutOfRangeException Unknown(LoadBalancer loadBalancer) =>
        new(nameof(loadBalancer), loadBalancer, "neither classic nor a target group");
}
