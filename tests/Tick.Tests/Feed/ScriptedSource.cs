using System.Collections.Immutable;
using System.Globalization;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Fixtures.Feed;
using Kickoff.Core.Fixtures.Sources;
using NodaTime;

namespace Kickoff.Tick.Tests.Feed;

/// <summary>Somebody's server, what is in its answers, and the secrets it wants: as the test says.</summary>
internal sealed class ScriptedSource : ISecrets, ISourceDownload, ISourceReader
{
    private readonly Dictionary<string, SourceText> _texts = new(StringComparer.Ordinal);

    public List<SourceRequest> Requests { get; } = [];

    public Dictionary<string, string> Secrets { get; } = new(StringComparer.Ordinal);

    /// <summary>To whatever it is asked.</summary>
    public Download Answer { get; set; } = new Download.Failed("nobody is there");

    /// <summary>Instead of an answer.</summary>
    public Func<SourceRequest, Task<Download>>? Does { get; set; }

    /// <summary>It has these matches from now on.</summary>
    public void Has(params Fixture[] fixtures) => Says(new SourceText(
        [.. fixtures.Select((fixture, index) => new FixtureRow(fixture, index + 1))], IsPart: false, [], [], null));

    public void Says(SourceText text)
    {
        var name = _texts.FirstOrDefault(known => known.Value.Rows.SequenceEqual(text.Rows)
            && known.Value.Rejected.SequenceEqual(text.Rejected) && known.Value.Fault == text.Fault).Key
            ?? _texts.Count.ToString(CultureInfo.InvariantCulture);
        _texts[name] = text;
        Answer = new Download.Content(name, $"\"{name}\"", null);
    }

    public Task<Secret> ReadAsync(string name, CancellationToken cancel) => Task.FromResult(
        Secrets.TryGetValue(name, out var value) ? new Secret(value, "") : new Secret(null, "SSM says ParameterNotFound"));

    public Task<Download> GetAsync(SourceRequest request, CancellationToken cancel)
    {
        Requests.Add(request);
        return Does?.Invoke(request) ?? Task.FromResult(
            Answer is Download.Content { ETag: { } etag } && request.ETag == etag ? new Download.NotModified() : Answer);
    }

    public SourceText Read(FixtureSource source, FixtureSettings settings, string text, Instant at) =>
        _texts.TryGetValue(text, out var known) ? known : SourceText.Unreadable($"{source.Name} is a page (HTML or XML)");
}
