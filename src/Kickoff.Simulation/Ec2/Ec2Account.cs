using System.Collections.Immutable;
using Kickoff.Core.Scaling;
using Kickoff.Core.Servers;
using Kickoff.Simulation.Calls;
using Kickoff.Simulation.Time;
using NodaTime;

namespace Kickoff.Simulation.Ec2;

/// <summary>
/// EC2 in one account and region: instances and their lives, capacity, client tokens. What has effect is told to the witness.
/// </summary>
public sealed class Ec2Account(VirtualTime time, Dice dice, IBoots boots, IWitness witness, IStory story)
{
    /// <summary>So long EC2 still shows an instance that has ended: about an hour.</summary>
    public static readonly Duration Remembered = Duration.FromHours(1);

    private readonly SortedDictionary<InstanceId, Ec2Instance> _instances = [];
    private readonly Dictionary<Guid, (LaunchRequest Request, ImmutableArray<InstanceId> Instances)> _tokens = [];
    private int _launched;

    public Ec2Capacity Capacity { get; } = new();

    /// <summary>Names of security groups by their ids, as launches say ids and DescribeInstances names.</summary>
    public Dictionary<string, string> SecurityGroups { get; } = [];

    public IEnumerable<Ec2Instance> Instances => _instances.Values;

    /// <summary>Told of every change to a state that EC2 sends an event about.</summary>
    public Action<Ec2Instance, InstanceState>? OnChange { get; set; }

    public Ec2Instance? Find(InstanceId id) => _instances.GetValueOrDefault(id);

    /// <summary>RunInstances with MinCount 1.</summary>
    public LaunchAnswer Run(Invocation by, LaunchIntent intent)
    {
        var request = intent.Request;
        if (_tokens.TryGetValue(intent.Id, out var earlier))
        {
            if (!SameRequest(earlier.Request, request))
            {
                return new LaunchAnswer.TokenSpent("IdempotentParameterMismatch");
            }

            var servers = earlier.Instances.Select(id => Find(id)).OfType<Ec2Instance>().ToArray();
            if (Array.TrueForAll(servers, server => server.Now.State is InstanceState.ShuttingDown or InstanceState.Terminated))
            {
                return new LaunchAnswer.TokenSpent("IdempotentInstanceTerminated");
            }

            witness.Launched(by, intent, servers, again: true);
            return new LaunchAnswer.Launched(earlier.Instances);
        }

        var count = Capacity.Take(request.InstanceType, request.SubnetId, request.Count);
        if (count == 0)
        {
            witness.NoCapacity(intent);
            return new LaunchAnswer.NoCapacity("InsufficientInstanceCapacity");
        }

        var launched = Enumerable.Range(0, count).Select(_ => Start(
            request.SecurityGroups.Select(id => SecurityGroups.GetValueOrDefault(id, id)), request.Tags, request.InstanceType,
            request.SubnetId, request.ImageId)).ToArray();
        _tokens[intent.Id] = (request, [.. launched.Select(server => server.Id)]);
        witness.Launched(by, intent, launched, again: false);
        return new LaunchAnswer.Launched([.. launched.Select(server => server.Id)]);
    }

    /// <summary>TerminateInstances: all or none.</summary>
    public EndAnswer Terminate(Invocation by, IReadOnlyCollection<InstanceId> ids)
    {
        foreach (var id in ids.Where(Unknown))
        {
            return new EndAnswer.InvalidInstance($"The instance ID '{id}' does not exist");
        }

        foreach (var kept in ids.Select(id => _instances[id]).Where(server => server.MayNotBeEnded))
        {
            return new EndAnswer.Refused(
                "OperationNotPermitted",
                $"The instance '{kept.Id}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.");
        }

        foreach (var server in ids.Select(id => _instances[id]).ToArray())
        {
            witness.Ending(by, server);
            End(server);
        }

        return new EndAnswer.Ended();

        bool Unknown(InstanceId id) =>
            Find(id) is not { } server || server.ShownFrom > time.Now || server.Terminated + Remembered < time.Now;
    }

    /// <summary>A launch, whoever asked for it.</summary>
    public Ec2Instance Start(
        IEnumerable<string> securityGroups, ImmutableSortedDictionary<string, string> tags, string instanceType, string subnet,
        string image)
    {
        var boot = boots.Next();
        var server = new Ec2Instance(
            new Server
            {
                // In no order, as EC2's ids are, and short enough to be told apart in a story.
                Id = InstanceId.Parse($"i-{dice.Between(1, 0xfff):x13}{++_launched:x4}"),
                State = InstanceState.Pending,
                // EC2 gives launch times in whole seconds.
                LaunchTime = Instant.FromUnixTimeSeconds(time.Now.ToUnixTimeSeconds()),
                SecurityGroups = [.. securityGroups.Order(StringComparer.Ordinal)],
                Tags = tags,
                PrivateIp = $"10.0.{_launched / 250}.{(_launched % 250) + 4}",
                PrivateDnsName = $"ip-10-0-{_launched / 250}-{(_launched % 250) + 4}.eu-west-1.compute.internal",
                SubnetId = subnet,
                AvailabilityZone = $"eu-west-1{subnet[^1]}",
                InstanceType = instanceType,
                ImageId = image,
            },
            time.Now,
            time.Now + boot.Hidden);
        _instances[server.Id] = server;
        witness.Became(server, InstanceState.Pending);
        BootUp(server, boot);
        return server;
    }

    /// <summary>An operator's StopInstances.</summary>
    public void Stop(Ec2Instance server)
    {
        if (server.Now.State is not (InstanceState.Pending or InstanceState.Running))
        {
            return;
        }

        server.ReadyAt = null;
        var boot = ++server.Boot;
        Become(server, InstanceState.Stopping);
        time.After(boots.Down(), () =>
        {
            if (server.Boot == boot)
            {
                Become(server, InstanceState.Stopped);
            }
        });
    }

    /// <summary>An operator's StartInstances: a new boot, with a new launch time.</summary>
    public void StartAgain(Ec2Instance server)
    {
        if (server.Now.State == InstanceState.Stopped)
        {
            server.Change(server.Now with { LaunchTime = Instant.FromUnixTimeSeconds(time.Now.ToUnixTimeSeconds()) }, time.Now);
            Become(server, InstanceState.Pending);
            BootUp(server, boots.Next());
        }
    }

    /// <summary>TerminateInstances of one, whoever asked for it.</summary>
    public void End(Ec2Instance server)
    {
        if (server.Now.State is InstanceState.ShuttingDown or InstanceState.Terminated)
        {
            return;
        }

        server.ReadyAt = null;
        server.Boot++;
        Become(server, InstanceState.ShuttingDown);
        time.After(boots.Down(), () =>
        {
            server.Terminated = time.Now;
            Become(server, InstanceState.Terminated);
            time.After(Remembered + Duration.FromMinutes(1), () => _instances.Remove(server.Id));
            // Sooner or later a terminated instance shows neither groups nor tags nor addresses.
            time.After(dice.Between(Duration.Zero, Duration.FromMinutes(10)), () => server.Change(
                new Server { Id = server.Id, State = InstanceState.Terminated, LaunchTime = server.Now.LaunchTime }, time.Now));
        });
    }

    public void Tag(Ec2Instance server, string key, string? value) => server.Change(
        server.Now with { Tags = value is null ? server.Now.Tags.Remove(key) : server.Now.Tags.SetItem(key, value) }, time.Now);

    private void BootUp(Ec2Instance server, Boot boot)
    {
        var number = ++server.Boot;
        server.ReadyAt = boot.Ready is { } ready ? time.Now + ready : null;
        time.After(boot.Pending, () =>
        {
            if (server.Boot == number)
            {
                Become(server, InstanceState.Running);
            }
        });
        if (boot.Dies is { } dies)
        {
            time.After(dies, () =>
            {
                if (server.Boot == number)
                {
                    story.Tell("EC2", () => $"{server.Id} dies of itself");
                    End(server);
                }
            });
        }
    }

    private void Become(Ec2Instance server, InstanceState state)
    {
        server.Change(server.Now with { State = state }, time.Now);
        story.Tell("EC2", () => $"{server.Id} is {state}");
        witness.Became(server, state);
        if (state != InstanceState.Pending)
        {
            OnChange?.Invoke(server, state);
        }
    }

    private static bool SameRequest(LaunchRequest left, LaunchRequest right) =>
        left with { SecurityGroups = [], Tags = Server.NoTags } == right with { SecurityGroups = [], Tags = Server.NoTags }
        && left.SecurityGroups.SequenceEqual(right.SecurityGroups) && left.Tags.SequenceEqual(right.Tags);
}
