using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Kickoff.Local.Emulator.Calls;

namespace Kickoff.Local.Emulator;

/// <summary>The emulator refused a call of <see cref="EmulatorClient"/>.</summary>
public sealed class EmulatorRefusedException(string action, string code, string answer) : Exception($"{action}: {code}: {answer}")
{
    public string Code { get; } = code;
}

/// <summary>
/// A bare client for setting the stage: it builds what the product must find (networks, load balancers, tables) and looks at what
/// became of it, without the product's own clients. Elements have no namespace in its answers.
/// </summary>
public sealed class EmulatorClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly string _region;
    private readonly string _caller;

    public EmulatorClient(Uri endpoint, string region, string caller = "stage")
    {
        _http = new HttpClient { BaseAddress = endpoint, Timeout = TimeSpan.FromMinutes(1) };
        (_region, _caller) = (region, caller);
    }

    public Task<XElement> Ec2Async(string action, params (string Name, string Value)[] parameters) =>
        QueryAsync("ec2", "2016-11-15", action, parameters);

    public Task<XElement> ElbAsync(string action, params (string Name, string Value)[] parameters) =>
        QueryAsync("elasticloadbalancing", "2012-06-01", action, parameters);

    public Task<XElement> ElbV2Async(string action, params (string Name, string Value)[] parameters) =>
        QueryAsync("elasticloadbalancing", "2015-12-01", action, parameters);

    public Task<XElement> IamAsync(string action, params (string Name, string Value)[] parameters) =>
        QueryAsync("iam", "2010-05-08", action, parameters);

    public Task<XElement> SqsAsync(string action, params (string Name, string Value)[] parameters) =>
        QueryAsync("sqs", "2012-11-05", action, parameters);

    public Task<JsonNode> DynamoDbAsync(string action, JsonNode body) => JsonAsync("dynamodb", $"DynamoDB_20120810.{action}", body);

    /// <summary>A call of a service that speaks JSON: its target is the service's version and the action.</summary>
    public async Task<JsonNode> JsonAsync(string service, string target, JsonNode body)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/x-amz-json-1.0");
        using var request = Request(service, content);
        request.Headers.Add("X-Amz-Target", target);
        return JsonNode.Parse(await SendAsync(target.Split('.')[^1], request))!;
    }

    /// <summary>The members of a classic load balancer, in the order moto lists them, duplicates and all.</summary>
    public async Task<IReadOnlyList<string>> MembersAsync(string loadBalancer)
    {
        var answer = await ElbAsync("DescribeLoadBalancers", ("LoadBalancerNames.member.1", loadBalancer));
        return [.. answer.Descendants("Instances").Elements().Elements("InstanceId").Select(id => id.Value)];
    }

    /// <summary>The targets of a target group that are not draining.</summary>
    public async Task<IReadOnlyList<string>> TargetsAsync(string targetGroupArn)
    {
        var answer = await ElbV2Async("DescribeTargetHealth", ("TargetGroupArn", targetGroupArn));
        return [.. answer.Descendants("TargetHealthDescriptions").Elements()
            .Where(target => target.Descendants("State").Single().Value != "draining")
            .Select(target => target.Descendants("Id").Single().Value)];
    }

    public void Dispose() => _http.Dispose();

    private async Task<XElement> QueryAsync(string service, string version, string action, (string Name, string Value)[] parameters)
    {
        using var content = new FormUrlEncodedContent(
            parameters.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value)).Prepend(new("Version", version)).Prepend(
                new("Action", action)));
        using var request = Request(service, content);
        var answer = XElement.Parse(await SendAsync(action, request));
        foreach (var element in answer.DescendantsAndSelf())
        {
            element.Name = element.Name.LocalName;
        }

        return answer;
    }

    private HttpRequestMessage Request(string service, HttpContent content)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("AWS4-HMAC-SHA256",
            $"Credential={_caller}/20120628/{_region}/{service}/aws4_request, SignedHeaders=host, Signature=0");
        return request;
    }

    private async Task<string> SendAsync(string action, HttpRequestMessage request)
    {
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        var reply = new EmulatorReply((int)answer.StatusCode, "", Encoding.UTF8.GetBytes(text));
        return reply.ErrorCode is { } code ? throw new EmulatorRefusedException(action, code, text) : text;
    }
}
