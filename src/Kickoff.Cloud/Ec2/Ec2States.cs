using Amazon.EC2;
using Kickoff.Core.Servers;

namespace Kickoff.Cloud.Ec2;

/// <summary>
/// An instance's states by name and code (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceState.html).
/// </summary>
internal static class Ec2States
{
    public static string Name(InstanceState state) => Of(state).Name;

    public static Amazon.EC2.Model.InstanceState Shown(InstanceState state) =>
        new() { Code = Of(state).Code, Name = InstanceStateName.FindValue(Of(state).Name) };

    private static (string Name, int Code) Of(InstanceState state) => state switch
    {
        InstanceState.Pending => ("pending", 0),
        InstanceState.Running => ("running", 16),
        InstanceState.ShuttingDown => ("shutting-down", 32),
        InstanceState.Terminated => ("terminated", 48),
        InstanceState.Stopping => ("stopping", 64),
        InstanceState.Stopped => ("stopped", 80),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "not a state of EC2"),
    };
}
