using System.Collections.Immutable;
using Kickoff.Core.Servers;
using Kickoff.Core.Telemetry;
using NodaTime;

namespace Kickoff.Core.Registration;

/// <summary>
/// Notes the servers EC2 says are terminated, if they were ours: certificates are cleaned by these notes. EC2 soon forgets a terminated
/// server's groups and tags, so the ledger's memory of it counts as well.
/// </summary>
public sealed class EndedServers(
    DesiredMemberships desired, IMemberships memberships, IInventory inventory, ITerminations terminations, IClock clock, IJournal journal,
    OthersEnded others, string stack)
{
    /// <summary>EC2 shows a terminated server for about an hour; what was noted before that cannot be shown any more.</summary>
    private static readonly Duration Shown = Duration.FromHours(3);

    private const int LedgerReads = 16;

    /// <summary>Notes ours among these terminated servers, and answers the wishes to take them out where the ledger has them in.</summary>
    public async Task<ImmutableArray<Wish>> NoteAsync(IReadOnlyCollection<Server> terminated, CancellationToken cancel)
    {
        var (ours, known) = await OursAsync(terminated, cancel);
        return await NoteAsync(ours, known, cancel);
    }

    /// <summary>The same of all servers that EC2 shows terminated, of which most were noted before, or are others'.</summary>
    public async Task<ImmutableArray<Wish>> NoteShownAsync(IReadOnlyCollection<Server> terminated, CancellationToken cancel)
    {
        if (terminated.Count == 0)
        {
            return [];
        }

        var now = clock.GetCurrentInstant();
        var noted = (await terminations.SinceAsync(now - Shown, int.MaxValue, cancel)).Select(termination => termination.Id).ToHashSet();
        Server[] left = [.. terminated.Where(server => !noted.Contains(server.Id) && !others.Contains(server.Id, now))];
        var (ours, known) = await OursAsync(left, cancel);
        others.Note(
            left.Select(server => server.Id).Except(ours.Select(server => server.Id)),
            terminated.Select(server => server.Id).ToHashSet(), now);
        return await NoteAsync(ours, known, cancel);
    }

    /// <summary>Those that are ours by what EC2 still says or by what the ledger has of them, and what the inventory has.</summary>
    private async Task<(Server[] Ours, ImmutableArray<InventoryItem> Known)> OursAsync(
        IReadOnlyCollection<Server> terminated, CancellationToken cancel)
    {
        terminated = [.. terminated.Where(server => !desired.IsOthers(server))];
        var known = await inventory.FindAsync([.. terminated.Where(server => !SaysOurs(server)).Select(server => server.Id)], cancel);
        var knownIds = known.Select(item => item.Server.Id).ToHashSet();
        // Who wrote a membership may have died before the inventory item.
        var claimed = await memberships.FindAsync(
            [
                .. terminated.Where(server => !SaysOurs(server) && !knownIds.Contains(server.Id))
                    .SelectMany(server => desired.LoadBalancers.Select(loadBalancer => new MembershipKey(server.Id, loadBalancer))),
            ],
            cancel);
        knownIds.UnionWith(claimed.Keys.Select(key => key.Instance));
        return ([.. terminated.Where(server => SaysOurs(server) || knownIds.Contains(server.Id))], [.. known]);
    }

    private async Task<ImmutableArray<Wish>> NoteAsync(Server[] ours, ImmutableArray<InventoryItem> known, CancellationToken cancel)
    {
        if (ours.Length == 0)
        {
            return [];
        }

        var wishes = await InParallel.MapAsync(ours, LedgerReads, server => WishesOutAsync(server, cancel));
        // So that nobody takes it for live by what was seen before.
        await inventory.RecordAsync([.. known.Select(item => new InventoryItem(Ended(item.Server), clock.GetCurrentInstant()))], cancel);
        await terminations.NoteAsync([.. ours.Select(server => new Termination(server.Id, clock.GetCurrentInstant()))], cancel);
        foreach (var server in ours)
        {
            journal.Record(
                new(
                    JournalLevel.Information, "terminated", server.Id.Value,
                    $"EC2 shows it terminated{(server.StateReason is { } why ? $" ({why})" : "")}; its certificate may be cleaned"));
        }

        return [.. wishes.SelectMany(each => each)];
    }

    /// <summary>What is to be taken out because EC2 shows this server stopping or ended.</summary>
    public async Task<IEnumerable<Wish>> WishesOutAsync(Server server, CancellationToken cancel)
    {
        var because = server.State == InstanceState.Terminated ? Cause.Ended : Cause.Stopped;
        var known = (await memberships.OfAsync(server.Id, cancel)).ToDictionary(membership => membership.Key.LoadBalancer);
        return
            from loadBalancer in desired.NamedFor(server).Union(known.Keys)
            let membership = known.GetValueOrDefault(loadBalancer)
            where membership is not { State: MembershipState.Deregistered, Because: var was }
                || was < because
                || membership.Boot < server.LaunchTime
            select Wish.Out(server, loadBalancer, because) with { Known = membership };
    }

    private static Server Ended(Server server) => server with { State = InstanceState.Terminated };

    private bool SaysOurs(Server server) => desired.IsMapped(server) || server.Tag(KickoffTags.Stack) == stack;
}
