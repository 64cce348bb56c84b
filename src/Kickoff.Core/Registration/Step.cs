using NodaTime;

namespace Kickoff.Core.Registration;

/// <summary>What follows from a wish and what the ledger has.</summary>
public abstract record Step
{
    private Step()
    {
    }

    /// <summary>
    /// Write Next; whoever succeeds makes the call. LookFirst: somebody before may have made this very call, so the load balancer is
    /// asked before it is made again.
    /// </summary>
    public sealed record Claim(Membership Next, bool LookFirst) : Step;

    /// <summary>Write Next, so that whoever comes later with an older observation finds it; no call is needed.</summary>
    public sealed record Note(Membership Next) : Step;

    /// <summary>It is as wished.</summary>
    public sealed record AlreadyThere : Step;

    /// <summary>Somebody is at it until then.</summary>
    public sealed record HeldByAnother(Instant Until) : Step;

    /// <summary>The wish must not be followed.</summary>
    public sealed record LeftAlone(string Reason) : Step;
}
