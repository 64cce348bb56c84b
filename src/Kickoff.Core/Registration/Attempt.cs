using NodaTime;

namespace Kickoff.Core.Registration;

/// <summary>One wish on its way through claim, call and completion.</summary>
internal sealed class Attempt(Wish wish)
{
    public Wish Wish { get; } = wish;

    /// <summary>What the ledger has as ours; null while nothing is claimed.</summary>
    public Membership? Claimed { get; set; }

    /// <summary>What somebody else wrote over our claim.</summary>
    public Membership? Overwritten { get; set; }

    /// <summary>Until when its call may be begun, on the real clock.</summary>
    public Instant CallUntil => Claimed!.LeaseUntil!.Value - MembershipTransitions.CallTime;

    public bool LookFirst { get; set; }

    public CallResult? Result { get; set; }

    /// <summary>What became of the wish; an attempt goes on after that only to undo.</summary>
    public Settled? Settled { get; set; }

    /// <summary>A call of ours happened, or may have.</summary>
    public bool MayHaveCalled => Result is CallResult.Done { Called: true } or CallResult.Unknown;
}
