using System.Globalization;
using Kickoff.Core.Registration;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Tick.Tests.Registration;

/// <summary>Events, drains, undrains, stops, starts and sweeps of the same servers at once, in any order, dying anywhere.</summary>
public sealed class AnyOrderTests
{
    private const int Seeds = 150;

    public static TheoryData<int> Blocks => [.. Enumerable.Range(0, 10)];

    [Theory]
    [MemberData(nameof(Blocks))]
    public void In_the_end_every_server_is_where_it_should_be(int block)
    {
        foreach (var seed in Enumerable.Range(block * Seeds, Seeds))
        {
            try
            {
                new Story(seed, (Mode)(seed % 3)).Play();
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Seed {seed}: {exception.Message}", exception);
            }
        }
    }

    private enum Mode
    {
        /// <summary>At once, each faster than its lease.</summary>
        Together,

        /// <summary>At once, and some stall for longer than their lease.</summary>
        Stalling,

        /// <summary>One after another, each finding what the one before left, its lease run out.</summary>
        InTurn,
    }

    private sealed class Story(int seed, Mode mode)
    {
        private readonly Registry _registry = new();
        private readonly Random _random = new(seed);
        private readonly Dictionary<InstanceId, Drain> _drains = [];
        private readonly Dictionary<(string Partition, string Sort, string Owner), long> _claimed = [];
        private readonly Dictionary<(MembershipKey, long), int> _registrations = [];
        private readonly AsyncLocal<CancellationTokenSource> _life = new();
        private bool _died;

        public void Play()
        {
            _registry.Down = Duration.FromSeconds(1);
            _registry.Pending = Duration.FromMinutes(2) + Duration.FromMilliseconds(_random.Next(500));
            Server[] servers =
                [_registry.Server(), _registry.Server(InstanceState.Running, "both"), _registry.Server(InstanceState.Pending)];
            _registry.BeforeWrite = _ => SomethingAsync();
            _registry.AfterWrite = async (write, written) =>
            {
                if (written && write.Item.TryGetValue("owner", out var owner))
                {
                    var epoch = long.Parse(write.Item["epoch"].N, CultureInfo.InvariantCulture);
                    _claimed[(write.Item["PK"].S, write.Item["SK"].S, owner.S)] = epoch;
                }

                await SomethingAsync();
            };
            _registry.Before = _ => SomethingAsync();
            _registry.After = async call =>
            {
                var registered = call.What == "register" ? call.Instances : [];
                foreach (var key in registered.Select(id => new MembershipKey(id, call.LoadBalancer)))
                {
                    var epoch = _claimed[($"instance#{key.Instance}", $"membership#{key.LoadBalancer.Key}", _registry.Owner.Value!)];
                    _registrations[(key, epoch)] = _registrations.GetValueOrDefault((key, epoch)) + 1;
                }

                await SomethingAsync();
            };

            new AnyOrder(_random).Run(async () =>
            {
                var lives = Enumerable.Range(0, 8).Select(_ => servers[_random.Next(3)].Id).ToArray();
                if (mode != Mode.InTurn)
                {
                    await Task.WhenAll(lives.Select(LiveAsync));
                    return;
                }

                foreach (var id in lives)
                {
                    await LiveAsync(id);
                    _registry.Now += MembershipTransitions.Lease;
                }
            });
            _registry.BeforeWrite = null;
            _registry.Before = null;
            if (mode == Mode.Together && !_died)
            {
                Check(onlyOut: true);
            }

            Settle();
            Check(onlyOut: false);
        }

        /// <summary>Time passes and the others get their turn; this one may die.</summary>
        private async Task SomethingAsync()
        {
            if (_random.Next(25) == 0)
            {
                _died = true;
                await _life.Value!.CancelAsync();
            }

            _registry.RepliesLost = _random.Next(10) == 0 ? 1 : 0;
            _registry.Now += mode == Mode.Stalling && _random.Next(15) == 0
                ? MembershipTransitions.Lease : Duration.FromMilliseconds(_random.Next(100));
            await Task.Yield();
        }

        private async Task LiveAsync(InstanceId id)
        {
            using var life = _life.Value = new();
            try
            {
                await Task.Yield();
                var server = _registry.Account.Ec2.Find(id)!.Now;
                await (_random.Next(8) switch
                {
                    0 or 1 or 2 => EventAsync(id, life.Token),
                    3 => DrainAsync(server, life.Token),
                    4 => UndrainAsync(server, life.Token),
                    5 => ChangeAsync(server, InstanceState.Stopped, newBoot: false, life.Token),
                    6 => ChangeAsync(server, InstanceState.Running, newBoot: server.State == InstanceState.Stopped, life.Token),
                    _ => SweepAsync(life.Token),
                });
            }
            catch (OperationCanceledException) when (life.IsCancellationRequested)
            {
                // It died.
            }
        }

        private async Task EventAsync(InstanceId id, CancellationToken cancel) =>
            await _registry.Events.HandleAsync([new("record", id, _registry.Now)], _registry.Now + Duration.FromMinutes(1), cancel);

        private async Task DrainAsync(Server server, CancellationToken cancel)
        {
            if (server.State == InstanceState.Running)
            {
                _drains[server.Id] = _registry.DrainOf(server);
                await SomethingAsync();
                cancel.ThrowIfCancellationRequested();
                await _registry.Registrar.DrainAsync([server], cancel);
            }
        }

        private async Task UndrainAsync(Server server, CancellationToken cancel)
        {
            if (_drains.TryGetValue(server.Id, out var drain) && drain.Boot == server.LaunchTime)
            {
                await _registry.Registrar.UndrainAsync([server], cancel);
                _drains.Remove(server.Id);
            }
        }

        private async Task ChangeAsync(Server server, InstanceState state, bool newBoot, CancellationToken cancel)
        {
            _registry.Becomes(server, state, newBoot);
            await Task.Yield();
            await EventAsync(server.Id, cancel);
        }

        private async Task SweepAsync(CancellationToken cancel)
        {
            await _registry.SweepAsync([.. _drains.Values], cancel);
        }

        private void Settle()
        {
            using var life = _life.Value = new();
            _registry.AfterWrite = null;
            _registry.After = null;
            for (var tick = 0; tick < 3; tick++)
            {
                _registry.Now += Sighting.Doubt;
                new AnyOrder(_random).Run(() => SweepAsync(default));
            }
        }

        private void Check(bool onlyOut)
        {
            foreach (var server in _registry.All)
            {
                foreach (var loadBalancer in _registry.Desired.NamedFor(server))
                {
                    var drained = _drains.TryGetValue(server.Id, out var drain) && drain.Boot == server.LaunchTime;
                    var should = server.State == InstanceState.Running && !drained;
                    var listed = _registry.Members(loadBalancer).Contains(server.Id);
                    Assert.True(should == listed || (onlyOut && should), string.Create(
                        CultureInfo.InvariantCulture,
                        $"{server.Id} {server.State} drained {drained} at {loadBalancer}: "
                            + $"listed {listed}, {_registry.Item(server, loadBalancer)}"));
                }
            }

            // A stalled owner's late call cannot be fenced.
            Assert.All(_registrations, count =>
                Assert.True(mode == Mode.Stalling || count.Value == 1, $"{count.Key} was registered {count.Value} times."));
        }
    }
}
