namespace Kickoff.Core.Fixtures;

/// <summary>Fixtures that a person added one by one: no source has them, and none takes them over or away.</summary>
public static class OwnFixtures
{
    public const string Source = "added";
}
