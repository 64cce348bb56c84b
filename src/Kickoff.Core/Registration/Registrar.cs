using System.Collections.Immutable;
using Kickoff.Core.Servers;
using Kickoff.Core.Telemetry;
using NodaTime;

namespace Kickoff.Core.Registration;

/// <summary>
/// Moves memberships: claims each wish in the ledger, makes as few calls as will do, completes what it claimed, and undoes what somebody
/// else decided against meanwhile. Everybody who wants a server in or out goes through it. <paramref name="clock"/> is the real clock;
/// <paramref name="newOwner"/> makes a token nobody else has.
/// </summary>
public sealed class Registrar(
    IMemberships memberships, ILoadBalancers loadBalancers, DesiredMemberships desired, IClock clock, IJournal journal,
    Func<string> newOwner)
{
    /// <summary>Queries of the ledger under way at once.</summary>
    private const int LedgerReads = 16;

    private readonly LoadBalancerCalls _calls = new(loadBalancers, clock);
    private readonly RegistrationReport _report = new(journal, clock);

    /// <summary>
    /// Brings about each wish (at most one of a membership) and says of each, in their order, what became of it. A service that cannot
    /// answer makes a wish Unknown; nothing is thrown but on cancellation.
    /// </summary>
    public async Task<ImmutableArray<Settled>> SettleAsync(IReadOnlyCollection<Wish> wishes, CancellationToken cancel)
    {
        var settled = await new Settlement(memberships, _calls, clock, newOwner()).SettleAsync(wishes, cancel);
        _report.Tell(settled);
        return [.. settled];
    }

    /// <summary>
    /// Takes these servers out of every load balancer that the ledger or their groups name, until <see cref="UndrainAsync"/> or a later
    /// boot. Put the drains into the pool's ledger first: the sweep puts right what dies in between. Throws UnavailableException when the
    /// ledger cannot say what memberships there are.
    /// </summary>
    public Task<ImmutableArray<Settled>> DrainAsync(IReadOnlyCollection<Server> servers, CancellationToken cancel) =>
        OrderAsync(
            servers, (server, known) => desired.NamedFor(server).Union(known), (server, at) => Wish.Out(server, at, Cause.Drained), cancel);

    /// <summary>
    /// Puts drained servers back where their groups name it. Remove the drains from the pool's ledger afterwards, not before.
    /// </summary>
    public Task<ImmutableArray<Settled>> UndrainAsync(IReadOnlyCollection<Server> servers, CancellationToken cancel) =>
        OrderAsync(servers, (server, _) => desired.NamedFor(server), (server, at) => Wish.In(server, at, Cause.Undrained), cancel);

    private async Task<ImmutableArray<Settled>> OrderAsync(
        IReadOnlyCollection<Server> servers, Func<Server, IEnumerable<LoadBalancer>, IEnumerable<LoadBalancer>> where,
        Func<Server, LoadBalancer, Wish> wish, CancellationToken cancel)
    {
        var wishes = await InParallel.MapAsync([.. servers], LedgerReads, async server =>
        {
            var known = (await memberships.OfAsync(server.Id, cancel)).ToDictionary(membership => membership.Key.LoadBalancer);
            return where(server, known.Keys).Select(at => wish(server, at) with { Known = known.GetValueOrDefault(at) });
        });
        return await SettleAsync([.. wishes.SelectMany(each => each)], cancel);
    }
}
