using Kickoff.Wire.Tests.Local;

namespace Kickoff.Wire.Tests.Ledger;

/// <summary>The ledger's tests share one emulator; each has a table of its own.</summary>
[CollectionDefinition(Name)]
public sealed class UsesEmulator : ICollectionFixture<EmulatorFixture>
{
    public const string Name = "ledger";
}
