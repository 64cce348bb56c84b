using Kickoff.Core.Registration;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Cloud.LoadBalancing;

/// <summary>One load balancer or target group and who is, and was, in it.</summary>
public sealed class Balancer(LoadBalancer which)
{
    private readonly SortedDictionary<BalancerMember, List<Stay>> _stays = new(BalancerMember.InOrder);
    private readonly Dictionary<InstanceId, SortedSet<int>> _ports = [];

    public LoadBalancer Which => which;

    /// <summary>An operator deletes load balancers and makes them anew; a new one has no members.</summary>
    public bool Exists { get; private set; } = true;

    /// <summary>
    /// How long it finishes a leaving member's connections, and lists it meanwhile; zero: not at all. A target group's delay is five
    /// minutes unless it is set, a classic load balancer's is off until it is enabled.
    /// </summary>
    public Duration Draining { get; set; }

    /// <summary>The zones it sends to; null: all.</summary>
    public IReadOnlySet<string>? Zones { get; set; }

    /// <summary>Where a target listens that was registered without a port of its own.</summary>
    public int Port { get; set; } = 80;

    /// <summary>
    /// Targets of a group, instances of a classic load balancer (elasticloadbalancing/latest/application/load-balancer-limits.html).
    /// </summary>
    public int Most { get; set; } = 1000;

    public IEnumerable<InstanceId> Members => Registered.Select(member => member.Server).Distinct();

    public IEnumerable<BalancerMember> Registered => _stays.Where(stays => stays.Value[^1].Until is null).Select(stays => stays.Key);

    public bool Has(BalancerMember member) => Since(member) is not null;

    public bool Has(InstanceId server) => Since(server) is not null;

    /// <summary>Since when it has it, at whatever port; null when it has not.</summary>
    public Instant? Since(InstanceId server)
    {
        foreach (var port in _ports.GetValueOrDefault(server) ?? [])
        {
            if (Since(new BalancerMember(server, port)) is { } since)
            {
                return since;
            }
        }

        return null;
    }

    public void Add(BalancerMember member, Instant now)
    {
        if (Has(member))
        {
            return;
        }

        if (!_stays.TryGetValue(member, out var stays))
        {
            _stays[member] = stays = [];
            (_ports.TryGetValue(member.Server, out var ports) ? ports : _ports[member.Server] = []).Add(member.Port);
        }

        stays.Add(new(now));
    }

    /// <summary>It goes on being listed as draining until <paramref name="drained"/>.</summary>
    public void Remove(BalancerMember member, Instant now, Instant drained)
    {
        if (Has(member))
        {
            _stays[member][^1].Until = now;
            _stays[member][^1].Drained = drained;
        }
    }

    /// <summary>At every port, and not listed from now on.</summary>
    public void Drop(InstanceId server, Instant now)
    {
        foreach (var (member, stays) in _stays.Where(stays => stays.Key.Server == server))
        {
            Remove(member, now, now);
            stays[^1].Drained = Instant.Min(stays[^1].Drained, now);
        }
    }

    public void Delete()
    {
        Exists = false;
        _stays.Clear();
        _ports.Clear();
    }

    public void Recreate() => Exists = true;

    /// <summary>Who was listed at this time, since when, and whether only to finish its connections.</summary>
    public IEnumerable<(BalancerMember Member, Instant Since, bool Draining)> ListedAt(Instant at)
    {
        foreach (var (member, stays) in _stays)
        {
            for (var i = stays.Count - 1; i >= 0; i--)
            {
                var stay = stays[i];
                if (stay.From > at)
                {
                    continue;
                }

                if (stay.Until is null || at < stay.Until)
                {
                    yield return (member, stay.From, false);
                }
                else if (at < stay.Drained)
                {
                    yield return (member, stay.From, true);
                }

                break;
            }
        }
    }

    private Instant? Since(BalancerMember member) =>
        _stays.TryGetValue(member, out var stays) && stays[^1].Until is null ? stays[^1].From : null;

    private sealed class Stay(Instant from)
    {
        public Instant From => from;

        public Instant? Until { get; set; }

        public Instant Drained { get; set; }
    }
}
