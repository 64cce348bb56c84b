using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Kickoff.Local.Api;

namespace Kickoff.Wire.Tests.Local;

public sealed class ApiFrontTests : IAsyncLifetime
{
    private static readonly ApiCredential Puppet = new(
        "AKIAPUPPET", "puppetsecret", "arn:aws:sts::123456789012:assumed-role/puppet-server/i-0a")
    {
        SessionToken = "a/token+with=odd/characters",
    };

    private readonly ShellFunction _shell = new(
        """{"statusCode":200,"headers":{"x-kickoff":"1","content-type":"text/plain"},"body":"well"}""");
    private ApiFront? _front;

    private ApiFront Front => _front!;

    [Theory]
    [InlineData("GET", "/nodes/ip-10-0-0-1.eu-west-1.compute.internal", "GET /nodes/{certname}")]
    [InlineData("GET", "/nodes/i-0123456789abcdef0/explanation", "GET /nodes/{certname}/explanation")]
    [InlineData("GET", "/terminated?since=1340000000-i~0_a.b", "GET /terminated")]
    [InlineData("POST", "/enrolments", "POST /enrolments")]
    public async Task A_request_signed_by_curl_reaches_the_function_by_its_route(string method, string target, string route)
    {
        string[] body = method == "POST" ? ["--data-binary", "{\"certname\":\"i-0\"}", "-H", "content-type: application/json"] : [];
        var (status, answer) = await CurlAsync(target, body);

        Assert.Equal(("200", "well"), (status, answer));
        var seen = JsonNode.Parse(Assert.Single(_shell.Events))!;
        Assert.Equal("2.0", (string?)seen["version"]);
        Assert.Equal(route, (string?)seen["routeKey"]);
        Assert.Equal(target.Split('?')[0], (string?)seen["rawPath"]);
        Assert.Equal(method, (string?)seen["requestContext"]!["http"]!["method"]);
        Assert.Equal(Puppet.UserArn, (string?)seen["requestContext"]!["authorizer"]!["iam"]!["userArn"]);
        Assert.Equal("$default", (string?)seen["requestContext"]!["stage"]);
    }

    [Fact]
    public async Task The_events_parts_are_where_API_Gateway_puts_them()
    {
        await CurlAsync("/terminated?since=a&until=b");
        await CurlAsync("/nodes/i-0123456789abcdef0");
        await CurlAsync("/enrolments", "--data-binary", "{}", "-H", "content-type: application/json");
        await CurlAsync("/enrolments", "--data-binary", "bytes", "-H", "content-type: application/octet-stream");

        var events = _shell.Events.Select(text => JsonNode.Parse(text)!).ToArray();
        Assert.Equal(
            ("a", "b"), ((string?)events[0]["queryStringParameters"]!["since"], (string?)events[0]["queryStringParameters"]!["until"]));
        Assert.Equal("i-0123456789abcdef0", (string?)events[1]["pathParameters"]!["certname"]);
        Assert.Equal(("{}", false), ((string?)events[2]["body"], (bool)events[2]["isBase64Encoded"]!));
        Assert.Equal((Convert.ToBase64String("bytes"u8), true), ((string?)events[3]["body"], (bool)events[3]["isBase64Encoded"]!));
    }

    [Fact]
    public async Task An_unsigned_request_is_forbidden_and_the_function_hears_nothing()
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(Front.Endpoint, "/nodes/i-0"));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("""{"message":"Forbidden"}""", await answer.Content.ReadAsStringAsync());
        Assert.False(answer.Headers.Contains("x-kickoff"));
        Assert.Empty(_shell.Events);
    }

    [Theory]
    [InlineData("the wrong secret")]
    [InlineData("an unknown key")]
    [InlineData("another region")]
    [InlineData("another service")]
    [InlineData("an old date")]
    [InlineData("no token")]
    [InlineData("another token")]
    [InlineData("an unsigned token")]
    [InlineData("another body")]
    [InlineData("another path")]
    [InlineData("another header")]
    public async Task A_wrong_signature_is_forbidden(string wrong)
    {
        Assert.Equal(HttpStatusCode.OK, await SendAsync(""));
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(wrong));
        Assert.Single(_shell.Events);
    }

    [Fact]
    public async Task What_is_no_route_is_not_found()
    {
        Assert.Equal("404", (await CurlAsync("/nodes")).Status);
        Assert.Equal("404", (await CurlAsync("/nodes/a/b/c")).Status);
        Assert.Equal("404", (await CurlAsync("/nodes/a", "-X", "PUT")).Status);
        Assert.Empty(_shell.Events);
    }

    [Fact]
    public async Task A_failing_function_is_an_internal_error_without_our_header()
    {
        _shell.FailOnce();

        Assert.Equal(("500", """{"message":"Internal Server Error"}"""), await CurlAsync("/nodes/i-0"));
    }

    [Fact]
    public async Task In_an_outage_API_Gateway_answers_by_itself()
    {
        foreach (var outage in new[] { ApiOutage.Throttled, ApiOutage.Unavailable, ApiOutage.Rubbish })
        {
            Front.Outage = outage;
            Assert.Equal((outage.Status.ToString(CultureInfo.InvariantCulture), outage.Body), await CurlAsync("/nodes/i-0"));
        }

        Assert.Empty(_shell.Events);
    }

    public async Task InitializeAsync() => _front = await ApiFront.StartAsync(new ApiFrontOptions
    {
        Function = _shell.Function,
        Routes = [
            new("GET", "/nodes/{certname}"), new("GET", "/nodes/{certname}/explanation"), new("POST", "/enrolments"),
            new("GET", "/terminated")],
        Credentials = [Puppet],
    });

    public async Task DisposeAsync()
    {
        await Front.DisposeAsync();
        await _shell.DisposeAsync();
    }

    private Task<(string Status, string Body)> CurlAsync(string target, params string[] more) =>
        SignedCurl.AskAsync(Puppet, new Uri(Front.Endpoint, target), more);

    /// <summary>Signs a request rightly but for one thing.</summary>
    private async Task<HttpStatusCode> SendAsync(string wrong)
    {
        var at = TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(wrong == "an old date" ? 6 : 0);
        var timestamp = at.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var headers = new Dictionary<string, string> { ["host"] = Front.Endpoint.Authority, ["x-amz-date"] = timestamp };
        string[] signed = wrong is "an unsigned token" or "no token"
            ? ["host", "x-amz-date"]
            : ["host", "x-amz-date", "x-amz-security-token"];
        if (wrong != "no token")
        {
            headers["x-amz-security-token"] = wrong == "another token" ? "stolen" : Puppet.SessionToken!;
        }

        if (wrong == "another header")
        {
            signed = ["accept", .. signed];
            headers["accept"] = "text/plain";
        }

        var scope = new CredentialScope(
            timestamp[..8], wrong == "another region" ? "eu-west-2" : "eu-west-1", wrong == "another service" ? "ec2" : "execute-api");
        var request = new SignedRequest { Method = "POST", Target = "/enrolments", Headers = headers, Body = "{}"u8.ToArray() };
        var signature = SignatureV4.Compute(request, signed, scope, timestamp, wrong == "the wrong secret" ? "guess" : Puppet.SecretKey);

        using var http = new HttpClient();
        using var sent = new HttpRequestMessage(
            HttpMethod.Post, new Uri(Front.Endpoint, wrong == "another path" ? "/nodes/i-0" : "/enrolments"))
        {
            Content = new StringContent(wrong == "another body" ? "{ }" : "{}", Encoding.UTF8, "application/json"),
        };
        sent.Method = wrong == "another path" ? HttpMethod.Get : HttpMethod.Post;
        headers["accept"] = wrong == "another header" ? "text/html" : "*/*";
        foreach (var (name, value) in headers.Where(header => header.Key != "host"))
        {
            sent.Headers.TryAddWithoutValidation(name, value);
        }

        sent.Headers.TryAddWithoutValidation("Authorization",
            $"AWS4-HMAC-SHA256 Credential={(wrong == "an unknown key" ? "AKIANOBODY" : Puppet.AccessKey)}/{scope}, "
                + $"SignedHeaders={string.Join(';', signed)}, Signature={signature}");
        using var answer = await http.SendAsync(sent);
        return answer.StatusCode;
    }
}
