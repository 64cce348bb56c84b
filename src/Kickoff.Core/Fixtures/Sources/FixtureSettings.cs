using System.Collections.Immutable;
using Kickoff.Core.Scaling;

namespace Kickoff.Core.Fixtures.Sources;

/// <summary>config/fixtures.yml: sources in their order, and what names and times mean.</summary>
public sealed record FixtureSettings
{
    public static FixtureSettings None { get; } = new();

    public ImmutableArray<FixtureSource> Sources { get; init; } = [];

    public TeamNames Names { get; init; } = TeamNames.None;

    /// <summary>By the competition's folded name.</summary>
    public ImmutableDictionary<string, bool> KnockoutCompetitions { get; init; } = ImmutableDictionary<string, bool>.Empty;

    public PlayingHours UnknownKickoff { get; init; } = PlayingHours.NoonToEleven;

    /// <summary>Of the file: another where anything in it is.</summary>
    public string Print { get; init; } = "";
}
