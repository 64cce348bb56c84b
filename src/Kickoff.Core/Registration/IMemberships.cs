using System.Collections.Immutable;
using Kickoff.Core.Servers;

namespace Kickoff.Core.Registration;

/// <summary>What became of a compare-and-set.</summary>
public abstract record MembershipWrite
{
    private MembershipWrite()
    {
    }

    /// <summary>Written; Membership is what the ledger has now (its Revision raised by one).</summary>
    public sealed record Written(Membership Membership) : MembershipWrite;

    /// <summary>Somebody else was first; Current is what the ledger has (null: nothing), from the failed write itself.</summary>
    public sealed record Lost(Membership? Current) : MembershipWrite;
}

/// <summary>The ledger's membership items. Reads are strongly consistent.</summary>
public interface IMemberships
{
    /// <summary>The items with these keys; those that are not there are absent.</summary>
    Task<ImmutableDictionary<MembershipKey, Membership>> FindAsync(IReadOnlyCollection<MembershipKey> keys, CancellationToken cancel);

    /// <summary>Every membership the ledger has of this instance.</summary>
    Task<ImmutableArray<Membership>> OfAsync(InstanceId instance, CancellationToken cancel);

    /// <summary>
    /// Puts <paramref name="next"/> if the ledger still has <paramref name="expected"/> (its revision; null: no item). When the reply
    /// of an earlier attempt of the same write was lost, the adapter answers Written, not Lost: it compares what is there with next.
    /// </summary>
    Task<MembershipWrite> CompareAndSetAsync(Membership? expected, Membership next, CancellationToken cancel);
}
