using Kickoff.Aws;
using NodaTime;

namespace Kickoff.ScaleSchedule;

/// <summary>The function's environment (docs/configuration.md).</summary>
internal sealed record Settings(string StackName, string LedgerTable, string FixturesTable, string Region, Duration MaxTickAge, bool DryRun)
{
    /// <summary>Throws ConfigurationException with every fault.</summary>
    public static Settings FromEnvironment()
    {
        var environment = new EnvironmentSettings(Environment.GetEnvironmentVariable);
        var settings = new Settings(
            environment.Text("STACK_NAME"),
            environment.Text("LEDGER_TABLE"),
            environment.Text("FIXTURES_TABLE"),
            environment.Text("AWS_REGION"),
            environment.Time("MAX_TICK_AGE", Duration.FromMinutes(5)),
            environment.Choice("KICKOFF_DRY_RUN", "true", "false", otherwise: false));
        environment.ThrowIfFaulty();
        return settings;
    }
}
