using System.Collections.Immutable;
using Kickoff.Core.Classification;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Registration;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Core.Tests.Scaling;

/// <summary>A whole tick over several pools, of which one has trouble.</summary>
public sealed class ScaleTickTests
{
    private readonly TickWorld _world = new();
    private readonly Sweeper _sweeper = new();

    [Fact]
    public async Task A_pool_whose_calls_hang_leaves_the_others_and_the_sweep_their_time()
    {
        using var timers = new HandTimers();
        _world.Before = (intent, cancel) => intent.Pool == "hangs" ? Task.Delay(Timeout.Infinite, cancel) : Task.CompletedTask;
        var tick = TickAsync(timers, "hangs", "one", "two", "three", "four");
        // Nobody waits for the one that hangs.
        Assert.Equal(["four", "one", "three", "two"], _world.Launches.Values.Where(launch => launch.State == LaunchState.Launched).Select(launch => launch.Pool).Distinct().Order());
        Assert.False(tick.IsCompleted);
        timers.Fire();
        await tick;

        Assert.Equal(1, _sweeper.Sweeps);
        Assert.All(timers.Set, share => Assert.InRange(share, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(40)));
        Assert.Contains(_world.Lines, line => line is { What: "tick stopped", Subject: "hangs" });
        // What it may have begun is not known: its servers are left alone.
        Assert.True(_sweeper.LeftAlone!(Of("hangs")));
        Assert.False(_sweeper.LeftAlone!(Of("one")));
    }

    [Fact]
    public async Task A_pool_without_an_answer_costs_nobody_else_the_tick()
    {
        using var timers = new HandTimers();
        _world.Before = (intent, _) => intent.Pool == "lost" ? throw new LeaseLostException(TickWorld.Lease("lost")) : Task.CompletedTask;
        await TickAsync(timers, "lost", "one");

        Assert.Contains(_world.Launches.Values, launch => launch is { Pool: "one", State: LaunchState.Launched });
        Assert.Equal(1, _sweeper.Sweeps);
        Assert.True(_sweeper.LeftAlone!(Of("lost")));
    }

    private static Server Of(string pool) => new()
    {
        Id = Given.Id(1),
        State = InstanceState.Running,
        LaunchTime = TickWorld.Now,
        Tags = Server.NoTags.Add(KickoffTags.Stack, "kickoff").Add(KickoffTags.Pool, pool),
    };

    private Task TickAsync(TimeProvider timers, params string[] pools)
    {
        var clock = new Stopped();
        _sweeper.Inner = new TickActor(_world, _world, null!, null!, _world, Guid.CreateVersion7, "kickoff", "eu-west-1");
        var tick = new ScaleTick(
            [.. pools.Select(name => Given.Pool() with { Name = name })], new NoServers(), new LoadBalancersNobodyNames(), _world, new NoFixtures(),
            new DesiredMemberships(new NodeGroups(ImmutableSortedDictionary<string, NodeGroup>.Empty, null)), _sweeper, clock, timers, _world, () => "owner",
            new TickSettings("kickoff", Duration.FromMinutes(5)));
        return tick.RunAsync(TickWorld.Now, TickWorld.Now + Duration.FromSeconds(48), default);
    }

    private sealed class Stopped : IClock
    {
        public Instant GetCurrentInstant() => TickWorld.Now;
    }

    /// <summary>Timers that go off when the test says so.</summary>
    private sealed class HandTimers : TimeProvider, IDisposable
    {
        private readonly List<Action> _due = [];

        public List<TimeSpan> Set { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Set.Add(dueTime);
            _due.Add(() => callback(state));
            return new Never();
        }

        public void Fire()
        {
            foreach (var due in _due.ToArray())
            {
                due();
            }
        }

        public void Dispose() => _due.Clear();

        private sealed class Never : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }

    /// <summary>Does what the tick's actor does, but for the sweep, of which it notes what it was told.</summary>
    private sealed class Sweeper : ITickActor
    {
        public TickActor? Inner { get; set; }

        public int Sweeps { get; private set; }

        public Func<Server, bool>? LeftAlone { get; private set; }

        public Task<ImmutableArray<LaunchIntent>> CloseOpenAsync(
            PoolLease lease, ImmutableArray<LaunchIntent> launches, IReadOnlyCollection<Server> observed, int missing, int room, Instant now, CancellationToken cancel) =>
            Inner!.CloseOpenAsync(lease, launches, observed, missing, room, now, cancel);

        public Task<ImmutableArray<Drain>> ActAsync(
            PoolLease lease, Pool pool, FleetView view, ImmutableArray<FleetAction> actions, Instant now, CancellationToken cancel) =>
            Inner!.ActAsync(lease, pool, view, actions, now, cancel);

        public Task SweepAsync(
            IReadOnlyCollection<Server> observed, IReadOnlyCollection<Drain> drains, Roster roster, Func<Server, bool> leftAlone, CancellationToken cancel)
        {
            (Sweeps, LeftAlone) = (Sweeps + 1, leftAlone);
            return Task.CompletedTask;
        }
    }

    private sealed class NoServers : IServers
    {
        public Task<ImmutableArray<Server>> FindAsync(IReadOnlyCollection<InstanceId> ids, CancellationToken cancel) => Task.FromResult(ImmutableArray<Server>.Empty);

        public Task<ImmutableArray<Server>> FindLiveByPrivateDnsNameAsync(string privateDnsName, CancellationToken cancel) => throw new NotSupportedException();

        public Task<ImmutableArray<Server>> ListAsync(IReadOnlyCollection<InstanceState> states, CancellationToken cancel) => Task.FromResult(ImmutableArray<Server>.Empty);
    }

    private sealed class LoadBalancersNobodyNames : ILoadBalancers
    {
        public Task<RegistrationAnswer> RegisterAsync(LoadBalancer loadBalancer, IReadOnlyCollection<InstanceId> instances, CancellationToken cancel) => throw new NotSupportedException();

        public Task<RegistrationAnswer> DeregisterAsync(LoadBalancer loadBalancer, IReadOnlyCollection<InstanceId> instances, CancellationToken cancel) => throw new NotSupportedException();

        public Task<MembersAnswer> MembersAsync(LoadBalancer loadBalancer, CancellationToken cancel) => throw new NotSupportedException();
    }

    private sealed class NoFixtures : IFixtures
    {
        public Task<ImmutableArray<Fixture>> OnDaysAsync(LocalDate from, LocalDate until, CancellationToken cancel) => Task.FromResult(ImmutableArray<Fixture>.Empty);

        public Task<ImmutableArray<Fixture>> OfCompetitionAsync(string competition, CancellationToken cancel) => throw new NotSupportedException();

        public Task PutAsync(IReadOnlyCollection<Fixture> fixtures, IProgress<int>? progress, CancellationToken cancel) => throw new NotSupportedException();

        public Task RemoveAsync(IReadOnlyCollection<FixtureKey> fixtures, CancellationToken cancel) => throw new NotSupportedException();
    }
}
