using Kickoff.Local.Emulator.Calls;

namespace Kickoff.Local.Emulator.Faults;

/// <summary>
/// What happens to one call instead of its being done: <paramref name="perform"/> does it (each time it is called), null as the answer
/// drops the connection, and <paramref name="gone"/> says that the caller has given up.
/// </summary>
public delegate Task<EmulatorReply?> Fault(EmulatorCall call, Func<Task<EmulatorReply>> perform, CancellationToken gone);
