using Kickoff.Core.Fixtures.Feed;

namespace Kickoff.Fixtures.Feed;

/// <summary>Asks a server, or looks at a file beside fixtures.yml.</summary>
/// <param name="https">For urls.</param>
/// <param name="fileOrNull">The text of a file of the folder config/; null where it has none of that name.</param>
public sealed class SourceDownloads(ISourceDownload https, Func<string, string?> fileOrNull) : ISourceDownload
{
    public Task<Download> GetAsync(SourceRequest request, CancellationToken cancel) =>
        request.Address.Contains("://", StringComparison.Ordinal) ? https.GetAsync(request, cancel)
        : Task.FromResult<Download>(fileOrNull(request.Address) is { } text
            ? new Download.Content(text, null, null)
            : new Download.Failed("there is no such file beside fixtures.yml"));
}
