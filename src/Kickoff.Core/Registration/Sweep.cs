using System.Collections.Immutable;
using Kickoff.Core.Servers;
using Kickoff.Core.Telemetry;
using NodaTime;

namespace Kickoff.Core.Registration;

/// <summary>
/// Compares what servers' groups name with what the load balancers list, both ways, and puts it right through the registrar: a lost event
/// costs a minute. It removes only what the ledger knows, because people register servers by hand too.
/// </summary>
public sealed class Sweep(
    DesiredMemberships desired, Registrar registrar, IMemberships memberships, IServers servers, IInventory inventory, EndedServers ended,
    IClock clock, IJournal journal)
{
    /// <summary>A server that EC2 shows no more this long after the ledger last heard of it is gone.</summary>
    private static readonly Duration Forgotten = Duration.FromHours(1);

    /// <param name="observed">Every server of account and region that is live; those that are not may be missing.</param>
    /// <param name="drained">Boots whose drain was in force when <paramref name="observed"/> was read or begun since, also where the server
    /// was ended.</param>
    /// <param name="roster">Read before or after observed, of <see cref="DesiredMemberships.LoadBalancers"/>.</param>
    /// <param name="leftAlone">Servers about which nothing is done, since their drains are not known.</param>
    /// <param name="cancel">Stops it; what was claimed by then is taken over later.</param>
    /// <returns>What became of everything there was to put right.</returns>
    /// <exception cref="UnavailableException">A part of it could not be done; the others were.</exception>
    public async Task<ImmutableArray<Settled>> RunAsync(
        IReadOnlyCollection<Server> observed, IReadOnlySet<(InstanceId Instance, Instant Boot)> drained, Roster roster, Func<Server,
        bool> leftAlone,
        CancellationToken cancel)
    {
        var troubles = new List<UnavailableException>();
        var terminated = await OrElseAsync(
            troubles, ImmutableArray<Server>.Empty, () => servers.ListAsync([InstanceState.Terminated], cancel));
        var known = observed.Concat(terminated).DistinctBy(server => server.Id).ToDictionary(server => server.Id);
        var unknown = await AddMissingAsync(known, roster, troubles, cancel);
        var wishes = await WishesAsync(known, unknown, drained, roster, leftAlone, cancel);
        var settled = await SettleAsync(wishes, known, troubles, cancel);
        var leaving = await OrElseAsync(troubles, ImmutableArray<Wish>.Empty, () => ended.NoteShownAsync(terminated, cancel));
        var left = leaving.ExceptBy(wishes.Select(wish => wish.Key), wish => wish.Key).ToArray();
        settled = settled.AddRange(await SettleAsync(left, known, troubles, cancel));
        return troubles.Count == 0 ? settled : throw troubles[0];
    }

    private async Task<ImmutableArray<Wish>> WishesAsync(
        Dictionary<InstanceId, Server> known, HashSet<InstanceId> unknown, IReadOnlySet<(InstanceId Instance, Instant Boot)> drained,
        Roster roster, Func<Server, bool> leftAlone, CancellationToken cancel)
    {
        var listed = roster.Members.SelectMany(list => list.Value.Keys.Select(id => new MembershipKey(id, list.Key)));
        var named = known.Values
            .SelectMany(server => desired.NamedFor(server).Where(roster.Members.ContainsKey)
                .Select(loadBalancer => new MembershipKey(server.Id, loadBalancer)))
            .ToHashSet();
        // What an earlier version registered of another stack's servers is that stack's by now.
        var keys = named.Union(listed)
            .Where(key => !unknown.Contains(key.Instance)
                && !(known.TryGetValue(key.Instance, out var server) && (leftAlone(server) || desired.IsOthers(server))))
            .ToArray();
        var items = await memberships.FindAsync(keys, cancel);

        var wishes = ImmutableArray.CreateBuilder<Wish>();
        foreach (var key in keys.OrderBy(key => key.Instance))
        {
            var item = items.GetValueOrDefault(key);
            var wish = known.TryGetValue(key.Instance, out var server)
                ? new Sighting(
                    server, key.LoadBalancer, named.Contains(key), drained.Contains((server.Id, server.LaunchTime)),
                    roster.Lists(key.LoadBalancer, server.Id), item, roster.At).Decide()
                : Gone(item, roster.At);
            if (wish is not null)
            {
                wishes.Add(wish);
            }
        }

        return wishes.ToImmutable();
    }

    private async Task<ImmutableArray<Settled>> SettleAsync(
        IReadOnlyCollection<Wish> wishes, Dictionary<InstanceId, Server> known, List<UnavailableException> troubles,
        CancellationToken cancel)
    {
        if (wishes.Count == 0)
        {
            return [];
        }

        var settled = await registrar.SettleAsync(wishes, cancel);
        await OrElseAsync(troubles, true, async () =>
        {
            await RememberAsync(settled, known, cancel);
            return true;
        });
        return settled;
    }

    /// <summary>One part of it, which costs the others nothing when nobody answers.</summary>
    private static async Task<T> OrElseAsync<T>(List<UnavailableException> troubles, T otherwise, Func<Task<T>> part)
    {
        try
        {
            return await part();
        }
        catch (UnavailableException unavailable)
        {
            troubles.Add(unavailable);
            return otherwise;
        }
    }

    /// <summary>
    /// Listed servers that were not observed: stopped, ended, or started a moment ago. Answers those of which EC2 does not say.
    /// </summary>
    private async Task<HashSet<InstanceId>> AddMissingAsync(
        Dictionary<InstanceId, Server> known, Roster roster, List<UnavailableException> troubles, CancellationToken cancel)
    {
        var missing = roster.Members.Values.SelectMany(members => members.Keys).Where(id => !known.ContainsKey(id)).Distinct().ToArray();
        if (missing.Length == 0)
        {
            return [];
        }

        return await OrElseAsync<HashSet<InstanceId>>(troubles, [.. missing], async () =>
        {
            foreach (var server in await servers.FindAsync(missing, cancel))
            {
                known[server.Id] = server;
            }

            return [];
        });
    }

    private Wish? Gone(Membership? item, Instant at)
    {
        if (item is null || item.At + Forgotten > at)
        {
            return null;
        }

        journal.Record(
            new(JournalLevel.Warning, "forgotten", item.Key.Instance.Value, "a load balancer lists it and EC2 shows no such server"));
        return new Wish(item.Key, item.Boot, Wanted.Out, Cause.Ended) { Known = item, Repair = item.Wanted == Wanted.Out };
    }

    /// <summary>What an event would have written, had it come.</summary>
    private async Task RememberAsync(IEnumerable<Settled> settled, Dictionary<InstanceId, Server> known, CancellationToken cancel)
    {
        var now = clock.GetCurrentInstant();
        var unheard = settled
            .OfType<Settled.Done>()
            // Who claimed it first may have died before remembering it.
            .Where(done => done.Wish.Wanted == Wanted.In
                && (done.Wish.Known is not { State: MembershipState.Registered } before || before.Boot < done.Wish.Boot))
            .Select(done => done.Wish.Key.Instance)
            .Distinct()
            .Select(id => new InventoryItem(known[id], now))
            .ToArray();
        if (unheard.Length > 0)
        {
            await inventory.RecordAsync(unheard, cancel);
        }
    }
}
