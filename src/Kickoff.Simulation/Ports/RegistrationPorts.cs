using System.Collections.Immutable;
using System.Globalization;
using Kickoff.Core.Registration;
using Kickoff.Core.Servers;
using Kickoff.Simulation.Calls;
using Kickoff.Simulation.Tables;
using Kickoff.Simulation.Time;
using NodaTime;

namespace Kickoff.Simulation.Ports;

/// <summary>The ledger's memberships as one invocation reads and writes them.</summary>
public sealed class SimulatedMemberships(MembershipTable table, Network network, Invocation caller) : IMemberships
{
    public Task<ImmutableDictionary<MembershipKey, Membership>> FindAsync(IReadOnlyCollection<MembershipKey> keys, CancellationToken cancel)
    {
        if (keys.Count == 0)
        {
            return Task.FromResult(ImmutableDictionary<MembershipKey, Membership>.Empty);
        }

        var wanted = keys.ToArray();
        return network.CallAsync(
            caller, CallSite.ReadMemberships, found => $"{found.Count} of {wanted.Length}",
            _ => wanted.Select(table.Find).OfType<Membership>().ToImmutableDictionary(membership => membership.Key), cancel);
    }

    public Task<ImmutableArray<Membership>> OfAsync(InstanceId instance, CancellationToken cancel) => network.CallAsync(
        caller, CallSite.ReadMemberships, found => $"of {instance}: {string.Join(", ", found.Select(Words))}", _ => table.Of(instance), cancel);

    public Task<MembershipWrite> CompareAndSetAsync(Membership? expected, Membership next, CancellationToken cancel) => network.CallAsync(
        caller,
        CallSite.WriteMembership,
        write => string.Create(
            CultureInfo.InvariantCulture,
            $"{next.Key.Instance} {Words(next)}: {(write is MembershipWrite.Written written ? $"written, revision {written.Membership.Revision}" : "lost")}"),
        _ => table.CompareAndSet(caller, expected, next),
        cancel);

    private static string Words(Membership membership) => string.Create(
        CultureInfo.InvariantCulture,
        $"{membership.Key.LoadBalancer} {membership.Wanted} ({membership.Because}) {membership.State} epoch {membership.Epoch} by {membership.Owner ?? "nobody"}");
}

/// <summary>The ledger's inventory. The read of a single item does not ask for the newest.</summary>
public sealed class SimulatedInventory(InventoryTable table, Network network, Invocation caller) : IInventory
{
    public Task<InventoryItem?> FindAsync(InstanceId id, CancellationToken cancel) => network.CallAsync(
        caller, CallSite.ReadInventory, item => $"{id}: {item?.SeenAt}", _ => table.Find(id), cancel);

    public Task<ImmutableArray<InventoryItem>> FindAsync(IReadOnlyCollection<InstanceId> ids, CancellationToken cancel)
    {
        var wanted = ids.ToArray();
        return wanted.Length == 0
            ? Task.FromResult(ImmutableArray<InventoryItem>.Empty)
            : network.CallAsync(
                caller, CallSite.ReadInventory, items => $"{items.Length} of {wanted.Length}",
                _ => wanted.Select(table.Find).OfType<InventoryItem>().ToImmutableArray(), cancel);
    }

    public Task RecordAsync(IReadOnlyCollection<InventoryItem> items, CancellationToken cancel)
    {
        var written = items.ToArray();
        return written.Length == 0
            ? Task.CompletedTask
            : network.CallAsync(
                caller,
                CallSite.WriteInventory,
                _ => string.Join(' ', written.Select(item => item.Server.Id)),
                _ =>
                {
                    Array.ForEach(written, table.Record);
                    return true;
                },
                cancel);
    }
}

/// <summary>The ledger's notes of terminated servers. The read does not ask for the newest.</summary>
public sealed class SimulatedTerminations(TerminationTable table, Network network, Invocation caller) : ITerminations
{
    public Task NoteAsync(IReadOnlyCollection<Termination> terminations, CancellationToken cancel)
    {
        var noted = terminations.ToArray();
        return noted.Length == 0
            ? Task.CompletedTask
            : network.CallAsync(
                caller,
                CallSite.WriteTerminations,
                _ => string.Join(' ', noted.Select(termination => termination.Id)),
                _ =>
                {
                    table.Note(caller, noted);
                    return true;
                },
                cancel);
    }

    public Task<ImmutableArray<Termination>> SinceAsync(Instant since, int most, CancellationToken cancel) => network.CallAsync(
        caller, CallSite.ReadTerminations, found => $"{found.Length} since {since}",
        fate => table.Since(since, int.MaxValue).Where(termination => termination.At <= network.Time.Now - fate.Behind).Take(most).ToImmutableArray(), cancel);
}
