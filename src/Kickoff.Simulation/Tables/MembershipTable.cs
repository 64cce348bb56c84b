using System.Collections.Immutable;
using Kickoff.Core.Registration;
using Kickoff.Core.Servers;
using Kickoff.Simulation.Time;

namespace Kickoff.Simulation.Tables;

/// <summary>The ledger's membership items, every write conditional on the revision.</summary>
public sealed class MembershipTable(IWitness witness)
{
    private readonly SortedDictionary<InstanceId, SortedDictionary<string, Membership>> _items = [];

    public IEnumerable<Membership> All => _items.Values.SelectMany(items => items.Values);

    public Membership? Find(MembershipKey key) =>
        _items.TryGetValue(key.Instance, out var items) ? items.GetValueOrDefault(key.LoadBalancer.Key) : null;

    public ImmutableArray<Membership> Of(InstanceId instance) => _items.TryGetValue(instance, out var items) ? [.. items.Values] : [];

    public MembershipWrite CompareAndSet(Invocation by, Membership? expected, Membership next)
    {
        var current = Find(next.Key);
        if (current?.Revision != expected?.Revision)
        {
            return new MembershipWrite.Lost(current);
        }

        var written = next with { Revision = (expected?.Revision ?? 0) + 1 };
        if (!_items.TryGetValue(next.Key.Instance, out var items))
        {
            _items[next.Key.Instance] = items = new(StringComparer.Ordinal);
        }

        items[next.Key.LoadBalancer.Key] = written;
        witness.MembershipWritten(by, written);
        return new MembershipWrite.Written(written);
    }
}
