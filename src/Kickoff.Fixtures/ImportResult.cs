using System.Collections.Immutable;
using Kickoff.Core.Fixtures;

namespace Kickoff.Fixtures;

/// <summary>A row that is no fixture; Line counts from 1.</summary>
public sealed record RejectedRow(int Line, string Reason);

/// <summary>A row that went in, with something in it that was not understood.</summary>
public sealed record DoubtfulRow(int Line, string Doubt);

/// <summary>What a fixture file holds. Notes say what was decided on the way (a kickoff in a gap of daylight saving).</summary>
public sealed record ImportResult(
    string Format, ImmutableArray<FixtureRow> Rows, ImmutableArray<RejectedRow> Rejected, ImmutableArray<DoubtfulRow> Doubts,
    ImmutableArray<string> Notes)
{
    public ImmutableArray<Fixture> Fixtures { get; } = [.. Rows.Select(row => row.Fixture)];

    /// <summary>The file speaks of some matches only, whatever its source covers: a cancellation, a single match.</summary>
    public bool IsPart { get; init; }
}

/// <summary>The file as a whole cannot be read; the message says what to do.</summary>
public class FixtureFileException(string message) : Exception(message);
