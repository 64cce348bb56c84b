using System.Globalization;
using System.Text.Json.Nodes;

namespace Kickoff.Local.Events;

/// <summary>EventBridge's "Scheduled Event": a tick.</summary>
public static class ScheduledEvent
{
    public static string Write(DateTimeOffset at, string region) => new JsonObject
    {
        ["version"] = "0",
        ["id"] = Guid.NewGuid().ToString(),
        ["detail-type"] = "Scheduled Event",
        ["source"] = "aws.events",
        ["account"] = Emulator.Moto.AccountId,
        ["time"] = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["region"] = region,
        ["resources"] = new JsonArray($"arn:aws:events:{region}:{Emulator.Moto.AccountId}:rule/every-minute"),
        ["detail"] = new JsonObject(),
    }.ToJsonString();
}
