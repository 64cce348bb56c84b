using NodaTime;

namespace Kickoff.MatchDay;

/// <summary>What the command line asks for.</summary>
internal sealed record Wanted
{
    public required string FixturesFile { get; init; }

    /// <summary>The day in the fixtures' own zone.</summary>
    public required LocalDate Day { get; init; }

    /// <summary>Of local times, where the file does not say.</summary>
    public string? Zone { get; init; }

    public required string Configuration { get; init; }

    public bool Keep { get; init; }

    /// <summary>Fixtures come from a source, which FixtureFeed asks, and which does what sources do.</summary>
    public bool Feed { get; init; }
}

/// <summary>Something the caller can put right; the message says how.</summary>
internal sealed class RefusedException(string message) : Exception(message);
