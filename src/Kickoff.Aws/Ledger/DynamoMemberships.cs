using System.Collections.Immutable;
using Amazon.DynamoDBv2.Model;
using Kickoff.Core;
using Kickoff.Core.Registration;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Aws.Ledger;

/// <summary>The ledger's membership items.</summary>
public sealed class DynamoMemberships(LedgerTable table) : IMemberships
{
    /// <summary>An item of a server that is out is kept this long; one of a server that is in, for good.</summary>
    private static readonly Duration KeptOut = Duration.FromDays(30);

    public async Task<ImmutableDictionary<MembershipKey, Membership>> FindAsync(
        IReadOnlyCollection<MembershipKey> keys, CancellationToken cancel)
    {
        var items = await table.GetAsync([.. keys.Select(LedgerKey.Membership)], cancel);
        return table.Read(items, Read).ToImmutableDictionary(membership => membership.Key);
    }

    public async Task<ImmutableArray<Membership>> OfAsync(InstanceId instance, CancellationToken cancel)
    {
        var items = await table.QueryAsync(LedgerKey.PartitionOf(instance), LedgerKey.MembershipPrefix, cancel);
        return table.Read(items, Read);
    }

    public async Task<MembershipWrite> CompareAndSetAsync(Membership? expected, Membership next, CancellationToken cancel)
    {
        var raised = next with { Revision = (expected?.Revision ?? 0) + 1 };
        var write = expected is null
            ? await table.PutAsync(Write(raised), "attribute_not_exists(PK)", null, cancel)
            : await table.PutAsync(
                Write(raised), "revision = :revision", new() { [":revision"] = LedgerItem.Number(expected.Revision) }, cancel);
        var current = write.Current is null ? null
            : table.Read(write.Current, Read) ?? throw new UnavailableException(
                "the ledger", $"it has an item of {next.Key.Instance} that this version cannot read");
        // Ours already, when the SDK sent the same write again because the first reply was lost.
        return write.Written || current == raised ? new MembershipWrite.Written(raised) : new MembershipWrite.Lost(current);
    }

    private static Dictionary<string, AttributeValue> Write(Membership membership)
    {
        var item = LedgerItem.At(LedgerKey.Membership(membership.Key))
            .With("boot", membership.Boot)
            .With("epoch", membership.Epoch)
            .With("wanted", membership.Wanted == Wanted.In ? "in" : "out")
            .With("because", Because(membership.Because))
            .With("state", State(membership.State))
            .With("owner", membership.Owner)
            .With("leaseUntil", membership.LeaseUntil)
            .With("at", membership.At)
            .With("revision", membership.Revision);
        return membership.Wanted == Wanted.Out ? item.Until(membership.At + KeptOut) : item;
    }

    private static Membership Read(Dictionary<string, AttributeValue> item)
    {
        var key = item.Key();
        if (!InstanceId.TryParse(key.Partition["instance#".Length..], out var instance)
            || !LoadBalancer.TryParseKey(key.Sort[LedgerKey.MembershipPrefix.Length..], out var loadBalancer))
        {
            throw new InvalidDataException($"The ledger's item {key.Partition} {key.Sort} is not a membership.");
        }

        return new Membership
        {
            Key = new(instance, loadBalancer),
            Boot = item.Instant("boot"),
            Epoch = item.Number("epoch"),
            Wanted = item.Text("wanted") == "in" ? Wanted.In : Wanted.Out,
            Because = Enum.GetValues<Cause>().Single(because => Because(because) == item.Text("because")),
            State = Enum.GetValues<MembershipState>().Single(state => State(state) == item.Text("state")),
            Owner = item.TextOrNull("owner"),
            LeaseUntil = item.InstantOrNull("leaseUntil"),
            At = item.Instant("at"),
            Revision = item.Number("revision"),
        };
    }

    private static string Because(Cause because) => because switch
    {
        Cause.Mapped => "mapped",
        Cause.Undrained => "undrained",
        Cause.Unmapped => "unmapped",
        Cause.Drained => "drained",
        Cause.Stopped => "stopped",
        Cause.Ended => "ended",
        _ => throw new ArgumentOutOfRangeException(nameof(because)),
    };

    private static string State(MembershipState state) => state switch
    {
        MembershipState.Registering => "registering",
        MembershipState.Registered => "registered",
        MembershipState.Deregistering => "deregistering",
        MembershipState.Deregistered => "deregistered",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };
}
