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

    /// <summary>It takes no more (TooManyTargets): nothing was done; fewer may still find room.</summary>
    public sealed record Full(string Code, string Message) : RegistrationAnswer;

    /// <summary>
    /// Anything else AWS says no with, whatever its code: AccessDenied, ValidationError for an ARN of another account or region, tomorrow's
    /// codes. It speaks of this load balancer only, and nothing was done.
    /// </summary>
    public sealed record Refused(string Code, string Message) : RegistrationAnswer;
}

/// <summary>What a load balancer said when it was asked for its members.</summary>
public abstract record MembersAnswer
{
    private MembersAnswer()
    {
    }

    /// <summary>Every listed member and its health.</summary>
    public sealed record Listed(ImmutableDictionary<InstanceId, MemberHealth> Members) : MembersAnswer
    {
        /// <summary>Why those that are out of service are, in the load balancer's words, where it gives some.</summary>
        public ImmutableDictionary<InstanceId, string> Reasons { get; init; } = ImmutableDictionary<InstanceId, string>.Empty;
    }

    /// <summary>There is none of that name: nobody is listed there.</summary>
    public sealed record NoSuchLoadBalancer : MembersAnswer;

    /// <summary>It does not tell us, whatever the code: nothing is known of its members.</summary>
    public sealed record Refused(string Code, string Message) : MembersAnswer;
}

public enum MemberHealth
{
    /// <summary>Listed, takes no traffic yet or any more: booting, failing its health check, stopped.</summary>
    OutOfService,

    InService,

    /// <summary>
    /// Deregistered, finishing its connections. Target groups have a state for it; a classic load balancer lists it as InService and says
    /// so in the description (docs.aws.amazon.com/elasticloadbalancing/latest/classic/config-conn-drain.html).
    /// </summary>
    Draining,
}

/// <summary>Classic load balancers and target groups alike. Every method throws UnavailableException when ELB could not answer.</summary>
public interface ILoadBalancers
{
    Task<RegistrationAnswer> RegisterAsync(LoadBalancer loadBalancer, IReadOnlyCollection<InstanceId> instances, CancellationToken cancel);

    /// <summary>Deregistering an instance that is not a member is accepted.</summary>
    Task<RegistrationAnswer> DeregisterAsync(
        LoadBalancer loadBalancer, IReadOnlyCollection<InstanceId> instances, CancellationToken cancel);

    Task<MembersAnswer> MembersAsync(LoadBalancer loadBalancer, CancellationToken cancel);
}
