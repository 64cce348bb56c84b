using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Kickoff.Core.Fixtures.Feed;
using NodaTime;

namespace Kickoff.Fixtures.Feed;

/// <summary>
/// Asks a stranger's server over https, for which it takes at most 20 seconds and 10 MB, whatever the server does. Its reasons name no url:
/// there are secrets in some.
/// </summary>
public sealed class HttpsDownload(Doors doors, IClock clock, TimeProvider time) : ISourceDownload, IDisposable
{
    /// <summary>From the first lookup to the last byte, redirects included.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>As it is sent, and as it is when it is unpacked.</summary>
    public const int MostBytes = AnswerBody.MostBytes;

    private const int MostRedirects = 3;

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        SslOptions = doors.Tls(),
        ConnectCallback = (context, cancel) => doors.ConnectAsync(context.DnsEndPoint, cancel),
    });

    public async Task<Download> GetAsync(SourceRequest request, CancellationToken cancel)
    {
        using var deadline = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        try
        {
            return Https(request.Address) is { } address
                ? await FollowAsync(address, request, either.Token)
                : new Download.Failed("its url is no https url, or has a user in it");
        }
        catch (Exception error) when (error is not OutOfMemoryException && !cancel.IsCancellationRequested
            && deadline.IsCancellationRequested)
        {
            return new Download.Failed(string.Create(
                CultureInfo.InvariantCulture, $"no whole answer within {Patience.TotalSeconds:0} seconds"));
        }
        catch (Exception error) when (!cancel.IsCancellationRequested && HttpFailures.Reason(error) is { } reason)
        {
            return new Download.Failed(reason);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>
    /// Redirects by hand: each is checked, and what is meant for one server goes to no other, nor back to it by way of another.
    /// </summary>
    private async Task<Download> FollowAsync(Uri address, SourceRequest request, CancellationToken cancel)
    {
        var headers = request.Headers;
        for (var redirects = 0; ; redirects++)
        {
            using var message = Message(address, headers, request);
            using var response = await _http.SendAsync(message, cancel);
            if (!IsRedirect(response.StatusCode) || response.Headers.Location is not { } location)
            {
                return await AnswerAsync(response, request, cancel);
            }

            if (redirects == MostRedirects)
            {
                return new Download.Failed("it redirects more than three times");
            }

            if (!Uri.TryCreate(address, location, out var next) || Https(next.AbsoluteUri) is not { } followed)
            {
                return new Download.Failed("it redirects to something that is no https url");
            }

            if (Uri.Compare(address, followed, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase)
                != 0)
            {
                headers = headers.Clear();
            }

            address = followed;
        }
    }

    private async Task<Download> AnswerAsync(HttpResponseMessage response, SourceRequest request, CancellationToken cancel)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                var (text, fault) = await AnswerBody.ReadAsync(response.Content, cancel);
                return text is null
                    ? new Download.Failed(fault)
                    : new Download.Content(text, Validators.ETag(response), Validators.LastModified(response));
            case HttpStatusCode.NotModified when request.ETag is not null || request.LastModified is not null:
                return new Download.NotModified();
            case var status:
                return new Download.Failed(
                    string.Create(CultureInfo.InvariantCulture, $"it answers {(int)status}"),
                    Validators.RetryAfter(response, clock.GetCurrentInstant()));
        }
    }

    private static HttpRequestMessage Message(Uri address, ImmutableSortedDictionary<string, string> headers, SourceRequest request)
    {
        var message = new HttpRequestMessage(HttpMethod.Get, address);
        foreach (var (name, value) in headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        if (!headers.ContainsKey("User-Agent"))
        {
            // Some servers refuse who does not say.
            message.Headers.TryAddWithoutValidation("User-Agent", "Kickoff");
        }

        message.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");
        foreach (var (name, value) in new[] { ("If-None-Match", request.ETag), ("If-Modified-Since", request.LastModified) })
        {
            if (value is not null)
            {
                message.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return message;
    }

    private static Uri? Https(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && uri.UserInfo.Length == 0 ? uri : null;

    private static bool IsRedirect(HttpStatusCode status) => status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found
        or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
}
