using Kickoff.Local.Emulator.Calls;

namespace Kickoff.Local.Emulator.Faults;

/// <summary>The faults in force; the first rule that takes a call decides about it.</summary>
public sealed class FaultRules
{
    private readonly Lock _gate = new();
    private readonly List<InForce> _rules = [];

    /// <summary>In force until <see cref="FaultInForce.Dispose"/>.</summary>
    public FaultInForce Add(FaultRule rule)
    {
        var added = new InForce(rule);
        lock (_gate)
        {
            _rules.Add(added);
        }

        return new FaultInForce(
            met: () => added.Met,
            remove: () =>
            {
                lock (_gate)
                {
                    _rules.Remove(added);
                }
            });
    }

    public void Clear()
    {
        lock (_gate)
        {
            _rules.Clear();
        }
    }

    internal async Task<EmulatorReply?> ActAsync(EmulatorCall call, Func<Task<EmulatorReply>> perform, CancellationToken gone)
    {
        var fault = Take(call);
        return fault is null ? await perform() : await fault(call, perform, gone);
    }

    private Fault? Take(EmulatorCall call)
    {
        lock (_gate)
        {
            return _rules.FirstOrDefault(rule => rule.Takes(call))?.Rule.Fault;
        }
    }

    private sealed class InForce(FaultRule rule)
    {
        private int _seen;

        public FaultRule Rule => rule;

        public int Met { get; private set; }

        public bool Takes(EmulatorCall call)
        {
            if (!rule.Matches(call) || ++_seen <= rule.Skip || Met >= rule.Times)
            {
                return false;
            }

            Met++;
            return true;
        }
    }
}

/// <summary>One rule while it is in force.</summary>
public sealed class FaultInForce : IDisposable
{
    private readonly Func<int> _met;
    private readonly Action _remove;

    internal FaultInForce(Func<int> met, Action remove) => (_met, _remove) = (met, remove);

    /// <summary>How many calls it has met so far.</summary>
    public int Met => _met();

    public void Dispose() => _remove();
}
