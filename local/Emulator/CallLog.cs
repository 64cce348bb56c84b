namespace Kickoff.Local.Emulator;

/// <summary>Every call that reached the proxy, in order of arrival: here tests and the match day count.</summary>
public sealed class CallLog
{
    private readonly Lock _gate = new();
    private readonly List<EmulatorCall> _calls = [];

    public IReadOnlyList<EmulatorCall> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _calls];
            }
        }
    }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _calls.Count;
            }
        }
    }

    /// <summary>Those of one action that came after the call of this number.</summary>
    public IReadOnlyList<EmulatorCall> Of(string action, int after = 0) =>
        [.. All.Where(call => call.Action == action && call.Number > after)];

    internal EmulatorCall Add(Func<int, EmulatorCall> read)
    {
        lock (_gate)
        {
            var call = read(_calls.Count + 1);
            _calls.Add(call);
            return call;
        }
    }
}
