using NodaTime;

namespace Kickoff.Core.Fixtures;

/// <summary>football-data.org's statuses (https://docs.football-data.org/general/v4/match.html).</summary>
public enum FixtureStatus
{
    Scheduled,
    Timed,
    InPlay,
    Paused,
    ExtraTime,
    PenaltyShootout,
    Finished,
    Suspended,
    Postponed,
    Cancelled,
    Awarded,
}

/// <summary>Names a fixture for good: a match that moves keeps its id. Id is unique within the competition.</summary>
public readonly record struct FixtureKey(string Competition, string Id);

/// <summary>A match, or another event that brings a crowd.</summary>
public sealed record Fixture
{
    public required FixtureKey Key { get; init; }

    public string Competition => Key.Competition;

    public required string Round { get; init; }

    public required string Home { get; init; }

    public required string Away { get; init; }

    /// <summary>Kickoff in UTC; null while only the day is known: then the capacity is asked for all that day.</summary>
    public Instant? Kickoff { get; init; }

    /// <summary>The day in <see cref="Zone"/>.</summary>
    public required LocalDate Day { get; init; }

    /// <summary>IANA zone of the place, for the day of a fixture without a kickoff and for people reading a plan.</summary>
    public required string Zone { get; init; }

    public FixtureStatus Status { get; init; } = FixtureStatus.Scheduled;

    /// <summary>Extra time and penalties are possible.</summary>
    public bool Knockout { get; init; }

    /// <summary>
    /// Which importer's source brought it (openfootball, fixturedownload, icalendar, football-data); an import never deletes another's.
    /// </summary>
    public required string Source { get; init; }

    /// <summary>When its status was last imported, real clock.</summary>
    public required Instant ImportedAt { get; init; }
}
