using System.Collections.Immutable;
using NodaTime;

namespace Kickoff.MatchDay;

/// <summary>What happened on the day, as it was observed.</summary>
internal sealed class Story
{
    private readonly List<Moment> _moments = [];

    public IReadOnlyList<Moment> Moments => _moments;

    /// <summary>Each server's classification, by instance id.</summary>
    public Dictionary<string, Classification> Classifications { get; } = new(StringComparer.Ordinal);

    /// <summary>Every server that was seen, in the order in which they came.</summary>
    public HashSet<string> Servers { get; } = new(StringComparer.Ordinal);

    /// <summary>Ticks that were given, and what went wrong with those that failed.</summary>
    public int Ticks { get; set; }

    public List<string> Failures { get; } = [];

    /// <summary>What the source did, where fixtures come from one.</summary>
    public IReadOnlyList<SourceSeen> Source { get; set; } = [];

    public void Add(Moment moment) => _moments.Add(moment);

    /// <summary>The pool at this moment or, if nobody looked then, at the last before it.</summary>
    public PoolMoment? At(string pool, Instant at) =>
        _moments.LastOrDefault(moment => moment.At <= at)?.Pools.FirstOrDefault(one => one.Pool == pool);

    /// <summary>When the pool had this many in service for the first time at or after <paramref name="from"/>.</summary>
    public Instant? FirstWith(string pool, int inService, Instant from) =>
        _moments.FirstOrDefault(moment => moment.At >= from && moment.Pools.Any(one => one.Pool == pool && one.InService >= inService))?.At;
}

/// <summary>What puppet/enc said of a server.</summary>
internal sealed record Classification(string Certname, int ExitCode, string Output, string Errors);
