using NodaTime;

namespace Kickoff.Core.Registration;

/// <summary>Every change a membership can go through, and there are no others: the state table of docs/registration.md.</summary>
public static class MembershipTransitions
{
    /// <summary>
    /// How long a claim is its owner's, on the real clock: longer than OnInstanceRunning's timeout, shorter than its queue's visibility
    /// timeout, so that a redelivery finds it expired (both in template.yaml).
    /// </summary>
    public static readonly Duration Lease = Duration.FromSeconds(35);

    /// <summary>
    /// No call is begun with less than this left of its claim: three attempts of four seconds and the waits between them. Whoever takes
    /// the claim over then never meets a call that is still on its way.
    /// </summary>
    public static readonly Duration CallTime = Duration.FromSeconds(15);

    /// <summary>What <paramref name="owner"/> may do at <paramref name="now"/> (real clock) about a wish.</summary>
    public static Step Next(Membership? current, Wish wish, string owner, Instant now)
    {
        if (current is null)
        {
            return wish switch
            {
                // What Kickoff did not register it does not take out; but one who saw the server running before must find that it stopped.
                { Because: Cause.Stopped or Cause.Ended } => Note(wish, 1, 0, now),
                { Because: Cause.Unmapped } => new Step.AlreadyThere(),
                _ => Begin(wish, 1, 0, owner, now),
            };
        }

        if (wish.Boot < current.Boot)
        {
            return new Step.LeftAlone("the ledger knows a later boot");
        }

        // A call for a terminated server would be refused, and with it that of every other server in the call.
        if (wish.Because == Cause.Ended && !wish.Repair)
        {
            return current.Because == Cause.Ended ? new Step.AlreadyThere() : Note(wish, current.Epoch + 1, current.Revision, now);
        }

        if (wish.Boot > current.Boot)
        {
            return Begin(wish, current.Epoch + 1, current.Revision, owner, now);
        }

        return wish.Wanted == current.Wanted ? Continue(current, wish, owner, now) : Change(current, wish, owner, now);
    }

    /// <summary>
    /// The claim of one who made a call after <paramref name="current"/>, which wants the opposite, was written: it is done once more in
    /// current's sense, whoever holds it, because that call may have come after theirs.
    /// </summary>
    public static Step.Claim Undo(Membership current, string owner, Instant now) =>
        new(Hold(current with { Epoch = current.Epoch + 1 }, owner, now), LookFirst: true);

    /// <summary>The claimed work is done.</summary>
    public static Membership Complete(Membership claimed, Instant now) =>
        Free(claimed, now) with { State = claimed.Wanted == Wanted.In ? MembershipState.Registered : MembershipState.Deregistered };

    /// <summary>The claimed work was not done: anybody may try again at once.</summary>
    public static Membership Release(Membership claimed, Instant now) => Free(claimed, now);

    /// <summary>
    /// Nobody knows whether the claimed work was done: the call may still be on its way, so the lease stays until it runs out, and who
    /// takes over then looks first.
    /// </summary>
    public static Membership Leave(Membership claimed, Instant now) => claimed with { At = now };

    private static Step Continue(Membership current, Wish wish, string owner, Instant now)
    {
        if (wish.Wanted == Wanted.Out && wish.Because > current.Because)
        {
            return current.State == MembershipState.Deregistered && !wish.Repair
                ? Note(wish, current.Epoch, current.Revision, now)
                : Begin(wish, current.Epoch + 1, current.Revision, owner, now);
        }

        if (current.State is MembershipState.Registered or MembershipState.Deregistered)
        {
            return wish.Repair
                ? new Step.Claim(Hold(current with { Epoch = current.Epoch + 1 }, owner, now), LookFirst: false)
                : new Step.AlreadyThere();
        }

        return current.LeaseUntil is { } until && until > now
            ? new Step.HeldByAnother(until)
            : new Step.Claim(Hold(current, owner, now), LookFirst: true);
    }

    private static Step Change(Membership current, Wish wish, string owner, Instant now)
    {
        var allowed = wish.Wanted == Wanted.Out || wish.Repair || current.Because switch
        {
            Cause.Drained => wish.Because == Cause.Undrained,
            Cause.Stopped or Cause.Ended => false,
            _ => true,
        };
        return allowed
            ? Begin(wish, current.Epoch + 1, current.Revision, owner, now)
            : new Step.LeftAlone(current.Because == Cause.Drained ? "it is drained" : "it was seen stopping or ended in this boot");
    }

    private static Step.Claim Begin(Wish wish, long epoch, long revision, string owner, Instant now) =>
        new(Hold(Settled(wish, epoch, revision, now), owner, now), LookFirst: false);

    private static Step.Note Note(Wish wish, long epoch, long revision, Instant now) => new(Settled(wish, epoch, revision, now));

    private static Membership Settled(Wish wish, long epoch, long revision, Instant now) => new()
    {
        Key = wish.Key,
        Boot = wish.Boot,
        Epoch = epoch,
        Wanted = wish.Wanted,
        Because = wish.Because,
        State = wish.Wanted == Wanted.In ? MembershipState.Registered : MembershipState.Deregistered,
        At = now,
        Revision = revision,
    };

    private static Membership Hold(Membership membership, string owner, Instant now) => membership with
    {
        State = membership.Wanted == Wanted.In ? MembershipState.Registering : MembershipState.Deregistering,
        Owner = owner,
        LeaseUntil = now + Lease,
        At = now,
    };

    private static Membership Free(Membership claimed, Instant now) => claimed with { Owner = null, LeaseUntil = null, At = now };
}
