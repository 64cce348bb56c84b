using System.Collections.Immutable;
using Kickoff.Core;
using Kickoff.Core.Classification;
using Kickoff.Core.Registration;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;
using Kickoff.Core.Telemetry;
using NodaTime;

namespace Kickoff.Core.Tests.Registration;

/// <summary>A ledger, load balancers and an EC2 in memory, with a clock that only the test moves.</summary>
internal sealed class World : IClock, IJournal
{
    public static readonly LoadBalancer Web = new ClassicLoadBalancer("web");
    public static readonly LoadBalancer Api = new TargetGroup("arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/api/0123456789abcdef", 8080);

    private int _owners;

    public World()
    {
        Desired = new(new(
            ImmutableSortedDictionary.Create<string, NodeGroup>(StringComparer.Ordinal)
                .Add("web", Group("web", ("loadbalancer_name", new Value.Text("web"))))
                .Add("api", Group("api", ("target_group_arn", new Value.Text(((TargetGroup)Api).Arn + "@8080"))))
                .Add("both", Group("both", ("loadbalancer_name", new Value.Text("web")), ("target_group_arn", new Value.Text(((TargetGroup)Api).Arn + "@8080"))))
                .Add("plain", Group("plain")),
            null));
    }

    public Instant Now { get; set; } = Instant.FromUtc(2012, 6, 28, 17, 0);

    public DesiredMemberships Desired { get; init; }

    public MembershipsInMemory Memberships { get; } = new();

    public LoadBalancersInMemory LoadBalancers { get; } = new();

    public ServersInMemory Servers { get; } = new();

    public InventoryInMemory Inventory { get; } = new();

    public TerminationsInMemory Terminations { get; } = new();

    public List<JournalEntry> Lines { get; } = [];

    public List<Metric> Metrics { get; } = [];

    /// <summary>The token of the invocation that is under way here.</summary>
    public AsyncLocal<string> Owner { get; } = new();

    public Registrar Registrar => new(Memberships, LoadBalancers, Desired, this, this, () => Owner.Value = $"owner-{Interlocked.Increment(ref _owners)}");

    public EndedServers Ended => new(Desired, Memberships, Inventory, Terminations, this, this, "the-stack");

    /// <summary>Servers whose drains nobody knows.</summary>
    public Func<Server, bool> LeftAlone { get; set; } = _ => false;

    public InstanceEvents Events => new(Servers, Desired, Registrar, Inventory, Ended, this, this);

    public Sweep Sweep => new(Desired, Registrar, Memberships, Servers, Inventory, Ended, this, this);

    public Instant GetCurrentInstant() => Now;

    public void Record(JournalEntry entry)
    {
        lock (Lines)
        {
            Lines.Add(entry);
        }
    }

    public void Measure(Metric metric)
    {
        lock (Metrics)
        {
            Metrics.Add(metric);
        }
    }

    public static NodeGroup Group(string name, params (string Name, Value Value)[] parameters) => new(
        name, 0, ImmutableSortedDictionary<string, Value.Map>.Empty, null,
        parameters.ToImmutableSortedDictionary(parameter => parameter.Name, parameter => parameter.Value, StringComparer.Ordinal));

    public static InstanceId Id(int number) => InstanceId.Parse($"i-{number:x17}");

    /// <summary>A server that EC2 shows from now on.</summary>
    public Server Server(int number, InstanceState state = InstanceState.Running, params string[] groups)
    {
        var server = new Server { Id = Id(number), State = state, LaunchTime = Now - Duration.FromMinutes(2), SecurityGroups = groups.Length > 0 ? [.. groups] : ["web"] };
        Servers.All[server.Id] = server;
        return server;
    }

    /// <summary>The same server as EC2 shows it from now on.</summary>
    public Server Becomes(Server server, InstanceState state, bool newBoot = false)
    {
        var next = server with { State = state, LaunchTime = newBoot ? Now : server.LaunchTime };
        Servers.All[server.Id] = next;
        return next;
    }

    public async Task<Settled> InAsync(Server server, LoadBalancer? loadBalancer = null) =>
        (await Registrar.SettleAsync([Wish.In(server, loadBalancer ?? Web)], default)).Single();

    public async Task<Settled> OutAsync(Server server, Cause because, LoadBalancer? loadBalancer = null) =>
        (await Registrar.SettleAsync([Wish.Out(server, loadBalancer ?? Web, because)], default)).Single();

    public Membership? Item(Server server, LoadBalancer? loadBalancer = null) => Memberships.Items.GetValueOrDefault(new(server.Id, loadBalancer ?? Web));

    public async Task<ImmutableArray<Settled>> SweepAsync(params Drain[] drains)
    {
        var observed = Servers.All.Values.Where(server => server.IsLive).ToArray();
        var roster = await Roster.CallAsync(LoadBalancers, Desired.LoadBalancers, this, this, default);
        return await Sweep.RunAsync(observed, Boots(drains), roster, LeftAlone, default);
    }

    public static HashSet<(InstanceId Instance, Instant Boot)> Boots(params Drain[] drains) => [.. drains.Select(drain => (drain.Instance, drain.Boot))];

    public Drain DrainOf(Server server) => new(server.Id, server.LaunchTime, Now, Now + Duration.FromMinutes(5), DrainCause.Surplus);
}

/// <summary>Compare-and-set in memory, with places to break in.</summary>
internal sealed class MembershipsInMemory : IMemberships
{
    private readonly Lock _lock = new();

    public Dictionary<MembershipKey, Membership> Items { get; } = [];

    public bool Down { get; set; }

    public int Writes { get; private set; }

    /// <summary>A write that fails shows what is there.</summary>
    public bool ShowsCurrent { get; set; } = true;

    /// <summary>Every write fails, and there is nothing.</summary>
    public bool Blind { get; set; }

    /// <summary>Happens before each write, outside the lock.</summary>
    public Func<Membership, Task>? BeforeWrite { get; set; }

    /// <summary>Happens after each write, before its writer knows.</summary>
    public Func<MembershipWrite, Task>? AfterWrite { get; set; }

    public Task<ImmutableDictionary<MembershipKey, Membership>> FindAsync(IReadOnlyCollection<MembershipKey> keys, CancellationToken cancel)
    {
        Check();
        lock (_lock)
        {
            return Task.FromResult(Items.Where(item => keys.Contains(item.Key)).ToImmutableDictionary());
        }
    }

    public Task<ImmutableArray<Membership>> OfAsync(InstanceId instance, CancellationToken cancel)
    {
        Check();
        lock (_lock)
        {
            return Task.FromResult(Items.Values.Where(item => item.Key.Instance == instance).ToImmutableArray());
        }
    }

    public async Task<MembershipWrite> CompareAndSetAsync(Membership? expected, Membership next, CancellationToken cancel)
    {
        Check();
        await (BeforeWrite?.Invoke(next) ?? Task.CompletedTask);
        cancel.ThrowIfCancellationRequested();
        MembershipWrite answer;
        lock (_lock)
        {
            Writes++;
            var current = Items.GetValueOrDefault(next.Key);
            answer = !Blind && current?.Revision == expected?.Revision
                ? new MembershipWrite.Written(Items[next.Key] = next with { Revision = (expected?.Revision ?? 0) + 1 })
                : new MembershipWrite.Lost(ShowsCurrent ? current : null);
        }

        await (AfterWrite?.Invoke(answer) ?? Task.CompletedTask);
        cancel.ThrowIfCancellationRequested();
        return answer;
    }

    private void Check()
    {
        if (Down)
        {
            throw new UnavailableException("ledger", "down");
        }
    }
}

/// <summary>Sets of members, every call written down.</summary>
internal sealed class LoadBalancersInMemory : ILoadBalancers
{
    private readonly Lock _lock = new();

    public Dictionary<LoadBalancer, SortedSet<InstanceId>> Members { get; } = new() { [World.Web] = [], [World.Api] = [] };

    public HashSet<InstanceId> Invalid { get; } = [];

    /// <summary>Listed, and finishing their connections.</summary>
    public HashSet<InstanceId> Draining { get; } = [];

    public List<(string What, LoadBalancer LoadBalancer, InstanceId[] Instances)> Calls { get; } = [];

    public bool Down { get; set; }

    /// <summary>The next calls take effect, but their reply is lost.</summary>
    public int RepliesLost { get; set; }

    /// <summary>Happens before a call takes effect.</summary>
    public Func<string, Task>? Before { get; set; }

    /// <summary>Happens after a call took effect.</summary>
    public Func<string, Task>? After { get; set; }

    public int Registrations(InstanceId id) => Calls.Count(call => call.What == "register" && call.Instances.Contains(id));

    public Task<RegistrationAnswer> RegisterAsync(LoadBalancer loadBalancer, IReadOnlyCollection<InstanceId> instances, CancellationToken cancel) =>
        CallAsync("register", loadBalancer, instances, (members, id) => members.Add(id), cancel);

    public Task<RegistrationAnswer> DeregisterAsync(LoadBalancer loadBalancer, IReadOnlyCollection<InstanceId> instances, CancellationToken cancel) =>
        CallAsync("deregister", loadBalancer, instances, (members, id) => members.Remove(id), cancel);

    /// <summary>What a load balancer says to whatever it is asked, instead of answering.</summary>
    public Dictionary<LoadBalancer, string> Refusing { get; } = [];

    /// <summary>More than these it does not take.</summary>
    public int Most { get; set; } = int.MaxValue;

    public Task<MembersAnswer> MembersAsync(LoadBalancer loadBalancer, CancellationToken cancel)
    {
        lock (_lock)
        {
            Calls.Add(("members", loadBalancer, []));
            return Down
                ? throw new UnavailableException("ELB", "down")
                : Task.FromResult<MembersAnswer>(
                    Refusing.TryGetValue(loadBalancer, out var code) ? new MembersAnswer.Refused(code, "no")
                    : Members.TryGetValue(loadBalancer, out var members)
                        ? new MembersAnswer.Listed(members.ToImmutableDictionary(id => id, id => Draining.Contains(id) ? MemberHealth.Draining : MemberHealth.InService))
                    : new MembersAnswer.NoSuchLoadBalancer());
        }
    }

    private async Task<RegistrationAnswer> CallAsync(
        string what, LoadBalancer loadBalancer, IReadOnlyCollection<InstanceId> instances, Action<SortedSet<InstanceId>, InstanceId> change, CancellationToken cancel)
    {
        await (Before?.Invoke(what) ?? Task.CompletedTask);
        cancel.ThrowIfCancellationRequested();
        lock (_lock)
        {
            Calls.Add((what, loadBalancer, [.. instances]));
            if (Down)
            {
                throw new UnavailableException("ELB", "down");
            }

            if (Refusing.TryGetValue(loadBalancer, out var code))
            {
                return new RegistrationAnswer.Refused(code, "no");
            }

            if (!Members.TryGetValue(loadBalancer, out var members))
            {
                return new RegistrationAnswer.NoSuchLoadBalancer();
            }

            if (what == "register" && members.Union(instances).Count() > Most)
            {
                return new RegistrationAnswer.Full("TooManyTargets", "no");
            }

            if (instances.FirstOrDefault(Invalid.Contains) is { } bad && Invalid.Contains(bad))
            {
                return new RegistrationAnswer.InvalidInstance($"Could not find EC2 instance {bad}.");
            }

            foreach (var id in instances)
            {
                change(members, id);
            }
        }

        await (After?.Invoke(what) ?? Task.CompletedTask);
        cancel.ThrowIfCancellationRequested();
        return RepliesLost-- > 0 ? throw new UnavailableException("ELB", "the reply was lost") : new RegistrationAnswer.Accepted();
    }
}

internal sealed class ServersInMemory : IServers
{
    public SortedDictionary<InstanceId, Server> All { get; } = [];

    public List<int> Asked { get; } = [];

    public bool Down { get; set; }

    public Task<ImmutableArray<Server>> FindAsync(IReadOnlyCollection<InstanceId> ids, CancellationToken cancel)
    {
        Asked.Add(ids.Count);
        return Down ? throw new UnavailableException("EC2", "down") : Task.FromResult(All.Values.Where(server => ids.Contains(server.Id)).ToImmutableArray());
    }

    public Task<ImmutableArray<Server>> FindLiveByPrivateDnsNameAsync(string privateDnsName, CancellationToken cancel) => throw new NotSupportedException();

    public Task<ImmutableArray<Server>> ListAsync(IReadOnlyCollection<InstanceState> states, CancellationToken cancel) =>
        Task.FromResult(All.Values.Where(server => states.Contains(server.State)).ToImmutableArray());
}

internal sealed class InventoryInMemory : IInventory
{
    public Dictionary<InstanceId, InventoryItem> Items { get; } = [];

    public int Writes { get; private set; }

    public Task<InventoryItem?> FindAsync(InstanceId id, CancellationToken cancel) => Task.FromResult(Items.GetValueOrDefault(id));

    public Task<ImmutableArray<InventoryItem>> FindAsync(IReadOnlyCollection<InstanceId> ids, CancellationToken cancel) =>
        Task.FromResult(Items.Where(item => ids.Contains(item.Key)).Select(item => item.Value).ToImmutableArray());

    public Task RecordAsync(IReadOnlyCollection<InventoryItem> items, CancellationToken cancel)
    {
        foreach (var item in items)
        {
            Writes++;
            Items[item.Server.Id] = item;
        }

        return Task.CompletedTask;
    }
}

internal sealed class TerminationsInMemory : ITerminations
{
    public SortedDictionary<InstanceId, Termination> Noted { get; } = [];

    public Task NoteAsync(IReadOnlyCollection<Termination> terminations, CancellationToken cancel)
    {
        foreach (var termination in terminations)
        {
            Noted.TryAdd(termination.Id, termination);
        }

        return Task.CompletedTask;
    }

    public Task<ImmutableArray<Termination>> SinceAsync(Instant since, int most, CancellationToken cancel) =>
        Task.FromResult(Noted.Values.Where(termination => termination.At >= since).OrderBy(termination => termination.At).Take(most).ToImmutableArray());
}
