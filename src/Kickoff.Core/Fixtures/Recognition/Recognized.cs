using System.Collections.Immutable;

namespace Kickoff.Core.Fixtures.Recognition;

/// <summary>What became of one fixture in a source's answer.</summary>
public enum Outcome
{
    /// <summary>Where and when it was; its status or round may be another.</summary>
    Same,
    Moved,
    Renamed,

    /// <summary>A team that was not known yet is.</summary>
    FilledIn,

    /// <summary>Home and away have changed places.</summary>
    Exchanged,
    New,

    /// <summary>The source does not have it any more.</summary>
    Retired,

    /// <summary>The source does not have it any more, but it is too near its kickoff to believe that: it stays as it is.</summary>
    Missing,

    /// <summary>The answer is older than what is known: it stays as it is.</summary>
    Older,
}

/// <summary>One fixture, what became of it, and why that is believed. Was is null for a new one.</summary>
public sealed record Recognized(Outcome Outcome, Fixture? Was, Fixture Is, string Reason)
{
    public bool IsChange => Was != Is;

    public bool IsMoved => Was is not null && Outcome is not (Outcome.Retired or Outcome.Missing)
        && (Was.Kickoff != Is.Kickoff || Was.Day != Is.Day);
}

/// <summary>
/// A source's whole answer against its fixtures. Writing <see cref="ToPut"/> and then removing <see cref="ToRemove"/> makes the table say
/// what the source says; stopped anywhere and done again, it ends the same.
/// </summary>
public sealed record RecognizedFixtures(
    ImmutableArray<Recognized> All, ImmutableArray<FixtureKey> Forgotten, ImmutableArray<string> Warnings)
{
    public IEnumerable<Fixture> ToPut => All.Where(one => one.IsChange).Select(one => one.Is);

    /// <summary>Those whose competition is called otherwise now, and those retired long ago.</summary>
    public IEnumerable<FixtureKey> ToRemove =>
        All.Where(one => one.Was is not null && one.Was.Key != one.Is.Key).Select(one => one.Was!.Key).Concat(Forgotten);

    public int Count(Outcome outcome) => All.Count(one => one.Outcome == outcome);
}
