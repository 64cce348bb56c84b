using System.Collections.Immutable;
using NodaTime;

namespace Kickoff.Core.Servers;

/// <summary>One EC2 instance as DescribeInstances shows it. A terminated one may have lost all but id, state and launch time.</summary>
public sealed record Server
{
    public required InstanceId Id { get; init; }

    public required InstanceState State { get; init; }

    /// <summary>When this boot began: EC2 gives a stopped and started instance a new launch time. It names the boot.</summary>
    public required Instant LaunchTime { get; init; }

    /// <summary>Names (not ids) of its security groups, in ordinal order.</summary>
    public ImmutableArray<string> SecurityGroups { get; init; } = [];

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = NoTags;

    public string? PrivateDnsName { get; init; }

    public string? PrivateIp { get; init; }

    public string? AvailabilityZone { get; init; }

    public string? SubnetId { get; init; }

    public string? InstanceType { get; init; }

    public string? ImageId { get; init; }

    /// <summary>Why EC2 changed its state last, code and message; null where it did not say. The inventory does not remember it.</summary>
    public string? StateReason { get; init; }

    /// <summary>
    /// What EC2 was asked with when it launched it, which no tag can say: EC2 remembers it itself. The inventory does not.
    /// </summary>
    public string? ClientToken { get; init; }

    /// <summary>spot, capacity-block and the like; null: on demand. The inventory does not remember it.</summary>
    public string? Lifecycle { get; init; }

    /// <summary>The states in which a server may be classified, enrolled or counted.</summary>
    public static ImmutableArray<InstanceState> LiveStates { get; } =
        [InstanceState.Pending, InstanceState.Running, InstanceState.Stopping];

    public bool IsLive => LiveStates.Contains(State);

    public static ImmutableSortedDictionary<string, string> NoTags { get; } = ImmutableSortedDictionary.Create<string, string>(
        StringComparer.Ordinal);

    public string? Tag(string key) => Tags.GetValueOrDefault(key);

    /// <summary>Its tags say that it is this pool's.</summary>
    public bool IsOf(string stack, string pool) => Tag(KickoffTags.Stack) == stack && Tag(KickoffTags.Pool) == pool;

    /// <summary>Another stack says that it is its own.</summary>
    public bool IsOfAnotherThan(string stack) => Tag(KickoffTags.Stack) is { } its && its != stack;
}
