using System.Globalization;
using NodaTime;

namespace Kickoff.Core.Registration;

/// <summary>One invocation's way of bringing wishes about: claim, call, complete, and undo what others decided against meanwhile.</summary>
internal sealed class Settlement(IMemberships memberships, LoadBalancerCalls calls, IClock clock, string owner)
{
    /// <summary>Ledger writes under way at once.</summary>
    private const int LedgerWrites = 16;

    /// <summary>ELB allows about four calls a second with bursts of twenty (AWS ELB quotas).</summary>
    private const int LoadBalancersAtOnce = 4;

    /// <summary>
    /// Writes of one membership that lost against others' before it is left to who comes next: each of them was somebody else's success,
    /// unless the table neither takes a write nor shows what speaks against it.
    /// </summary>
    private const int Writes = 8;

    /// <summary>How often one invocation undoes when others keep deciding otherwise; the sweep finishes the rest.</summary>
    private const int Rounds = 4;

    public async Task<Settled[]> SettleAsync(IEnumerable<Wish> wishes, CancellationToken cancel)
    {
        var attempts = wishes.Select(wish => new Attempt(wish)).ToArray();
        await InParallel.EachAsync(attempts, LedgerWrites, attempt => OrUnknownAsync(attempt, () => ClaimAsync(attempt, cancel)));
        var claimed = Claimed(attempts);
        for (var round = 0; claimed.Length > 0; round++)
        {
            await CallAsync(claimed, cancel);
            await InParallel.EachAsync(claimed, LedgerWrites, attempt => OrUnknownAsync(attempt, () => CompleteAsync(attempt, cancel)));
            var spoiled = claimed.Where(attempt => attempt.Overwritten is not null).ToArray();
            if (round < Rounds)
            {
                await InParallel.EachAsync(spoiled, LedgerWrites, attempt => OrUnknownAsync(attempt, () => UndoAsync(attempt, cancel)));
            }

            claimed = Claimed(spoiled);
        }

        return [.. attempts.Select(attempt => attempt.Settled ?? throw new InvalidOperationException($"{attempt.Wish} was forgotten."))];
    }

    private static Attempt[] Claimed(Attempt[] attempts) => [.. attempts.Where(attempt => attempt.Claimed is not null)];

    private async Task ClaimAsync(Attempt attempt, CancellationToken cancel)
    {
        var wish = attempt.Wish;
        var current = wish.Known;
        if (current is null && wish.Wanted == Wanted.Out)
        {
            // Who is to be in mostly is new; who is to be out mostly is known.
            current = (await memberships.FindAsync([wish.Key], cancel)).GetValueOrDefault(wish.Key);
        }

        for (var write = 0; attempt.Claimed is null && attempt.Settled is null; write++)
        {
            ThrowIfVain(write);
            switch (MembershipTransitions.Next(current, wish, owner, clock.GetCurrentInstant()))
            {
                case Step.Claim claim:
                    attempt.LookFirst = claim.LookFirst;
                    (attempt.Claimed, current) = await WriteOrLookAsync(current, claim.Next, cancel);
                    // A repair speaks of the item it was decided on, not of what somebody wrote since.
                    wish = wish with { Repair = false };
                    break;
                case Step.Note note:
                    (var noted, current) = await WriteOrLookAsync(current, note.Next, cancel);
                    attempt.Settled = noted is null ? null : new Settled.Noted(attempt.Wish, noted);
                    break;
                case Step.AlreadyThere:
                    attempt.Settled = new Settled.AlreadyThere(attempt.Wish);
                    break;
                case Step.HeldByAnother held:
                    attempt.Settled = new Settled.HeldByAnother(attempt.Wish, held.Until);
                    break;
                case Step.LeftAlone left:
                    attempt.Settled = new Settled.LeftAlone(attempt.Wish, left.Reason);
                    break;
                default:
                    throw new InvalidOperationException("A step nobody knows.");
            }
        }
    }

    private Task CallAsync(Attempt[] claimed, CancellationToken cancel)
    {
        var now = clock.GetCurrentInstant();
        foreach (var late in claimed.Where(attempt => attempt.CallUntil < now))
        {
            late.Result = new CallResult.NotMade();
        }

        var groups = claimed
            .Where(attempt => attempt.CallUntil >= now)
            .GroupBy(attempt => (attempt.Wish.Key.LoadBalancer, attempt.Claimed!.Wanted))
            .OrderBy(group => group.Key.LoadBalancer.Key, StringComparer.Ordinal)
            .ToArray();
        return InParallel.EachAsync(groups, LoadBalancersAtOnce, async group =>
        {
            var looks = group.Where(attempt => attempt.LookFirst).Select(attempt => attempt.Wish.Key.Instance).ToHashSet();
            var instances = group.Select(attempt => attempt.Wish.Key.Instance).ToArray();
            var latest = group.Min(attempt => attempt.CallUntil);
            var results = await calls.MakeAsync(group.Key.LoadBalancer, group.Key.Wanted, instances, looks, latest, cancel);
            foreach (var attempt in group)
            {
                attempt.Result = results[attempt.Wish.Key.Instance];
            }
        });
    }

    private async Task CompleteAsync(Attempt attempt, CancellationToken cancel)
    {
        var claimed = attempt.Claimed!;
        var now = clock.GetCurrentInstant();
        var next = attempt.Result switch
        {
            CallResult.Done => MembershipTransitions.Complete(claimed, now),
            CallResult.Unknown => MembershipTransitions.Leave(claimed, now),
            _ => MembershipTransitions.Release(claimed, now),
        };
        var (written, current) = await WriteAsync(claimed, next, cancel);
        attempt.Claimed = null;
        attempt.Overwritten = attempt.MayHaveCalled && current is not null && current.Wanted != claimed.Wanted ? current : null;
        attempt.Settled ??= Answer(attempt, written, current);
    }

    private static Settled Answer(Attempt attempt, Membership? written, Membership? current) => attempt.Result switch
    {
        CallResult.Refused refused => new Settled.Refused(attempt.Wish, refused.Reason),
        CallResult.Unknown unknown => new Settled.Unknown(attempt.Wish, unknown.Reason),
        CallResult.NotMade => new Settled.Unknown(attempt.Wish, "the ledger was so slow that the claim had grown too old for a call"),
        CallResult.Done done when written is not null => new Settled.Done(attempt.Wish, written, done.Called),
        _ when current?.Wanted != attempt.Wish.Wanted => new Settled.Superseded(attempt.Wish),
        // Our lease ran out and somebody took over in the same sense: theirs to finish.
        _ when current.LeaseUntil is { } until => new Settled.HeldByAnother(attempt.Wish, until),
        _ => new Settled.AlreadyThere(attempt.Wish),
    };

    /// <summary>Our call may have come after that of whoever turned the membership round: theirs is made once more.</summary>
    private async Task UndoAsync(Attempt attempt, CancellationToken cancel)
    {
        var current = attempt.Overwritten;
        var turned = current!.Wanted;
        attempt.Overwritten = null;
        for (var write = 0; attempt.Claimed is null && current?.Wanted == turned; write++)
        {
            ThrowIfVain(write);
            var claim = MembershipTransitions.Undo(current, owner, clock.GetCurrentInstant());
            attempt.LookFirst = claim.LookFirst;
            (attempt.Claimed, current) = await WriteAsync(current, claim.Next, cancel);
        }
    }

    private static void ThrowIfVain(int write)
    {
        if (write == Writes)
        {
            throw new UnavailableException(
                "the ledger", string.Create(CultureInfo.InvariantCulture, $"{Writes} writes of one membership came too late"));
        }
    }

    /// <summary>
    /// A write that fails and shows no item was of one that is not there any more, or DynamoDB does not show it: looked up.
    /// </summary>
    private async Task<(Membership? Written, Membership? Current)> WriteOrLookAsync(
        Membership? expected, Membership next, CancellationToken cancel)
    {
        var (written, current) = await WriteAsync(expected, next, cancel);
        return written is null && current is null
            ? (null, (await memberships.FindAsync([next.Key], cancel)).GetValueOrDefault(next.Key))
            : (written, current);
    }

    private async Task<(Membership? Written, Membership? Current)> WriteAsync(
        Membership? expected, Membership next, CancellationToken cancel) =>
        await memberships.CompareAndSetAsync(expected, next, cancel) switch
        {
            MembershipWrite.Written written => (written.Membership, null),
            MembershipWrite.Lost lost => (null, lost.Current),
            _ => throw new InvalidOperationException("A write nobody knows."),
        };

    private static async Task OrUnknownAsync(Attempt attempt, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (UnavailableException unavailable)
        {
            attempt.Claimed = null;
            attempt.Overwritten = null;
            attempt.Settled = new Settled.Unknown(attempt.Wish, unavailable.Message);
        }
    }
}
