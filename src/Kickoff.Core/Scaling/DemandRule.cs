using System.Collections.Immutable;
using Kickoff.Core.Fixtures;
using NodaTime;

namespace Kickoff.Core.Scaling;

/// <summary>
/// One rule of <c>demand</c>; absent conditions match everything. Team matches home or away. What a rule says of times holds for its
/// fixtures instead of what the pool says.
/// </summary>
public sealed record DemandRule(string? Team, string? Competition, string? Round, int Servers)
{
    /// <summary>
    /// A round that is the name of a stage is met by every fixture of that stage: "Final" is football-data.org's FINAL too.
    /// </summary>
    internal Stage? RoundAsStage { get; } = StageText.Read(Round) is { } stage && stage >= Stage.RoundOf128 ? stage : null;

    /// <summary>Any of them; null where the rule does not ask.</summary>
    public StageSet? Stages { get; init; }

    /// <summary>From kickoff to whistle, extra time and all.</summary>
    public Duration? Lasts { get; init; }

    public Duration? ReadyBefore { get; init; }

    public Duration? StayAfter { get; init; }

    /// <summary>Of fleet.yml, from 1; 0 for a rule that no file has.</summary>
    public int Line { get; init; }
}

/// <summary>Some stages, compared by what is in them.</summary>
public sealed record StageSet
{
    private readonly int _bits;

    public StageSet(IEnumerable<Stage> stages)
    {
        foreach (var stage in stages)
        {
            _bits |= 1 << (int)stage;
        }
    }

    public bool Contains(Stage stage) => (_bits & (1 << (int)stage)) != 0;

    public ImmutableArray<Stage> All => [.. Enum.GetValues<Stage>().Where(Contains)];
}

/// <summary>From when until when matches are played, local time of the place. Until is after From, or on the next day.</summary>
public sealed record PlayingHours(LocalTime From, LocalTime Until)
{
    public static PlayingHours NoonToEleven { get; } = new(new LocalTime(12, 0), new LocalTime(23, 0));
}
