using System.Collections.Immutable;

namespace Kickoff.Core.Fixtures.Sources;

/// <summary>What is remembered of named sources, in the fixtures table.</summary>
public interface IFixtureSources
{
    /// <summary>A new one where there is none.</summary>
    Task<SourceState> ReadAsync(string name, CancellationToken cancel);

    /// <summary>Puts it as the version after its own; false where somebody else has written meanwhile.</summary>
    Task<bool> PutAsync(SourceState state, CancellationToken cancel);
}
