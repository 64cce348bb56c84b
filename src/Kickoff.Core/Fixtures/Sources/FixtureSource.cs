using System.Collections.Immutable;
using NodaTime;

namespace Kickoff.Core.Fixtures.Sources;

/// <summary>Where fixtures come from, as config/fixtures.yml names it.</summary>
public sealed record FixtureSource
{
    public required string Name { get; init; }

    /// <summary>An https URL, or the path of a file beside fixtures.yml; {ssm:…} in it stands for a secret.</summary>
    public required string Address { get; init; }

    /// <summary>Of local times in it; null where it says so itself.</summary>
    public string? Zone { get; init; }

    /// <summary>Instead of what it says.</summary>
    public string? Competition { get; init; }

    public SourceCover Covers { get; init; } = SourceCover.Season;

    /// <summary>How often it is asked.</summary>
    public Duration Every { get; init; } = Duration.FromHours(6);

    /// <summary>How often it is asked while one of its matches is near or on.</summary>
    public Duration Live { get; init; } = Duration.FromMinutes(1);

    /// <summary>Sent with each request; a value may be ssm:….</summary>
    public ImmutableSortedDictionary<string, string> Headers { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Extra time is possible in all of its matches, or in none; null where stages say.</summary>
    public bool? Knockout { get; init; }
}
