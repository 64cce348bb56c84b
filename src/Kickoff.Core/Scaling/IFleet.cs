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

    /// <summary>
    /// Try the next candidate: InsufficientInstanceCapacity, Unsupported, InsufficientFreeAddressesInSubnet, VcpuLimitExceeded,
    /// InstanceLimitExceeded.
    /// </summary>
    public sealed record NoCapacity(string Code) : LaunchAnswer;

    /// <summary>
    /// The token was used with other parameters (IdempotentParameterMismatch) or its instances are gone (IdempotentInstanceTerminated).
    /// </summary>
    public sealed record TokenSpent(string Code) : LaunchAnswer;

    /// <summary>Anything else EC2 says no with, whatever its code: of this candidate, until another one says so too.</summary>
    public sealed record Refused(string Code, string Message) : LaunchAnswer
    {
        /// <summary>By its code it is about the request as such: an image, a key pair, a right. Of one candidate all the same.</summary>
        public bool IsAboutRequest { get; init; }
    }
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
    public sealed record Refused(string Code, string Message) : EndAnswer
    {
        /// <summary>By its code it may be about one instance of the call: bisect.</summary>
        public bool IsAboutOne { get; init; }
    }
}

/// <summary>What EC2 said when it was asked for the newest image.</summary>
public abstract record ImageAnswer
{
    private ImageAnswer()
    {
    }

    public sealed record Found(string ImageId) : ImageAnswer;

    /// <summary>No available image has this owner and name.</summary>
    public sealed record NoneSuch : ImageAnswer;

    /// <summary>EC2 does not tell us, whatever the code.</summary>
    public sealed record Refused(string Code, string Message) : ImageAnswer;
}

/// <summary>Launching and ending. Every method throws UnavailableException when EC2 could not answer: the call may have happened.</summary>
public interface IFleet
{
    Task<LaunchAnswer> LaunchAsync(LaunchIntent intent, CancellationToken cancel);

    Task<EndAnswer> EndAsync(IReadOnlyCollection<InstanceId> instances, CancellationToken cancel);

    /// <summary>The newest available image of this owner whose name matches.</summary>
    Task<ImageAnswer> NewestImageAsync(ImageSource.Newest image, CancellationToken cancel);
}
