using NodaTime;

namespace Kickoff.Core.Registration;

/// <summary>What became of one wish.</summary>
public abstract record Settled
{
    private Settled(Wish wish) => Wish = wish;

    public Wish Wish { get; }

    /// <summary>The wish must be brought again: it is not fulfilled, and nobody is at it.</summary>
    public virtual bool Failed => false;

    /// <summary>We claimed it and did it. Called: with a call of ours; otherwise one that died before had made it.</summary>
    public sealed record Done(Wish Wish, Membership Membership, bool Called) : Settled(Wish);

    public sealed record AlreadyThere(Wish Wish) : Settled(Wish);

    /// <summary>Written down; no call was needed.</summary>
    public sealed record Noted(Wish Wish, Membership Membership) : Settled(Wish);

    /// <summary>Its holder finishes it, or the sweep after Until.</summary>
    public sealed record HeldByAnother(Wish Wish, Instant Until) : Settled(Wish);

    /// <summary>The wish must not be followed.</summary>
    public sealed record LeftAlone(Wish Wish, string Reason) : Settled(Wish);

    /// <summary>Somebody decided otherwise while we were at it; what we did is undone.</summary>
    public sealed record Superseded(Wish Wish) : Settled(Wish);

    /// <summary>The load balancer does not exist, or does not take this server.</summary>
    public sealed record Refused(Wish Wish, string Reason) : Settled(Wish)
    {
        public override bool Failed => true;
    }

    /// <summary>A service could not answer; the call may have happened, and who comes next looks first.</summary>
    public sealed record Unknown(Wish Wish, string Reason) : Settled(Wish)
    {
        public override bool Failed => true;
    }
}
