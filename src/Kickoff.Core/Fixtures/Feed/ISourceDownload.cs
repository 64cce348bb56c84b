using System.Collections.Immutable;

namespace Kickoff.Core.Fixtures.Feed;

/// <summary>One request to a source. It has secrets in it: it is never written anywhere.</summary>
/// <param name="Address">An https URL, or the path of a file beside fixtures.yml.</param>
/// <param name="Headers">Only for the server the address names.</param>
/// <param name="ETag">Of the answer that is known already; null to have it whole.</param>
/// <param name="LastModified">The same.</param>
public sealed record SourceRequest(
    string Address, ImmutableSortedDictionary<string, string> Headers, string? ETag, string? LastModified)
{
    public override string ToString() => nameof(SourceRequest);
}

/// <summary>Asks a source. Whatever happens on the way is an answer; bounded in time and size.</summary>
public interface ISourceDownload
{
    Task<Download> GetAsync(SourceRequest request, CancellationToken cancel);
}
