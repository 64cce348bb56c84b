using Kickoff.Core.Registration;
using Kickoff.Core.Servers;

namespace Kickoff.Cloud.LoadBalancing;

/// <summary>Sees what takes effect at load balancers and target groups, at the moment at which it does.</summary>
public interface IBalancingWitness
{
    /// <summary>A load balancer takes a server; <paramref name="already"/>: it had it.</summary>
    void Registered(LoadBalancer loadBalancer, InstanceId server, bool already)
    {
    }

    /// <summary>A load balancer took none of a call's servers because of some; these it would have taken.</summary>
    void Refused(LoadBalancer loadBalancer, IReadOnlyCollection<InstanceId> others)
    {
    }

    void Deregistered(LoadBalancer loadBalancer, InstanceId server, bool listed)
    {
    }
}
