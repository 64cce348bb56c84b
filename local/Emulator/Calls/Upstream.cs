using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Xml.Linq;

namespace Kickoff.Local.Emulator.Calls;

/// <summary>moto itself.</summary>
internal sealed class Upstream(Uri moto) : IDisposable
{
    private static readonly HashSet<string> HopByHop = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Connection", "Content-Length", "Transfer-Encoding", "Expect", "Keep-Alive", "Content-Type",
    };

    /// <summary>Calls of one service that moto works on at once; it is one process, and no more of them would not be sooner done.</summary>
    private const int AtOnce = 8;

    // A load balancer of AWS does not wait behind what DynamoDB has to do.
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.Ordinal);

    // moto closes every connection after its answer and serves each call on a thread of its own.
    private readonly HttpClient _http = new(
        new SocketsHttpHandler { UseProxy = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.None })
    {
        BaseAddress = moto,
        Timeout = TimeSpan.FromMinutes(5),
    };

    public Task<EmulatorReply> ForwardAsync(EmulatorCall call) => ForwardAsync(call, call.Content);

    /// <summary>The same query call with other parameters.</summary>
    public Task<EmulatorReply> ForwardAsync(EmulatorCall call, IEnumerable<KeyValuePair<string, string>> parameters) =>
        ForwardAsync(call, Encoding.UTF8.GetBytes(Form(parameters)));

    /// <summary>A call of the proxy's own, which no log counts; throws when moto refuses it.</summary>
    public async Task<XElement> AskAsync(
        EmulatorCall onBehalfOf, string service, string version, string action, params (string Name, string Value)[] parameters)
    {
        var reply = await TryAskAsync(onBehalfOf, service, version, action, parameters);
        return reply.Succeeded
            ? reply.ReadXml()
            : throw new InvalidOperationException($"moto refused {action}: {reply.Status} {reply.Text}");
    }

    public Task<EmulatorReply> TryAskAsync(
        EmulatorCall onBehalfOf, string service, string version, string action, params (string Name, string Value)[] parameters)
    {
        var form = Form(
            parameters.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value)).Prepend(new("Version", version)).Prepend(
                new("Action", action)));
        var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = Body(Encoding.UTF8.GetBytes(form), "application/x-www-form-urlencoded"),
        };
        request.Headers.TryAddWithoutValidation("Authorization",
            $"AWS4-HMAC-SHA256 Credential=emulator/20120628/{onBehalfOf.Region}/{service}/aws4_request, SignedHeaders=host, Signature=0");
        return SendAsync(service, request);
    }

    public void Dispose() => _http.Dispose();

    private Task<EmulatorReply> ForwardAsync(EmulatorCall call, byte[] content)
    {
        var request = new HttpRequestMessage(new HttpMethod(call.Method), call.PathAndQuery)
        {
            Content = Body(content, call.Headers.GetValueOrDefault("Content-Type")),
        };
        foreach (var (name, value) in call.Headers.Where(header => !HopByHop.Contains(header.Key)))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return SendAsync(call.Service, request);
    }

    private async Task<EmulatorReply> SendAsync(string service, HttpRequestMessage request)
    {
        var turns = _turns.GetOrAdd(service, _ => new SemaphoreSlim(AtOnce));
        await turns.WaitAsync();
        try
        {
            using var answer = await _http.SendAsync(request);
            var content = await answer.Content.ReadAsByteArrayAsync();
            var contentType = answer.Content.Headers.ContentType?.ToString() ?? "text/xml";
            var headers = answer.Headers.Where(header => header.Key.StartsWith("x-amz", StringComparison.OrdinalIgnoreCase))
                .ToDictionary(header => header.Key, header => string.Join(',', header.Value));
            return new EmulatorReply((int)answer.StatusCode, contentType, content) { Headers = headers };
        }
        finally
        {
            turns.Release();
            request.Dispose();
        }
    }

    private static ByteArrayContent Body(byte[] content, string? contentType)
    {
        var body = new ByteArrayContent(content);
        if (contentType is not null && MediaTypeHeaderValue.TryParse(contentType, out var parsed))
        {
            body.Headers.ContentType = parsed;
        }

        return body;
    }

    private static string Form(IEnumerable<KeyValuePair<string, string>> parameters) =>
        string.Join('&', parameters.Select(parameter => $"{Uri.EscapeDataString(parameter.Key)}={Uri.EscapeDataString(parameter.Value)}"));
}
