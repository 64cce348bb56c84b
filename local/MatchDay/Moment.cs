using System.Collections.Immutable;
using NodaTime;

namespace Kickoff.MatchDay;

/// <summary>One pool at one moment: planned by Kickoff, the rest as EC2 and the load balancers show it.</summary>
internal sealed record PoolMoment(string Pool, int Planned, int Launched, int InService, int Draining)
{
    /// <summary>As planned, and nothing under way.</summary>
    public bool IsQuiet => Launched == Planned && InService == Planned && Draining == 0;
}

/// <summary>The whole fleet at one moment of the day.</summary>
/// <param name="Plan">As it was known then: where fixtures come from a source, it changes.</param>
internal sealed record Moment(Instant At, ImmutableArray<PoolMoment> Pools, DayPlan Plan);

/// <summary>One server as EC2 and the load balancers show it.</summary>
internal sealed record SeenServer(string Id, string Pool, bool Listed, bool InService);
