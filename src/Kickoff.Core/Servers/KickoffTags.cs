namespace Kickoff.Core.Servers;

/// <summary>The tags RunInstances gives every server Kickoff launches. Only a server with both Stack and Pool is ever ended.</summary>
public static class KickoffTags
{
    /// <summary>The CloudFormation stack's name.</summary>
    public const string Stack = "kickoff:stack";

    public const string Pool = "kickoff:pool";

    /// <summary>The id of the launch intent, which is also the ClientToken.</summary>
    public const string Launch = "kickoff:launch";
}
