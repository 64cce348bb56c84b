using NodaTime;

namespace Kickoff.Core.Scaling;

public enum HoldKind
{
    AtLeast,
    Exactly,
}

/// <summary>An operator's override of one pool, which expires by itself.</summary>
public sealed record Hold(string Pool, HoldKind Kind, int Servers, Instant From, Instant Until, string By, string Reason);
