using System.Collections.Immutable;
using Amazon.EC2.Model;
using Kickoff.Core.Servers;
using NodaTime;
using InstanceState = Kickoff.Core.Servers.InstanceState;

namespace Kickoff.Aws.Ec2;

/// <summary>EC2's words and ours.</summary>
internal static class Ec2Shapes
{
    public static Server Server(Instance instance) => new()
    {
        Id = InstanceId.Parse(instance.InstanceId),
        State = State(instance.State?.Name?.Value),
        LaunchTime = instance.LaunchTime is { } launched ? Instant.FromDateTimeUtc(launched.ToUniversalTime()) : Instant.MinValue,
        SecurityGroups = [
            .. (instance.SecurityGroups ?? []).Select(group => group.GroupName).Where(name => name is not null).Order(
                StringComparer.Ordinal)],
        Tags = Tags(instance.Tags ?? []),
        PrivateDnsName = NullIfEmpty(instance.PrivateDnsName),
        PrivateIp = NullIfEmpty(instance.PrivateIpAddress),
        AvailabilityZone = NullIfEmpty(instance.Placement?.AvailabilityZone),
        SubnetId = NullIfEmpty(instance.SubnetId),
        InstanceType = NullIfEmpty(instance.InstanceType?.Value),
        ImageId = NullIfEmpty(instance.ImageId),
        ClientToken = NullIfEmpty(instance.ClientToken),
        Lifecycle = NullIfEmpty(instance.InstanceLifecycle?.Value),
        StateReason = instance.StateReason is { } reason ? Reason(NullIfEmpty(reason.Code), NullIfEmpty(reason.Message)) : null,
    };

    public static string Name(InstanceState state) => state switch
    {
        InstanceState.Pending => "pending",
        InstanceState.Running => "running",
        InstanceState.Stopping => "stopping",
        InstanceState.Stopped => "stopped",
        InstanceState.ShuttingDown => "shutting-down",
        InstanceState.Terminated => "terminated",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "not a state of EC2"),
    };

    private static InstanceState State(string? name) => name switch
    {
        "pending" => InstanceState.Pending,
        "running" => InstanceState.Running,
        "stopping" => InstanceState.Stopping,
        "stopped" => InstanceState.Stopped,
        "shutting-down" => InstanceState.ShuttingDown,
        "terminated" => InstanceState.Terminated,
        _ => throw new InvalidDataException($"EC2 names an instance state that is not known: '{name}'."),
    };

    private static ImmutableSortedDictionary<string, string> Tags(List<Tag> tags)
    {
        var sorted = Core.Servers.Server.NoTags.ToBuilder();
        foreach (var tag in tags)
        {
            sorted[tag.Key] = tag.Value ?? "";
        }

        return sorted.ToImmutable();
    }

    /// <summary>EC2's messages begin with their code.</summary>
    private static string? Reason(string? code, string? message) =>
        code is null || message?.StartsWith(code, StringComparison.Ordinal) == true ? message
        : message is null ? code
        : $"{code}: {message}";

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
