using Kickoff.Local.Emulator.Calls;

namespace Kickoff.Local.Emulator.Corrections;

/// <summary>Answers one call as AWS would, with moto's help.</summary>
internal delegate Task<EmulatorReply> Correction(EmulatorCall call);
