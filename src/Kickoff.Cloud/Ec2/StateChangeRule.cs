using Kickoff.Core.Servers;

namespace Kickoff.Cloud.Ec2;

/// <summary>
/// The "EC2 Instance State-change Notification"s that template.yaml's rule lets through. EC2 sends one for every state
/// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-state-changes.html).
/// </summary>
public static class StateChangeRule
{
    public static IReadOnlySet<string> States { get; } = new HashSet<string>(
        new[] { InstanceState.Running, InstanceState.Stopping, InstanceState.Stopped, InstanceState.ShuttingDown, InstanceState.Terminated }
            .Select(Ec2States.Name),
        StringComparer.Ordinal);

    internal static bool Passes(InstanceState state) => States.Contains(Ec2States.Name(state));
}
