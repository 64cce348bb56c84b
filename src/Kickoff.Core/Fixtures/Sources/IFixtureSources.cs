using System.Collections.Immutable;

namespace Kickoff.Core.Fixtures.Sources;

/// <summary>What is remembered of named sources, in the fixtures table.</summary>
public interface IFixtureSources
{
    /// <summary>A new one where there is none.</summary>
    Task<SourceState> ReadAsync(string name, CancellationToken cancel);

    /// <summary>Puts it as the version after its own; false where somebody else has written meanwhile.</summary>
    Task<bool> PutAsync(SourceState state, CancellationToken cancel);

    /// <summary>The same; answers it as it is remembered then, null where somebody else has written meanwhile.</summary>
    async Task<SourceState?> KeepAsync(SourceState state, CancellationToken cancel) =>
        await PutAsync(state, cancel) ? state with { Version = state.Version + 1 } : null;
}
