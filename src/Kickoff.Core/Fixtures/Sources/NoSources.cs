namespace Kickoff.Core.Fixtures.Sources;

/// <summary>Of imports that name no source nothing is remembered.</summary>
public sealed class NoSources : IFixtureSources
{
    public Task<SourceState> ReadAsync(string name, CancellationToken cancel) => Task.FromResult(new SourceState(name));

    public Task<bool> PutAsync(SourceState state, CancellationToken cancel) => Task.FromResult(true);
}
