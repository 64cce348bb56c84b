using System.Text.Json.Nodes;
using Kickoff.Local.Emulator;

namespace Kickoff.Local.Stage;

/// <summary>The template's tables, as its resources describe them.</summary>
public static class Tables
{
    public static async Task CreateAsync(EmulatorClient aws, StackTemplate template, params IReadOnlyList<string> resources)
    {
        foreach (var resource in resources)
        {
            var (create, timeToLive) = template.Table(resource);
            await aws.DynamoDbAsync("CreateTable", create);
            if (timeToLive is not null)
            {
                await aws.DynamoDbAsync("UpdateTimeToLive", new JsonObject
                {
                    ["TableName"] = template.NameOf(resource),
                    ["TimeToLiveSpecification"] = new JsonObject { ["AttributeName"] = timeToLive, ["Enabled"] = true },
                });
            }
        }
    }
}
