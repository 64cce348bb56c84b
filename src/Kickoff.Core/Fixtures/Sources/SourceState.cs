using System.Collections.Immutable;
using NodaTime;

namespace Kickoff.Core.Fixtures.Sources;

/// <summary>What is remembered of a named source between two answers.</summary>
public sealed record SourceState(string Name)
{
    /// <summary>Each write has the next; of two at once the second is told.</summary>
    public long Version { get; init; }

    /// <summary>Competitions in which it has fixtures, or is about to: they are found again by these.</summary>
    public ImmutableSortedSet<string> Competitions { get; init; } = [];

    /// <summary>When it was last asked, and when it last had an answer that counts.</summary>
    public Instant? Asked { get; init; }

    public Instant? Answered { get; init; }

    /// <summary>When it is asked again if none of its matches comes near before; null for at once.</summary>
    public Instant? Next { get; init; }

    /// <summary>Its own word (Retry-After): it is not asked before.</summary>
    public Instant? NotBefore { get; init; }

    /// <summary>Validators of the last answer (RFC 9110, 8.8), and what it was.</summary>
    public string? ETag { get; init; }

    public string? LastModified { get; init; }

    public string? Digest { get; init; }

    /// <summary>When the last answer was read whole, and with which fixtures.yml: its print.</summary>
    public Instant? Read { get; init; }

    public string? ReadWith { get; init; }

    /// <summary>How many fixtures the last answer had.</summary>
    public int Rows { get; init; }

    /// <summary>In a row.</summary>
    public int Failures { get; init; }

    /// <summary>What is wrong with it now; null for nothing. Nobody's secret.</summary>
    public string? Trouble { get; init; }

    /// <summary>An answer that a person must accept; null for none.</summary>
    public WaitingImport? Waiting { get; init; }

    /// <summary>What somebody has accepted: an answer that takes away just this goes in.</summary>
    public string? Accepted { get; init; }
}

/// <summary>What an answer would take away, since when it waits, and the print by which it is accepted.</summary>
public sealed record WaitingImport(Instant Since, string Print, ImmutableArray<string> Objections);
