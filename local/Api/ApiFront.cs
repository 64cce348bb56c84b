using System.Text;
using Kickoff.Local.Lambda;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Kickoff.Local.Api;

public sealed record ApiFrontOptions
{
    public required LambdaFunction Function { get; init; }

    public required IReadOnlyList<ApiRoute> Routes { get; init; }

    public required IReadOnlyList<ApiCredential> Credentials { get; init; }

    public string Region { get; init; } = "eu-west-1";
}

/// <summary>An HTTP API with IAM authorisation before one function, as API Gateway is: stage $default, payload 2.0.</summary>
public sealed class ApiFront : IAsyncDisposable
{
    private readonly ApiFrontOptions _options;
    private readonly IamAuthorizer _authorizer;
    private LoopbackServer? _server;

    private ApiFront(ApiFrontOptions options)
    {
        _options = options;
        _authorizer = new IamAuthorizer(options.Credentials, options.Region, TimeProvider.System);
    }

    public Uri Endpoint { get; private set; } = new("http://127.0.0.1");

    /// <summary>Set: every request gets this. Null: all is well.</summary>
    public ApiOutage? Outage { get; set; }

    public static async Task<ApiFront> StartAsync(ApiFrontOptions options, CancellationToken cancel = default)
    {
        var front = new ApiFront(options);
        front._server = await LoopbackServer.StartAsync(front.ServeAsync, cancel: cancel);
        front.Endpoint = front._server.Endpoint;
        return front;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private async Task ServeAsync(HttpContext http)
    {
        if (Outage is { } outage)
        {
            await FailAsync(http, outage);
            return;
        }

        var request = new SignedRequest
        {
            Method = http.Request.Method,
            Target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            Headers = http.Request.Headers.ToDictionary(
                header => header.Key.ToLowerInvariant(), header => header.Value.ToString(), StringComparer.Ordinal),
            Body = await LoopbackServer.ReadBodyAsync(http),
        };
        var path = request.Target.Split('?')[0];
        var (route, parameters) = _options.Routes
            .Select(route => (route, parameters: route.Match(request.Method, path)))
            .FirstOrDefault(candidate => candidate.parameters is not null);
        if (route is null)
        {
            await AnswerAsync(http, StatusCodes.Status404NotFound, """{"message":"Not Found"}""");
        }
        else if (_authorizer.Authorize(request) is not { } caller)
        {
            await AnswerAsync(http, StatusCodes.Status403Forbidden, """{"message":"Forbidden"}""");
        }
        else
        {
            var now = TimeProvider.System.GetUtcNow();
            var sent = ProxyEvent.Write(
                request, route, parameters!, caller, _options.Function.Options.AccountId, http.Request.Host.Value ?? "", now);
            await InvokeAsync(http, sent);
        }
    }

    private async Task InvokeAsync(HttpContext http, string sent)
    {
        // A client that has gone away does not end the function's work.
        var result = await _options.Function.InvokeAsync(sent, CancellationToken.None);
        if (result.Payload is null || ProxyEvent.ReadAnswer(result.Payload) is not { } answer)
        {
            await FailAsync(http, ApiOutage.InternalError);
            return;
        }

        http.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            http.Response.Headers[name] = value;
        }

        http.Response.ContentLength = answer.Body.Length;
        await http.Response.Body.WriteAsync(answer.Body, http.RequestAborted);
    }

    private static async Task FailAsync(HttpContext http, ApiOutage outage)
    {
        if (outage == ApiOutage.Silence)
        {
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        await AnswerAsync(http, outage.Status, outage.Body, outage.ContentType);
    }

    private static Task AnswerAsync(HttpContext http, int status, string body, string contentType = "application/json")
    {
        var content = Encoding.UTF8.GetBytes(body);
        http.Response.StatusCode = status;
        http.Response.ContentType = contentType;
        http.Response.ContentLength = content.Length;
        http.Response.Headers["apigw-requestid"] = Guid.NewGuid().ToString("N")[..15];
        return http.Response.Body.WriteAsync(content, http.RequestAborted).AsTask();
    }
}
