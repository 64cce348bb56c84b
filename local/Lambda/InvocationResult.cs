using System.Text.Json.Nodes;

namespace Kickoff.Local.Lambda;

/// <summary>What Lambda says of an invocation that did not succeed.</summary>
public sealed record InvocationError(string Type, string Message)
{
    /// <summary>The whole of what the function reported.</summary>
    public string Raw { get; init; } = "";

    internal static InvocationError Parse(string json)
    {
        try
        {
            var error = JsonNode.Parse(json) as JsonObject;
            return new InvocationError((string?)error?["errorType"] ?? "Unhandled", (string?)error?["errorMessage"] ?? json) { Raw = json };
        }
        catch (Exception wrong) when (wrong is System.Text.Json.JsonException or InvalidOperationException)
        {
            return new InvocationError("Unhandled", json) { Raw = json };
        }
    }
}

/// <summary>How one invocation ended.</summary>
public sealed record InvocationResult
{
    public required string RequestId { get; init; }

    /// <summary>The function's answer; null when it failed.</summary>
    public string? Payload { get; init; }

    /// <summary>Null when it succeeded.</summary>
    public InvocationError? Error { get; init; }

    /// <summary>From the event's being handed over to the answer.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>From the start of the process until it asked for its first event; null in a warm sandbox.</summary>
    public TimeSpan? InitDuration { get; init; }

    /// <summary>What the function wrote meanwhile.</summary>
    public required LambdaLog Log { get; init; }

    public bool Succeeded => Error is null;

    /// <summary>The answer as JSON; throws with the error when there is none.</summary>
    public JsonNode Json => JsonNode.Parse(Payload ?? throw new InvalidOperationException($"The invocation failed: {Error}\n{Log}"))!;
}
