using System.Collections.Immutable;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Scaling;
using NodaTime;

namespace Kickoff.Simulation.Season;

/// <summary>How long servers take from RunInstances to their first good answer to a health check: triangular between the ends.</summary>
public sealed record BootTimes(Duration Shortest, Duration Usual, Duration Longest)
{
    /// <summary>Around the pool's own estimate: from half of it to half as much again.</summary>
    public static BootTimes Around(Duration bootTime) => new(bootTime * 0.5, bootTime * 0.8, bootTime * 1.5);
}

/// <summary>Times in which EC2 has none of one instance type in one subnet, each pair on its own.</summary>
public sealed record Shortages(double ShareOfTime, Duration Lasting)
{
    public static Shortages None { get; } = new(0, Duration.FromHours(1));
}

/// <summary>A season to replay.</summary>
public sealed record SeasonRequest
{
    public required ImmutableArray<Pool> Pools { get; init; }

    public required ImmutableArray<Fixture> Fixtures { get; init; }

    /// <summary>Null: around each pool's own estimate.</summary>
    public BootTimes? BootTimes { get; init; }

    public Shortages Shortages { get; init; } = Shortages.None;

    /// <summary>Servers that never come up, of all launched.</summary>
    public double NeverUp { get; init; }

    /// <summary>The same seed replays the same season.</summary>
    public ulong Seed { get; init; } = 1;
}
