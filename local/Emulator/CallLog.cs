using Kickoff.Local.Emulator.Calls;

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

    /// <summary>Those made with this access key.</summary>
    public IReadOnlyList<EmulatorCall> By(string caller) => [.. All.Where(call => call.Caller == caller)];

    /// <summary>
    /// What <paramref name="read"/> says once no call of this caller is under way: what a killed process had sent is still done, and AWS
    /// has done it long before a lease runs out.
    /// </summary>
    public async Task<T> AfterCallsOfAsync<T>(string caller, Func<Task<T>> read)
    {
        while (true)
        {
            var sent = By(caller);
            await Task.WhenAll(sent.Select(call => call.Over));
            var answer = await read();
            if (By(caller).Count == sent.Count)
            {
                return answer;
            }
        }
    }

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
