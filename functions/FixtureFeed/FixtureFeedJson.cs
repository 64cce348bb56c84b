using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.Lambda.CloudWatchEvents;

namespace Kickoff.FixtureFeed;

/// <summary>The JSON this function reads, generated at compile time. A scheduled event's detail is an empty object.</summary>
[JsonSerializable(typeof(CloudWatchEvent<JsonElement>))]
internal sealed partial class FixtureFeedJson : JsonSerializerContext;
