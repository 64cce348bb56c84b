using Kickoff.Core.Registration;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Simulation.Balancing;

/// <summary>One load balancer or target group and who is, and was, in it.</summary>
public sealed class Balancer(LoadBalancer which)
{
    private readonly SortedDictionary<InstanceId, List<Stay>> _stays = [];

    public LoadBalancer Which => which;

    /// <summary>An operator deletes load balancers and makes them anew; a new one has no members.</summary>
    public bool Exists { get; private set; } = true;

    public IEnumerable<InstanceId> Members => _stays.Where(stays => stays.Value[^1].Until is null).Select(stays => stays.Key);

    public bool Has(InstanceId server) => _stays.TryGetValue(server, out var stays) && stays[^1].Until is null;

    /// <summary>Since when it has it; null when it has not.</summary>
    public Instant? Since(InstanceId server) => Has(server) ? _stays[server][^1].From : null;

    public void Add(InstanceId server, Instant now)
    {
        if (Has(server))
        {
            return;
        }

        if (!_stays.TryGetValue(server, out var stays))
        {
            _stays[server] = stays = [];
        }

        stays.Add(new(now));
    }

    /// <summary>A target group goes on listing it as draining until <paramref name="drained"/>.</summary>
    public void Remove(InstanceId server, Instant now, Instant drained)
    {
        if (Has(server))
        {
            _stays[server][^1].Until = now;
            _stays[server][^1].Drained = drained;
        }
    }

    public void Delete()
    {
        Exists = false;
        _stays.Clear();
    }

    public void Recreate() => Exists = true;

    /// <summary>Who was listed at this time, since when, and whether only to finish its connections.</summary>
    public IEnumerable<(InstanceId Server, Instant Since, bool Draining)> ListedAt(Instant at)
    {
        foreach (var (server, stays) in _stays)
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
                    yield return (server, stay.From, false);
                }
                else if (at < stay.Drained)
                {
                    yield return (server, stay.From, true);
                }

                break;
            }
        }
    }

    private sealed class Stay(Instant from)
    {
        public Instant From => from;

        public Instant? Until { get; set; }

        public Instant Drained { get; set; }
    }
}
