using NodaTime;

namespace Kickoff.Core.Fixtures.Feed;

/// <summary>What came of asking a source.</summary>
public abstract record Download
{
    private Download()
    {
    }

    public abstract T Match<T>(Func<Content, T> content, Func<NotModified, T> notModified, Func<Failed, T> failed);

    /// <summary>An answer, with the validators that it came with (RFC 9110, 8.8).</summary>
    public sealed record Content(string Text, string? ETag, string? LastModified) : Download
    {
        public override T Match<T>(Func<Content, T> content, Func<NotModified, T> notModified, Func<Failed, T> failed) => content(this);
    }

    /// <summary>It is what it was when the validators were given.</summary>
    public sealed record NotModified : Download
    {
        public override T Match<T>(Func<Content, T> content, Func<NotModified, T> notModified, Func<Failed, T> failed) =>
            notModified(this);
    }

    /// <param name="Reason">For people; no url, no secret.</param>
    /// <param name="RetryAfter">How long the source wants to be left alone; null where it does not say.</param>
    public sealed record Failed(string Reason, Duration? RetryAfter = null) : Download
    {
        public override T Match<T>(Func<Content, T> content, Func<NotModified, T> notModified, Func<Failed, T> failed) => failed(this);
    }
}
