using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Kickoff.Local.Api;

/// <summary>
/// An HTTP API's event and answer, payload format 2.0
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html).
/// </summary>
internal static class ProxyEvent
{
    private const string ApiId = "local";

    public static string Write(
        SignedRequest request, ApiRoute route, IReadOnlyDictionary<string, string> parameters, ApiCredential caller, string accountId,
        string host, DateTimeOffset at)
    {
        var parts = request.Target.Split('?', 2);
        var query = parts.Length > 1 ? parts[1] : "";
        var path = Uri.UnescapeDataString(parts[0]);
        var written = new JsonObject
        {
            ["version"] = "2.0",
            ["routeKey"] = route.Key,
            ["rawPath"] = path,
            ["rawQueryString"] = query,
            ["headers"] = Object(request.Headers),
            ["requestContext"] = new JsonObject
            {
                ["accountId"] = accountId,
                ["apiId"] = ApiId,
                ["authorizer"] = new JsonObject
                {
                    ["iam"] = new JsonObject
                    {
                        ["accessKey"] = caller.AccessKey,
                        ["accountId"] = accountId,
                        ["callerId"] = $"AROA{ApiId}:{caller.UserArn.Split('/')[^1]}",
                        ["cognitoIdentity"] = null,
                        ["principalOrgId"] = null,
                        ["userArn"] = caller.UserArn,
                        ["userId"] = $"AROA{ApiId}:{caller.UserArn.Split('/')[^1]}",
                    },
                },
                ["domainName"] = host,
                ["domainPrefix"] = ApiId,
                ["http"] = new JsonObject
                {
                    ["method"] = request.Method,
                    ["path"] = path,
                    ["protocol"] = "HTTP/1.1",
                    ["sourceIp"] = "127.0.0.1",
                    ["userAgent"] = request.Headers.GetValueOrDefault("user-agent", ""),
                },
                ["requestId"] = Guid.NewGuid().ToString("N"),
                ["routeKey"] = route.Key,
                ["stage"] = "$default",
                ["time"] = at.ToString("dd/MMM/yyyy:HH:mm:ss zz'00'", CultureInfo.InvariantCulture),
                ["timeEpoch"] = at.ToUnixTimeMilliseconds(),
            },
        };
        if (query.Length > 0)
        {
            written["queryStringParameters"] = Object(query.Split('&', StringSplitOptions.RemoveEmptyEntries)
                .Select(pair => pair.Split('=', 2))
                .GroupBy(pair => Uri.UnescapeDataString(pair[0]), pair => pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : "")
                .ToDictionary(group => group.Key, group => string.Join(',', group)));
        }

        if (parameters.Count > 0)
        {
            written["pathParameters"] = Object(parameters);
        }

        var text = IsText(request.Headers.GetValueOrDefault("content-type"));
        if (request.Body.Length > 0)
        {
            written["body"] = text ? Encoding.UTF8.GetString(request.Body.Span) : Convert.ToBase64String(request.Body.Span);
        }

        written["isBase64Encoded"] = request.Body.Length > 0 && !text;
        return written.ToJsonString();
    }

    /// <summary>The function's answer; what has no statusCode is a 200 with that as its body. Null when it is no answer at all.</summary>
    public static (int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)? ReadAnswer(string payload)
    {
        try
        {
            if (JsonNode.Parse(payload) is not JsonObject answer || answer["statusCode"] is not { } status)
            {
                return (200, new Dictionary<string, string> { ["content-type"] = "application/json" }, Encoding.UTF8.GetBytes(payload));
            }

            var headers = (answer["headers"] as JsonObject)?.ToDictionary(
                header => header.Key, header => (string?)header.Value ?? "", StringComparer.OrdinalIgnoreCase);
            var body = (string?)answer["body"] ?? "";
            var content = (bool?)answer["isBase64Encoded"] == true ? Convert.FromBase64String(body) : Encoding.UTF8.GetBytes(body);
            return ((int)status, headers ?? [], content);
        }
        catch (Exception malformed) when (malformed is System.Text.Json.JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static bool IsText(string? contentType) => contentType?.Split(';')[0].Trim() is { } type
        && (
            type.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
                || type is "application/json" or "application/xml" or "application/javascript");

    private static JsonObject Object(IEnumerable<KeyValuePair<string, string>> pairs) =>
        new(pairs.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
}
