using Kickoff.Core.Servers;

namespace Kickoff.Cloud.LoadBalancing;

/// <summary>What is true of a server that a load balancer or target group lists: what is said of its health follows from it.</summary>
public readonly record struct ListedMember
{
    /// <summary>Null: EC2 does not know it.</summary>
    public required InstanceState? State { get; init; }

    /// <summary>It leaves, and its connections are being finished.</summary>
    public required bool IsDraining { get; init; }

    /// <summary>Its zone is enabled.</summary>
    public required bool IsRouted { get; init; }

    /// <summary>It passes its health checks, and has long enough.</summary>
    public required bool Serves { get; init; }

    /// <summary>It has not been looked at often enough yet.</summary>
    public required bool IsYoung { get; init; }
}
