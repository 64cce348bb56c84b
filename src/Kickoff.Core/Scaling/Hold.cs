using NodaTime;

namespace Kickoff.Core.Scaling;

public enum HoldKind
{
    AtLeast,
    Exactly,
}

/// <summary>An operator's override of one pool, which expires by itself.</summary>
public sealed record Hold(string Pool, HoldKind Kind, int Servers, Instant From, Instant Until, string By, string Reason);

/// <summary>What became of an operator's hold.</summary>
public abstract record HoldAnswer
{
    private HoldAnswer()
    {
    }

    /// <summary>It holds; Instead is the one, in force or still to come, that it replaced.</summary>
    public sealed record Put(Hold? Instead) : HoldAnswer;

    /// <summary>Another one is in force or still to come, and stays.</summary>
    public sealed record Refused(Hold There) : HoldAnswer;
}
