using NodaTime;

namespace Kickoff.Cloud.Ec2;

/// <summary>How one boot goes.</summary>
/// <param name="Pending">From the launch to <c>running</c>.</param>
/// <param name="Ready">From the launch to the first good answer to a health check; null: it never comes up.</param>
/// <param name="Dies">From the launch to its death, if it dies at once.</param>
/// <param name="Hidden">So long after the launch DescribeInstances does not show it.</param>
public readonly record struct Boot(Duration Pending, Duration? Ready, Duration? Dies, Duration Hidden)
{
    /// <summary>What EC2 says it died of (AWSEC2/latest/APIReference/API_StateReason.html).</summary>
    public string DiesOf { get; init; } = "Server.InternalError: Internal error on launch";
}

/// <summary>Decides how boots go.</summary>
public interface IBoots
{
    Boot Next();

    /// <summary>How long a stop or an end takes.</summary>
    Duration Down();
}
