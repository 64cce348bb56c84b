namespace Kickoff.Cloud.Ec2;

/// <summary>One image. Created: ISO 8601 in UTC, as DescribeImages writes it. State: available, pending, failed …</summary>
public sealed record MachineImage(string Id, string Owner, string Name, string Created, string State = "available")
{
    /// <summary>The state of one that was there.</summary>
    internal const string Deregistered = "deregistered";
}
