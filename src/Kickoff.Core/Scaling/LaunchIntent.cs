using System.Collections.Immutable;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Core.Scaling;

/// <summary>The whole of one RunInstances call: a replay sends exactly this again.</summary>
public sealed record LaunchRequest
{
    public required string ImageId { get; init; }

    public required string InstanceType { get; init; }

    public required string SubnetId { get; init; }

    public required ImmutableArray<string> SecurityGroups { get; init; }

    public string? KeyName { get; init; }

    public string? InstanceProfile { get; init; }

    /// <summary>Plain text; the adapter encodes it.</summary>
    public string? UserData { get; init; }

    /// <summary>All tags, Kickoff's own included.</summary>
    public required ImmutableSortedDictionary<string, string> Tags { get; init; }

    /// <summary>MaxCount; MinCount is always 1.</summary>
    public required int Count { get; init; }
}

public enum LaunchState
{
    /// <summary>Written before the call; what became of it is not known yet.</summary>
    Open,

    /// <summary>EC2 answered with these instances.</summary>
    Launched,

    /// <summary>Without servers, as 0.1 kept it; what brings none is forgotten since, but for its candidate's failures.</summary>
    NoCapacity,

    /// <summary>As NoCapacity.</summary>
    Refused,

    /// <summary>As NoCapacity.</summary>
    Abandoned,
}

/// <summary>One RunInstances attempt. Its id is the ClientToken (36 characters; EC2 allows 64 ASCII) and the tag kickoff:launch.</summary>
public sealed record LaunchIntent
{
    /// <summary>A version 7 UUID.</summary>
    public required Guid Id { get; init; }

    public required string Pool { get; init; }

    public required LaunchRequest Request { get; init; }

    /// <summary>The tick that wrote it.</summary>
    public required Instant At { get; init; }

    public LaunchState State { get; init; } = LaunchState.Open;

    public ImmutableArray<InstanceId> Instances { get; init; } = [];

    /// <summary>One of its servers has been in service: the launch was a good one.</summary>
    public bool Served { get; init; }

    /// <summary>Why servers of it ended without our doing, by their ids.</summary>
    public ImmutableSortedDictionary<string, string> Deaths { get; init; } = Server.NoTags;

    /// <summary>Of an open one: why it is looked up and not sent again.</summary>
    public string? Outcome { get; init; }
}
