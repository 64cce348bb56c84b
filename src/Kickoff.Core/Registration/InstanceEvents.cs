using System.Collections.Immutable;
using Kickoff.Core.Servers;
using Kickoff.Core.Telemetry;
using NodaTime;

namespace Kickoff.Core.Registration;

/// <summary>
/// What follows from EC2's state-change events. They are best effort, may repeat and come in any order, so an event is only a
/// hint to look.
/// </summary>
public sealed class InstanceEvents(
    IServers servers, DesiredMemberships desired, Registrar registrar, IInventory inventory, EndedServers ended, IClock clock,
    IJournal journal) : IInstanceEvents
{
    /// <summary>Instances looked at together: a few describe calls, one registration call a load balancer, seconds of work.</summary>
    public const int Slice = 500;

    /// <summary>
    /// So long EC2 may not show yet what it told (it is eventually consistent); an older event of an unknown instance is dropped.
    /// </summary>
    public static readonly Duration Young = Duration.FromMinutes(15);

    private const int LedgerReads = 16;

    private readonly InventoryKeeper _inventory = new(inventory, clock);

    public async Task<ImmutableArray<string>> HandleAsync(
        IReadOnlyCollection<InstanceEvent> events, Instant stopAt, CancellationToken cancel)
    {
        var again = new HashSet<InstanceId>();
        var youngest = events.GroupBy(one => one.Instance).ToDictionary(group => group.Key, group => group.Max(one => one.At));
        var left = new Queue<InstanceId[]>(events.Select(one => one.Instance).Distinct().Chunk(Slice));
        try
        {
            while (left.Count > 0 && clock.GetCurrentInstant() < stopAt)
            {
                var slice = left.Peek();
                again.UnionWith(await HandleAsync(slice, youngest, cancel));
                left.Dequeue();
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // What was claimed is taken over when its lease has run out; the records come again after that.
        }

        if (left.Count > 0)
        {
            again.UnionWith(left.SelectMany(slice => slice));
            journal.Record(new(
                JournalLevel.Warning, "out of time", "batch", "its remaining records go back to the queue",
                ImmutableDictionary<string, string>.Empty.Add("instances", $"{left.Sum(slice => slice.Length)}")));
        }

        return [.. events.Where(one => again.Contains(one.Instance)).Select(one => one.RecordId)];
    }

    /// <summary>Answers those whose records must come again.</summary>
    private async Task<HashSet<InstanceId>> HandleAsync(
        InstanceId[] ids, Dictionary<InstanceId, Instant> youngest, CancellationToken cancel)
    {
        if (await OrNullAsync(async () => (await servers.FindAsync(ids, cancel)).ToDictionary(server => server.Id)) is not { } found)
        {
            return [.. ids];
        }

        var again = ids.Where(id => !Settles(id, found.GetValueOrDefault(id), youngest[id])).ToHashSet();
        var wishes = await WishesAsync(found.Values, again, cancel);
        foreach (var failed in (await registrar.SettleAsync(wishes, cancel)).Where(settled => settled.Failed))
        {
            again.Add(failed.Wish.Key.Instance);
        }

        Server[] mapped = [.. found.Values.Where(desired.IsMapped)];
        if (await OrNullAsync(async () => await _inventory.KeepAsync(mapped, cancel)) is null)
        {
            again.UnionWith(mapped.Select(server => server.Id));
        }

        return again;
    }

    /// <summary>Null, and said, when nobody answers: it costs those that it is about.</summary>
    private async Task<T?> OrNullAsync<T>(Func<Task<T>> ask)
        where T : class
    {
        try
        {
            return await ask();
        }
        catch (UnavailableException unavailable)
        {
            journal.Record(new(JournalLevel.Error, "no answer", "batch", unavailable.Message));
            return null;
        }
    }

    /// <summary>Whether EC2 shows enough to act on; if not, the record comes again while it is young.</summary>
    private bool Settles(InstanceId id, Server? server, Instant at)
    {
        var notYet = server is null || (server.State == InstanceState.Pending && desired.IsMapped(server));
        if (!notYet)
        {
            return true;
        }

        var shows = server is null ? "EC2 does not show it" : "EC2 shows it pending";
        if (clock.GetCurrentInstant() - at < Young)
        {
            journal.Record(new(JournalLevel.Information, "not yet", id.Value, $"{shows}; the event is young and comes again"));
            return false;
        }

        journal.Record(new(JournalLevel.Warning, "dropped", id.Value, $"{shows}, {Young.TotalMinutes} minutes after the event"));
        return true;
    }

    private async Task<IReadOnlyCollection<Wish>> WishesAsync(
        IReadOnlyCollection<Server> found, HashSet<InstanceId> again, CancellationToken cancel)
    {
        var wishes = new List<Wish>();
        foreach (var server in found.Where(server => server.State == InstanceState.Running))
        {
            wishes.AddRange(desired.NamedFor(server).Select(loadBalancer => Wish.In(server, loadBalancer)));
        }

        var terminated = found.Where(server => server.State == InstanceState.Terminated).ToArray();
        (Server[] About, Func<Task<IEnumerable<Wish>>> Ask)[] parts =
        [
            .. found.Where(Leaves).Select(server => ((Server[])[server], (Func<Task<IEnumerable<Wish>>>)(() =>
                ended.WishesOutAsync(server, cancel)))),
            (terminated, async () => await ended.NoteAsync(terminated, cancel)),
        ];
        var answers = await InParallel.MapAsync<(Server[] About, Func<Task<IEnumerable<Wish>>> Ask), IEnumerable<Wish>?>(
            parts, LedgerReads, part => OrNullAsync(part.Ask));
        foreach (var (part, answer) in parts.Zip(answers))
        {
            wishes.AddRange(answer ?? []);
            again.UnionWith(answer is null ? part.About.Select(server => server.Id) : []);
        }

        return wishes;
    }

    /// <summary>Stopping or ending, and ours as far as EC2 still says: one that has lost its groups may have been.</summary>
    private bool Leaves(Server server) =>
        server.State is InstanceState.Stopping or InstanceState.Stopped or InstanceState.ShuttingDown
        && (server.SecurityGroups.IsEmpty ? !desired.IsOthers(server) : desired.IsMapped(server));
}
