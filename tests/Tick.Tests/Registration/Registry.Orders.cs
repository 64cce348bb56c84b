using System.Collections.Immutable;
using Kickoff.Core.Classification;
using Kickoff.Core.Registration;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Tick.Tests.Registration;

/// <summary>Here: what is wanted, and what the ledger says of it.</summary>
internal sealed partial class Registry
{
    private static readonly Core.Servers.InstanceState[] Live =
        [Core.Servers.InstanceState.Pending, Core.Servers.InstanceState.Running, Core.Servers.InstanceState.Stopping];

    public DesiredMemberships Desired { get; } = new(new(
        ImmutableSortedDictionary.Create<string, NodeGroup>(StringComparer.Ordinal)
            .Add("web", Group("web", ("loadbalancer_name", "web")))
            .Add("api", Group("api", ("target_group_arn", $"{((TargetGroup)Api).Arn}@{Port}")))
            .Add("both", Group("both", ("loadbalancer_name", "web"), ("target_group_arn", $"{((TargetGroup)Api).Arn}@{Port}")))
            .Add("plain", Group("plain")),
        null), Stack);

    /// <summary>Servers whose drains nobody knows.</summary>
    public Func<Server, bool> LeftAlone { get; set; } = _ => false;

    public Registrar Registrar => Procedures.Registrar(Desired);

    public IInstanceEvents Events => Procedures.InstanceEvents(Desired);

    public async Task<Settled> InAsync(Server server, LoadBalancer? loadBalancer = null) =>
        (await Registrar.SettleAsync([Wish.In(server, loadBalancer ?? Web)], default)).Single();

    public async Task<Settled> OutAsync(Server server, Cause because, LoadBalancer? loadBalancer = null) =>
        (await Registrar.SettleAsync([Wish.Out(server, loadBalancer ?? Web, because)], default)).Single();

    public Task<Roster> RosterAsync(params LoadBalancer[] of) => Roster.CallAsync(
        Procedures.LoadBalancers, of.Length > 0 ? [.. of] : Desired.LoadBalancers, Clock, this, default);

    public Task<ImmutableArray<Settled>> SweepAsync(params Drain[] drains) => SweepAsync(drains, default);

    public async Task<ImmutableArray<Settled>> SweepAsync(IReadOnlyCollection<Drain> drains, CancellationToken cancel)
    {
        var observed = await Procedures.Servers.ListAsync(Live, cancel);
        return await Procedures.Sweep(Desired).RunAsync(observed, Boots(drains), await RosterAsync(), LeftAlone, cancel);
    }

    public Membership? Item(Server server, LoadBalancer? loadBalancer = null)
    {
        var key = new MembershipKey(server.Id, loadBalancer ?? Web);
        lock (_lock)
        {
            return Unheard.Memberships.FindAsync([key], default).GetAwaiter().GetResult().GetValueOrDefault(key);
        }
    }

    /// <summary>What the ledger remembers of a server.</summary>
    public InventoryItem? Remembered(InstanceId server) => Unheard.Inventory.FindAsync(server, default).GetAwaiter().GetResult();

    /// <summary>Servers that were noted as ended.</summary>
    public ImmutableSortedSet<InstanceId> Noted() =>
        [.. Unheard.Terminations.SinceAsync(Instant.MinValue, int.MaxValue, default).GetAwaiter().GetResult().Select(one => one.Id)];

    public static HashSet<(InstanceId Instance, Instant Boot)> Boots(IReadOnlyCollection<Drain> drains) =>
        [.. drains.Select(drain => (drain.Instance, drain.Boot))];

    public Drain DrainOf(Server server) => new(server.Id, server.LaunchTime, Now, Now + Duration.FromMinutes(5), DrainCause.Surplus);

    private static NodeGroup Group(string name, params (string Name, string Value)[] parameters) => new(
        name, 0, ImmutableSortedDictionary<string, Value.Map>.Empty, null,
        parameters.ToImmutableSortedDictionary(
            parameter => parameter.Name, Value (parameter) => new Value.Text(parameter.Value), StringComparer.Ordinal));
}
