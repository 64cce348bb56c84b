using Kickoff.Local.Emulator.Calls;

namespace Kickoff.Local.Emulator.Faults;

/// <summary>Which calls a fault meets: those that match, after the first <see cref="Skip"/>, <see cref="Times"/> of them.</summary>
public sealed record FaultRule(Func<EmulatorCall, bool> Matches, Fault Fault)
{
    public int Skip { get; init; }

    public int Times { get; init; } = int.MaxValue;

    /// <summary>Calls of this action, of whatever service.</summary>
    public static FaultRule On(string action, Fault fault) => new(call => call.Action == action, fault);

    /// <summary>Calls of this action made with this access key.</summary>
    public static FaultRule On(string caller, string action, Fault fault) =>
        new(call => call.Caller == caller && call.Action == action, fault);

    /// <summary>Every call.</summary>
    public static FaultRule OnAny(Fault fault) => new(_ => true, fault);
}
