using System.Collections.Immutable;
using Kickoff.Core.Fixtures;
using NodaTime;

namespace Kickoff.Fixtures;

/// <summary>What is known of a file before it is opened.</summary>
/// <param name="Name">What messages call it; its last part names the competition where the format does not.</param>
/// <param name="At">When its statuses were true; recurring events are expanded from two months before until a year after.</param>
public sealed record FixtureReading(string Name, Instant At)
{
    /// <summary>IANA zone of local times; needed where the file does not say.</summary>
    public string? Zone { get; init; }

    /// <summary>Instead of what the file says.</summary>
    public string? Competition { get; init; }

    /// <summary>Whether extra time is possible in every match of it (but those of a group); null where the stage says.</summary>
    public bool? Knockout { get; init; }

    /// <summary>The same by competition, folded, as config/fixtures.yml has it.</summary>
    public ImmutableDictionary<string, bool> KnockoutCompetitions { get; init; } = ImmutableDictionary<string, bool>.Empty;

    /// <summary>A file has no more rows.</summary>
    public int MostRows { get; init; } = 50_000;
}
