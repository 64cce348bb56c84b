using System.Globalization;
using System.Text;

namespace Kickoff.EndToEnd.Tests;

/// <summary>
/// Answers with the headers an HTTP API of API Gateway sends in front of a Lambda function's own: Date, Content-Type, Content-Length,
/// Connection and Apigw-Requestid (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html).
/// </summary>
internal static class ApiGateway
{
    /// <summary>What may come before an answer, and how its headers may be written: none of it may change what the answer says.</summary>
    public static readonly string[] Ways =
        ["plain", "upper case", "lower case", "after 100 Continue", "after 103 Early Hints", "by a proxy", "words in headers"];

    public static string Answer(int status, string body, string way = "plain")
    {
        (string Name, string Value)[] headers =
        [
            ("Date", "Sat, 28 Nov 2026 22:28:28 GMT"), ("Content-Type", "text/yaml; charset=utf-8"),
            ("Content-Length", Encoding.UTF8.GetByteCount(body).ToString(CultureInfo.InvariantCulture)), ("Connection", "close"),
            ("Apigw-Requestid", "eXaMp1eDoEEHkQ="), ("cache-control", "no-store"), ("x-kickoff", "1"),
            .. way switch
            {
                "by a proxy" => [("Via", "HTTP/1.1 199 x-kickoff"), ("Age", "0")],
                "words in headers" => new[] { ("X-Note", "HTTP/1.1 100 Continue"), ("Set-Cookie", "a=404; HTTP/2 503") },
                _ => [],
            },
        ];
        var before = way switch
        {
            "after 100 Continue" => "HTTP/1.1 100 Continue\r\n\r\n",
            "after 103 Early Hints" => "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n",
            _ => "",
        };
        var lines = headers.Select(header => way switch
        {
            "upper case" => header.Name.ToUpperInvariant(),
            "lower case" => header.Name.ToLowerInvariant(),
            _ => header.Name,
        } + ": " + header.Value);
        return $"{before}HTTP/1.1 {status} {(status == 200 ? "OK" : "X")}\r\n{string.Join("\r\n", lines)}\r\n\r\n{body}";
    }
}
