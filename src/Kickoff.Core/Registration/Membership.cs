using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Core.Registration;

public readonly record struct MembershipKey(InstanceId Instance, LoadBalancer LoadBalancer);

public enum Wanted
{
    In,
    Out,
}

public enum MembershipState
{
    Registering,
    Registered,
    Deregistering,
    Deregistered,
}

/// <summary>
/// Whether one server should be, and is, behind one load balancer: the ledger's only word on it (docs/registration.md). It is changed by
/// compare-and-set alone.
/// </summary>
public sealed record Membership
{
    public required MembershipKey Key { get; init; }

    /// <summary>The launch time of the boot this speaks of. A later boot starts afresh; an earlier one is ignored.</summary>
    public required Instant Boot { get; init; }

    /// <summary>Counts the changes of what is wanted. The promise is: registered once per epoch.</summary>
    public required long Epoch { get; init; }

    public required Wanted Wanted { get; init; }

    /// <summary>Why it is wanted so; within one boot it decides who may change that.</summary>
    public required Cause Because { get; init; }

    public required MembershipState State { get; init; }

    /// <summary>Token of the invocation that is registering or deregistering just now; null in the two settled states.</summary>
    public string? Owner { get; init; }

    /// <summary>Until when Owner has it to itself, on the real clock; past it anybody takes over.</summary>
    public Instant? LeaseUntil { get; init; }

    /// <summary>When this was written, on the real clock.</summary>
    public required Instant At { get; init; }

    /// <summary>Counts the writes of the item; 0 before the first. Compare-and-set compares it, and nothing else.</summary>
    public long Revision { get; init; }
}
