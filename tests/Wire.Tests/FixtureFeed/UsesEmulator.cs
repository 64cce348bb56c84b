using Kickoff.Wire.Tests.Local;

namespace Kickoff.Wire.Tests.FixtureFeed;

/// <summary>The function's tests share one emulator, one after another; each is a stack of its own in the one account.</summary>
[CollectionDefinition(Name)]
public sealed class UsesEmulator : ICollectionFixture<EmulatorFixture>
{
    public const string Name = "FixtureFeed";
}
