using System.Net.Sockets;
using System.Security.Authentication;

namespace Kickoff.Fixtures.Feed;

/// <summary>What went wrong on the way, in words without the url that the runtime's own have.</summary>
internal static class HttpFailures
{
    /// <summary>Null for what is our own fault.</summary>
    public static string? Reason(Exception error) => Chain(error).OfType<ClosedDoorException>().FirstOrDefault() is { } closed
        ? closed.Message
        : error switch
        {
            HttpRequestException request => Reason(request),
            InvalidDataException => "its answer is not the gzip that it says it is",
            IOException or SocketException => "the connection broke in the middle of its answer",
            OperationCanceledException => "it did not answer in time",
            _ => null,
        };

    private static string Reason(HttpRequestException request) => request.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "its name is not known",
        HttpRequestError.ConnectionError => "there is no connection to it",
        HttpRequestError.SecureConnectionError => "there is no secure connection to it: "
            + (Chain(request).OfType<AuthenticationException>().FirstOrDefault()?.Message ?? "TLS failed"),
        HttpRequestError.ResponseEnded => "the connection broke in the middle of its answer",
        HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError => "its answer is not HTTP",
        HttpRequestError.ConfigurationLimitExceeded => "its answer has more headers than any needs",
        var other => $"it could not be asked: {other}",
    };

    private static IEnumerable<Exception> Chain(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
        {
            yield return error;
        }
    }
}
