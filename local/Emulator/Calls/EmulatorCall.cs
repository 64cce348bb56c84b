using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Kickoff.Local.Emulator.Calls;

/// <summary>One call to AWS as it came over the wire, and how it ended.</summary>
public sealed class EmulatorCall
{
    private readonly Lazy<JsonObject?> _json;
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal EmulatorCall(int number, DateTimeOffset at, HttpRequest request, byte[] body)
    {
        Number = number;
        At = at;
        Content = body;
        Body = System.Text.Encoding.UTF8.GetString(body);
        Method = request.Method;
        PathAndQuery = request.Path + request.QueryString;
        Headers = request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        Target = Headers.GetValueOrDefault("X-Amz-Target");
        Parameters = Target is null ? ReadParameters(request, Body) : new Dictionary<string, string>(StringComparer.Ordinal);
        (Caller, Region, var signedFor) = ReadCredential(Headers.GetValueOrDefault("Authorization"));
        (Service, Action) = Target is null
            ? (NameOf(signedFor, Parameters.GetValueOrDefault("Version")), Parameters.GetValueOrDefault("Action", ""))
            : (signedFor, Target[(Target.LastIndexOf('.') + 1)..]);
        _json = new Lazy<JsonObject?>(() => Target is null ? null : JsonNode.Parse(Body) as JsonObject);
    }

    /// <summary>1 for the first call the proxy ever saw.</summary>
    public int Number { get; }

    /// <summary>On the proxy's clock.</summary>
    public DateTimeOffset At { get; }

    /// <summary>ec2, elb (classic), elbv2 (target groups), dynamodb; else the name it was signed for.</summary>
    public string Service { get; }

    /// <summary>RunInstances, PutItem, …</summary>
    public string Action { get; }

    /// <summary>The access key it was signed with: each function has its own.</summary>
    public string Caller { get; }

    public string Region { get; }

    /// <summary>Of a query call (EC2, ELB); empty for JSON calls.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; }

    /// <summary>Of a JSON call (DynamoDB): x-amz-target.</summary>
    public string? Target { get; }

    public string Body { get; }

    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>The body of a JSON call; null for query calls.</summary>
    public JsonObject? Json => _json.Value;

    /// <summary>Of the answer; null while there is none, and when it was lost on purpose.</summary>
    public int? Status { get; internal set; }

    /// <summary>AWS's error code in the answer; null when it succeeded.</summary>
    public string? ErrorCode { get; internal set; }

    /// <summary>Ends when nothing is done for this call any more, whether somebody still waits for its answer or not.</summary>
    internal Task Over => _over.Task;

    internal string Method { get; }

    internal string PathAndQuery { get; }

    internal byte[] Content { get; }

    /// <summary>The values of a list parameter, in order: <c>InstanceId.1</c>, <c>Instances.member.1.InstanceId</c>.</summary>
    public IReadOnlyList<string> List(string prefix, string suffix = "") =>
        [.. Enumerable.Range(1, Parameters.Count)
            .Select(index => Parameters.GetValueOrDefault($"{prefix}.{index}{suffix}"))
            .TakeWhile(value => value is not null)
            .Select(value => value!)];

    internal void End() => _over.TrySetResult();

    public override string ToString() =>
        $"#{Number} {Service} {Action} by {Caller}: {Status?.ToString(provider: null) ?? "no answer"} {ErrorCode}";

    private static Dictionary<string, string> ReadParameters(HttpRequest request, string body)
    {
        var pairs = QueryHelpers.ParseQuery(request.QueryString.Value).Concat(QueryHelpers.ParseQuery(body));
        return pairs.GroupBy(pair => pair.Key, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Last().Value.ToString(), StringComparer.Ordinal);
    }

    private static (string Caller, string Region, string Service) ReadCredential(string? authorization)
    {
        var start = authorization?.IndexOf("Credential=", StringComparison.Ordinal) ?? -1;
        var scope = start < 0 ? [] : authorization![(start + "Credential=".Length)..].Split(',')[0].Split('/');
        return scope is [var key, _, var region, var service, ..] ? (key, region, service) : ("", "us-east-1", "");
    }

    private static string NameOf(string signedFor, string? version) => (signedFor, version) switch
    {
        ("elasticloadbalancing", "2015-12-01") => "elbv2",
        ("elasticloadbalancing", _) => "elb",
        _ => signedFor,
    };
}
