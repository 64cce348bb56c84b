using System.Collections.Immutable;
using Kickoff.Core.Servers;

namespace Kickoff.Core.Scaling;

/// <summary>What EC2 said to a RunInstances.</summary>
public abstract record LaunchAnswer
{
    private LaunchAnswer()
    {
    }

    /// <summary>At least one, at most Count.</summary>
    public sealed record Launched(ImmutableArray<InstanceId> Instances) : LaunchAnswer;

    /// <summary>Try the next candidate: InsufficientInstanceCapacity, Unsupported, InsufficientFreeAddressesInSubnet, VcpuLimitExceeded, InstanceLimitExceeded.</summary>
    public sealed record NoCapacity(string Code) : LaunchAnswer;

    /// <summary>The token was used with other parameters (IdempotentParameterMismatch) or its instances are gone (IdempotentInstanceTerminated).</summary>
    public sealed record TokenSpent(string Code) : LaunchAnswer;

    /// <summary>The request is wrong; no candidate of the same specification will do better.</summary>
    public sealed record Refused(string Code, string Message) : LaunchAnswer;
}

public abstract record EndAnswer
{
    private EndAnswer()
    {
    }

    public sealed record Ended : EndAnswer;

    /// <summary>One bad id fails the whole call (EC2 ends none): bisect.</summary>
    public sealed record InvalidInstance(string Message) : EndAnswer;

    /// <summary>EC2 does not let us: termination protection, a policy.</summary>
    public sealed record Refused(string Code, string Message) : EndAnswer;
}

/// <summary>Launching and ending. Every method throws UnavailableException when EC2 could not answer: the call may have happened.</summary>
public interface IFleet
{
    Task<LaunchAnswer> LaunchAsync(LaunchIntent intent, CancellationToken cancel);

    Task<EndAnswer> EndAsync(IReadOnlyCollection<InstanceId> instances, CancellationToken cancel);

    /// <summary>The id of the newest available image of this owner whose name matches; null when there is none.</summary>
    Task<string?> NewestImageAsync(ImageSource.Newest image, CancellationToken cancel);
}
