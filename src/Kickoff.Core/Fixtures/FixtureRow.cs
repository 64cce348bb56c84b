namespace Kickoff.Core.Fixtures;

/// <summary>
/// One fixture as a source's answer has it. Its key is only what its importer would call it: whether it is one that is known already,
/// recognition says.
/// </summary>
/// <param name="Line">Of the answer, from 1.</param>
public sealed record FixtureRow(Fixture Fixture, int Line)
{
    /// <summary>False where the source's word for the status is one nobody knows: then what was known before goes on.</summary>
    public bool StatusKnown { get; init; } = true;
}
