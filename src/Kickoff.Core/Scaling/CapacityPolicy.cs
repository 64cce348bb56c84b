using System.Collections.Immutable;
using Kickoff.Core.Fixtures;
using NodaTime;

namespace Kickoff.Core.Scaling;

public enum Overlap
{
    /// <summary>Fixtures at the same time add up.</summary>
    Sum,

    /// <summary>Fixtures at the same time share: the largest counts.</summary>
    Max,
}

/// <summary>At most this share of the servers (rounded up, at least one) leaves in each period.</summary>
public sealed record ScaleIn(int Percent, Duration Every)
{
    /// <summary>The ledger keeps drains two days, and the pace counts them.</summary>
    public static readonly Duration MostEvery = Duration.FromDays(1);
}

public sealed record CapacityPolicy
{
    /// <summary>Each day of it is one more of which every tick reads the fixtures.</summary>
    public static readonly Duration MostReadyBefore = Duration.FromDays(7);

    /// <summary>The ledger keeps launches two days, and judges them by what became of their servers.</summary>
    public static readonly Duration MostBootDeadline = Duration.FromHours(12);

    /// <summary>As for <see cref="MostReadyBefore"/>.</summary>
    public static readonly Duration MostStayAfter = Duration.FromDays(7);

    /// <summary>Whose it is: a fixture may say for itself how many servers it asks a pool for.</summary>
    public string Pool { get; init; } = "";

    public required int Minimum { get; init; }

    public required int Maximum { get; init; }

    /// <summary>In service this long before kickoff.</summary>
    public required Duration ReadyBefore { get; init; }

    /// <summary>From RunInstances to in service.</summary>
    public required Duration BootTime { get; init; }

    /// <summary>Not in service by then: no capacity, replaced.</summary>
    public required Duration BootDeadline { get; init; }

    /// <summary>One that has served is replaced after so long in bad health, not for a check that failed for a minute.</summary>
    public Duration UnhealthyAfter { get; init; } = Duration.FromMinutes(10);

    public required Duration StayAfter { get; init; }

    public required Overlap Overlap { get; init; }

    public required ScaleIn ScaleIn { get; init; }

    /// <summary>First match wins; a fixture that matches none asks for nothing.</summary>
    public required ImmutableArray<DemandRule> Demand { get; init; }

    /// <summary>When, in its zone, a fixture may be played of which only the day is known.</summary>
    public PlayingHours UnknownKickoff { get; init; } = PlayingHours.NoonToEleven;

    /// <summary>How names of rules and fixtures are compared.</summary>
    public TeamNames Names { get; init; } = TeamNames.None;
}
