using System.Collections.Concurrent;
using System.Globalization;
using System.Xml.Linq;
using Kickoff.Cloud.LoadBalancing;
using Kickoff.Core.Servers;

namespace Kickoff.Local.Emulator.Calls;

/// <summary>EC2 would tell EventBridge of this.</summary>
public sealed record InstanceStateChange(string InstanceId, string State, DateTimeOffset At, string Region);

/// <summary>One server as the proxy knows it.</summary>
public sealed record EmulatedServer(string InstanceId, DateTimeOffset LaunchTime, string State);

/// <summary>The servers launched, started, stopped and ended through the proxy.</summary>
public sealed class EmulatedServers
{
    private readonly Upstream _upstream;
    private readonly EmulatorBehaviour _behaviour;
    private readonly Lock _gate = new();
    private Action<InstanceStateChange>[] _heard = [];
    private readonly ConcurrentDictionary<string, EmulatedServer> _servers = new(StringComparer.Ordinal);

    internal EmulatedServers(Upstream upstream, EmulatorBehaviour behaviour) => (_upstream, _behaviour) = (upstream, behaviour);

    /// <summary>Called at each change from now on: after EC2 did it, before the caller hears of it.</summary>
    public void WhenChanged(Action<InstanceStateChange> hear)
    {
        lock (_gate)
        {
            _heard = [.. _heard, hear];
        }
    }

    public IReadOnlyCollection<EmulatedServer> All => [.. _servers.Values];

    public EmulatedServer? Find(string instanceId) => _servers.GetValueOrDefault(instanceId);

    /// <summary>Seconds are all that EC2 has in a launch time.</summary>
    internal DateTimeOffset Now
    {
        get
        {
            var now = _behaviour.Clock.GetUtcNow();
            return new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        }
    }

    internal void Booted(string instanceId, string region)
    {
        _servers[instanceId] = new EmulatedServer(instanceId, Now, "running");
        Tell(instanceId, region, "pending", "running");
    }

    internal void Stopped(string instanceId, string region)
    {
        Move(instanceId, "stopped");
        Tell(instanceId, region, "stopping", "stopped");
    }

    internal void Terminated(string instanceId, string region)
    {
        Move(instanceId, "terminated");
        Tell(instanceId, region, "shutting-down", "terminated");
    }

    /// <summary>What a load balancer that lists it finds; moto knows no zones that are not enabled.</summary>
    internal ListedMember Listed(EmulatedServer? server, bool draining = false)
    {
        var isYoung = server is not null && server.LaunchTime + _behaviour.BootTime > _behaviour.Clock.GetUtcNow();
        return new ListedMember
        {
            State = server?.State switch
            {
                null => null,
                "running" => InstanceState.Running,
                "stopped" => InstanceState.Stopped,
                _ => InstanceState.Terminated,
            },
            IsDraining = draining,
            IsRouted = true,
            Serves = server is not null && !isYoung && _behaviour.ComesUp(server.InstanceId),
            IsYoung = isYoung,
        };
    }

    /// <summary>The server, also when it was launched past the proxy; null when EC2 does not know it.</summary>
    internal async Task<EmulatedServer?> FindAsync(EmulatorCall call, string instanceId)
    {
        if (Find(instanceId) is { } known)
        {
            return known;
        }

        var found = await _upstream.AskAsync(call, "ec2", "2016-11-15", "DescribeInstances",
            ("Filter.1.Name", "instance-id"), ("Filter.1.Value.1", instanceId));
        var item = found.Descendants().FirstOrDefault(element => element.Name.LocalName == "instancesSet")?.Elements().FirstOrDefault();
        if (item is null)
        {
            return null;
        }

        var launched = DateTimeOffset.Parse(Child(item, "launchTime")!.Value, CultureInfo.InvariantCulture);
        return new EmulatedServer(instanceId, launched, Child(Child(item, "instanceState")!, "name")!.Value);
    }

    private void Move(string instanceId, string state) => _servers.AddOrUpdate(
        instanceId,
        id => new EmulatedServer(id, Now, state),
        (_, server) => server with { State = state });

    private void Tell(string instanceId, string region, params ReadOnlySpan<string> states)
    {
        foreach (var state in states)
        {
            foreach (var hear in _heard)
            {
                hear(new InstanceStateChange(instanceId, state, _behaviour.Clock.GetUtcNow(), region));
            }
        }
    }

    private static XElement? Child(XElement parent, string name) =>
        parent.Elements().FirstOrDefault(element => element.Name.LocalName == name);
}
