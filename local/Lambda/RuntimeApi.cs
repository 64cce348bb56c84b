using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace Kickoff.Local.Lambda;

/// <summary>An event on its way into a sandbox.</summary>
internal sealed record Invocation(string RequestId, string Payload, DateTimeOffset Deadline, string FunctionArn);

/// <summary>What a sandbox said.</summary>
internal abstract record RuntimeWord
{
    private RuntimeWord()
    {
    }

    public sealed record Response(string RequestId, string Payload) : RuntimeWord;

    public sealed record Error(string RequestId, string Json) : RuntimeWord;

    public sealed record InitError(string Json) : RuntimeWord;

    public sealed record AsksForNext : RuntimeWord;
}

/// <summary>
/// Lambda's Runtime API for one sandbox (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html, 2018-06-01): next, response,
/// error, init/error. It only carries words; <see cref="Sandbox"/> says what they mean.
/// </summary>
internal sealed class RuntimeApi : IAsyncDisposable
{
    private const string Runtime = "/2018-06-01/runtime/";

    // Lambda's limit on a synchronous answer.
    private const int MaximumResponse = 6 * 1024 * 1024;

    private readonly Channel<Invocation> _events = Channel.CreateUnbounded<Invocation>();
    private readonly Channel<RuntimeWord> _words = Channel.CreateUnbounded<RuntimeWord>();
    private LoopbackServer? _server;
    private string? _current;

    public string Authority => _server!.Endpoint.Authority;

    public ChannelReader<RuntimeWord> Words => _words.Reader;

    public static async Task<RuntimeApi> StartAsync()
    {
        var api = new RuntimeApi();
        api._server = await LoopbackServer.StartAsync(api.ServeAsync);
        return api;
    }

    public void Offer(Invocation invocation) => _events.Writer.TryWrite(invocation);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private async Task ServeAsync(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "";
        var words = path.StartsWith(Runtime, StringComparison.Ordinal) ? path[Runtime.Length..].Split('/') : [];
        switch ((http.Request.Method, words))
        {
            case ("GET", ["invocation", "next"]):
                await NextAsync(http);
                break;
            case ("POST", ["init", "error"]):
                var initError = Encoding.UTF8.GetString(await LoopbackServer.ReadBodyAsync(http));
                _words.Writer.TryWrite(new RuntimeWord.InitError(initError));
                await AnswerAsync(http, StatusCodes.Status202Accepted, """{"status":"OK"}""");
                break;
            case ("POST", ["invocation", var requestId, "response" or "error"]):
                await EndAsync(http, requestId, failed: words[2] == "error");
                break;
            default:
                await AnswerAsync(
                    http, StatusCodes.Status404NotFound, """{"errorType":"NotFound","errorMessage":"There is no such call."}""");
                break;
        }
    }

    private async Task NextAsync(HttpContext http)
    {
        _words.Writer.TryWrite(new RuntimeWord.AsksForNext());
        var invocation = await _events.Reader.ReadAsync(http.RequestAborted);
        _current = invocation.RequestId;
        var headers = http.Response.Headers;
        headers["Lambda-Runtime-Aws-Request-Id"] = invocation.RequestId;
        headers["Lambda-Runtime-Deadline-Ms"] = invocation.Deadline.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        headers["Lambda-Runtime-Invoked-Function-Arn"] = invocation.FunctionArn;
        headers["Lambda-Runtime-Trace-Id"] = TraceId(invocation);
        await AnswerAsync(http, StatusCodes.Status200OK, invocation.Payload);
    }

    private async Task EndAsync(HttpContext http, string requestId, bool failed)
    {
        var body = await LoopbackServer.ReadBodyAsync(http);
        if (requestId != _current)
        {
            await AnswerAsync(http, StatusCodes.Status400BadRequest,
                """{"errorType":"InvalidRequestID","errorMessage":"Invalid request ID"}""");
            return;
        }

        if (body.Length > MaximumResponse)
        {
            await AnswerAsync(http, StatusCodes.Status413PayloadTooLarge,
                """{"errorType":"RequestEntityTooLarge","errorMessage":"Exceeded maximum allowed payload size (6291556 bytes)."}""");
            return;
        }

        // Before the answer: a process may exit as soon as it has that, and its word counts.
        _current = null;
        var text = Encoding.UTF8.GetString(body);
        _words.Writer.TryWrite(failed ? new RuntimeWord.Error(requestId, text) : new RuntimeWord.Response(requestId, text));
        await AnswerAsync(http, StatusCodes.Status202Accepted, """{"status":"OK"}""");
    }

    private static string TraceId(Invocation invocation)
    {
        var id = invocation.RequestId.Replace("-", "", StringComparison.Ordinal);
        return $"Root=1-{id[..8]}-{id[8..]};Parent={id[..16]};Sampled=0";
    }

    private static Task AnswerAsync(HttpContext http, int status, string json)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        var content = Encoding.UTF8.GetBytes(json);
        http.Response.ContentLength = content.Length;
        return http.Response.Body.WriteAsync(content).AsTask();
    }
}
