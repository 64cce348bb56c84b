using System.Collections.Immutable;
using Kickoff.Core.Fixtures;

namespace Kickoff.Fixtures;

/// <summary>A row that is no fixture; Line counts from 1.</summary>
public sealed record RejectedRow(int Line, string Reason);

/// <summary>What a fixture file holds. Notes say what was decided on the way (a kickoff in a gap of daylight saving).</summary>
public sealed record ImportResult(
    string Format, ImmutableArray<Fixture> Fixtures, ImmutableArray<RejectedRow> Rejected, ImmutableArray<string> Notes);

/// <summary>The file as a whole cannot be read; the message says what to do.</summary>
public class FixtureFileException(string message) : Exception(message);
