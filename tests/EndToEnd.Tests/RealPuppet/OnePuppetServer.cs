namespace Kickoff.EndToEnd.Tests.RealPuppet;

/// <summary>A real Puppet server takes a minute to start: one for all tests that need it.</summary>
[CollectionDefinition(Name)]
public sealed class OnePuppetServer : ICollectionFixture<PuppetWorld>
{
    public const string Name = "a real Puppet server";
}
