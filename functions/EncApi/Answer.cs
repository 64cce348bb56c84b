using Amazon.Lambda.APIGatewayEvents;

namespace Kickoff.EncApi;

/// <summary>Every answer of ours carries x-kickoff; those of API Gateway itself do not, and puppet/enc tells them apart by it.</summary>
internal static class Answer
{
    public static APIGatewayHttpApiV2ProxyResponse Yaml(string body) => Of(200, "text/yaml; charset=utf-8", body);

    public static APIGatewayHttpApiV2ProxyResponse Text(int status, string line) => Of(status, "text/plain; charset=utf-8", line + "\n");

    private static APIGatewayHttpApiV2ProxyResponse Of(int status, string type, string body) => new()
    {
        StatusCode = status,
        Headers = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["content-type"] = type,
            ["x-kickoff"] = "1",
            ["cache-control"] = "no-store",
        },
        Body = body,
    };
}
