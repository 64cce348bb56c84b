using Kickoff.Core.Fixtures;
using NodaTime;

namespace Kickoff.Fixtures;

/// <summary>One row as its format gives it; Zone is of the place, or UTC where the source speaks UTC.</summary>
internal sealed record Row(string Source, string Round, string Home, string Away, Instant? Kickoff, LocalDate? Day, string Zone)
{
    /// <summary>What its fixture is called where it is new; made of round and teams where there is none.</summary>
    public string? Id { get; init; }

    /// <summary>The source's own id, which it is recognized by.</summary>
    public string? ProviderId { get; init; }

    public string? Competition { get; init; }

    public FixtureStatus Status { get; init; } = FixtureStatus.Scheduled;

    public bool StatusKnown { get; init; } = true;

    public Stage? Stage { get; init; }

    /// <summary>The source calls the competition a cup.</summary>
    public bool IsCup { get; init; }

    public Duration? Length { get; init; }

    public Revision? Revision { get; init; }

    public Instant? ImportedAt { get; init; }
}
