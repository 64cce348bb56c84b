using System.Globalization;
using System.Text.Json.Nodes;
using Kickoff.Local.Emulator;
using Kickoff.Local.Emulator.Calls;

namespace Kickoff.Local.Events;

/// <summary>EventBridge's "EC2 Instance State-change Notification".</summary>
public static class InstanceStateEvent
{
    public const string DetailType = "EC2 Instance State-change Notification";

    public static string Write(InstanceStateChange change) => new JsonObject
    {
        ["version"] = "0",
        ["id"] = Guid.NewGuid().ToString(),
        ["detail-type"] = DetailType,
        ["source"] = "aws.ec2",
        ["account"] = Moto.AccountId,
        ["time"] = change.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["region"] = change.Region,
        ["resources"] = new JsonArray($"arn:aws:ec2:{change.Region}:{Moto.AccountId}:instance/{change.InstanceId}"),
        ["detail"] = new JsonObject { ["instance-id"] = change.InstanceId, ["state"] = change.State },
    }.ToJsonString();
}
