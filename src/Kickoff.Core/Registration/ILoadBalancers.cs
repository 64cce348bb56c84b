using System.Collections.Immutable;
using Kickoff.Core.Servers;

namespace Kickoff.Core.Registration;

/// <summary>What a load balancer did with one call's instances: all or nothing.</summary>
public abstract record RegistrationAnswer
{
    private RegistrationAnswer()
    {
    }

    /// <summary>Taken for every instance of the call. In service comes later (DescribeInstanceHealth, DescribeTargetHealth).</summary>
    public sealed record Accepted : RegistrationAnswer;

    /// <summary>At least one instance is not one the load balancer can have: nothing was done; bisect.</summary>
    public sealed record InvalidInstance(string Message) : RegistrationAnswer;

    public sealed record NoSuchLoadBalancer : RegistrationAnswer;
}

public enum MemberHealth
{
    /// <summary>Listed, takes no traffic yet or any more: booting, failing its health check, stopped.</summary>
    OutOfService,

    InService,

    /// <summary>Deregistered, finishing its connections (target groups show it; classic ones no longer list it).</summary>
    Draining,
}

/// <summary>Classic load balancers and target groups alike. Every method throws UnavailableException when ELB could not answer.</summary>
public interface ILoadBalancers
{
    Task<RegistrationAnswer> RegisterAsync(LoadBalancer loadBalancer, IReadOnlyCollection<InstanceId> instances, CancellationToken cancel);

    /// <summary>Deregistering an instance that is not a member is accepted.</summary>
    Task<RegistrationAnswer> DeregisterAsync(LoadBalancer loadBalancer, IReadOnlyCollection<InstanceId> instances, CancellationToken cancel);

    /// <summary>Every listed member and its health; null when there is no such load balancer.</summary>
    Task<ImmutableDictionary<InstanceId, MemberHealth>?> MembersAsync(LoadBalancer loadBalancer, CancellationToken cancel);
}
