using Kickoff.Aws;
using Kickoff.Core.Fixtures.Feed;
using NodaTime;

namespace Kickoff.FixtureFeed;

/// <summary>The function's environment (docs/configuration.md). Nothing in it opens a door that is closed.</summary>
internal sealed record Settings(string FixturesTable, string Region, FeedSettings Feed)
{
    /// <summary>Throws ConfigurationException with every fault.</summary>
    public static Settings FromEnvironment()
    {
        var environment = new EnvironmentSettings(Environment.GetEnvironmentVariable);
        var settings = new Settings(
            environment.Text("FIXTURES_TABLE"), environment.Text("AWS_REGION"),
            new FeedSettings(environment.Text("STACK_NAME"), environment.Time("MAX_TICK_AGE", Duration.FromMinutes(5))));
        environment.ThrowIfFaulty();
        return settings;
    }
}
