using Kickoff.Core.Registration;
using Kickoff.Core.Servers;
using Kickoff.Simulation.Balancing;
using Kickoff.Simulation.Calls;
using Kickoff.Simulation.Time;

namespace Kickoff.Simulation.Ports;

/// <summary>Load balancers as one invocation calls them.</summary>
public sealed class SimulatedLoadBalancers(LoadBalancing balancing, Network network, Invocation caller) : ILoadBalancers
{
    public Task<RegistrationAnswer> RegisterAsync(LoadBalancer loadBalancer, IReadOnlyCollection<InstanceId> instances, CancellationToken cancel) =>
        network.CallAsync(
            caller, CallSite.Register, answer => $"{string.Join(' ', instances)} at {Short(loadBalancer)}: {answer}",
            fate => balancing.Register(caller, loadBalancer, instances, fate.NotThereYet), cancel);

    public Task<RegistrationAnswer> DeregisterAsync(LoadBalancer loadBalancer, IReadOnlyCollection<InstanceId> instances, CancellationToken cancel) =>
        network.CallAsync(
            caller, CallSite.Deregister, answer => $"{string.Join(' ', instances)} at {Short(loadBalancer)}: {answer}",
            _ => balancing.Deregister(caller, loadBalancer, instances), cancel);

    public Task<MembersAnswer> MembersAsync(LoadBalancer loadBalancer, CancellationToken cancel) =>
        network.CallAsync(
            caller, CallSite.DescribeHealth, answer => $"{Short(loadBalancer)}: {Words(answer)}", fate => balancing.Members(loadBalancer, fate.Behind), cancel);

    private static string Words(MembersAnswer answer) => answer is MembersAnswer.Listed listed
        ? string.Join(", ", listed.Members.OrderBy(member => member.Key).Select(member => $"{member.Key} {member.Value}"))
        : answer.ToString();

    private static string Short(LoadBalancer loadBalancer) => loadBalancer switch
    {
        ClassicLoadBalancer classic => classic.Name,
        TargetGroup group => group.Arn.Split('/')[1],
        _ => loadBalancer.Key,
    };
}
