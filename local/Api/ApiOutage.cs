namespace Kickoff.Local.Api;

/// <summary>What API Gateway answers by itself when it cannot or will not ask the function.</summary>
public sealed record ApiOutage(int Status, string Body, string ContentType = "application/json")
{
    public static ApiOutage Throttled { get; } = new(429, """{"message":"Too Many Requests"}""");

    public static ApiOutage InternalError { get; } = new(500, """{"message":"Internal Server Error"}""");

    public static ApiOutage Unavailable { get; } = new(503, """{"message":"Service Unavailable"}""");

    /// <summary>Something between client and API answers in its place, with a 200.</summary>
    public static ApiOutage Rubbish { get; } = new(200, "<html><body>Welcome to the hotel's wireless network</body></html>", "text/html");

    /// <summary>The connection stays open and nothing comes.</summary>
    public static ApiOutage Silence { get; } = new(0, "");
}
