using System.Collections.Immutable;
using NodaTime;

namespace Kickoff.Core.Scaling;

/// <summary>One pool of fleet.yml: what to launch and when.</summary>
public sealed record Pool
{
    public required string Name { get; init; }

    public required LaunchSpecification Launch { get; init; }

    public required CapacityPolicy Capacity { get; init; }

    /// <summary>How long a server keeps finishing its connections between deregistration and its end.</summary>
    public required Duration Drain { get; init; }

    /// <summary>A server with this tag key, whatever its value, is never ended.</summary>
    public required string ProtectTag { get; init; }
}

/// <summary>Which image a launch takes.</summary>
public abstract record ImageSource
{
    private ImageSource()
    {
    }

    public sealed record Fixed(string ImageId) : ImageSource;

    /// <summary>The newest available image of this owner whose name matches the pattern (DescribeImages).</summary>
    public sealed record Newest(string Owner, string NamePattern) : ImageSource;
}

public sealed record LaunchSpecification
{
    public required ImageSource Image { get; init; }

    /// <summary>Tried in order.</summary>
    public required ImmutableArray<string> InstanceTypes { get; init; }

    /// <summary>Balanced.</summary>
    public required ImmutableArray<string> Subnets { get; init; }

    public required ImmutableArray<string> SecurityGroups { get; init; }

    public string? KeyName { get; init; }

    public string? InstanceProfile { get; init; }

    /// <summary>The script's text, placeholders filled, not yet base64; null for none.</summary>
    public string? UserData { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = Servers.Server.NoTags;
}
