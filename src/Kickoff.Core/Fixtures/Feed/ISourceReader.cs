using System.Collections.Immutable;
using Kickoff.Core.Fixtures.Sources;
using NodaTime;

namespace Kickoff.Core.Fixtures.Feed;

/// <summary>
/// What a source's text says. Fault: why nothing can be read in it, else null. Rejected: rows that are no fixture, for people.
/// </summary>
public sealed record SourceText(
    ImmutableArray<FixtureRow> Rows, bool IsPart, ImmutableArray<string> Rejected, ImmutableArray<string> Doubts, string? Fault)
{
    public static SourceText Unreadable(string fault) => new([], false, [], [], fault);
}

/// <summary>The importers.</summary>
public interface ISourceReader
{
    SourceText Read(FixtureSource source, FixtureSettings settings, string text, Instant at);
}
