using Kickoff.Wire.Tests.Local;

namespace Kickoff.Wire.Tests.OnInstanceRunning;

/// <summary>The function's tests share one emulator, one after another; each has a stage of its own.</summary>
[CollectionDefinition(Name)]
public sealed class UsesEmulator : ICollectionFixture<EmulatorFixture>
{
    public const string Name = "OnInstanceRunning";
}
