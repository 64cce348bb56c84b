using NodaTime;

namespace Kickoff.Fixtures.Feed;

/// <summary>Of an answer's headers, those that say how and when to ask again.</summary>
internal static class Validators
{
    /// <summary>Longer ones are not worth remembering.</summary>
    private const int MostCharacters = 512;

    /// <summary>A server that wants to be left alone for longer is not a source of fixtures.</summary>
    private static readonly Duration LongestRetry = Duration.FromDays(1);

    public static string? ETag(HttpResponseMessage response) => One(response, "ETag");

    public static string? LastModified(HttpResponseMessage response) =>
        response.Content.Headers.LastModified is null ? null : One(response, "Last-Modified");

    /// <summary>Seconds, or a date (RFC 9110, 10.2.3), which is of the server's clock where the answer has that.</summary>
    public static Duration? RetryAfter(HttpResponseMessage response, Instant now)
    {
        var said = response.Headers.RetryAfter;
        Duration? after = said?.Delta is { } delta ? Duration.FromTimeSpan(delta)
            : said?.Date is { } date ? Instant.FromDateTimeOffset(date)
                - (response.Headers.Date is { } theirs ? Instant.FromDateTimeOffset(theirs) : now)
            : null;
        return after is { } wait ? Duration.Max(Duration.Zero, Duration.Min(wait, LongestRetry)) : null;
    }

    private static string? One(HttpResponseMessage response, string name) =>
        (response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values))
        && values.FirstOrDefault() is { Length: > 0 and <= MostCharacters } value && value.All(character => character is >= ' ' and <= '~')
            ? value
            : null;
}
