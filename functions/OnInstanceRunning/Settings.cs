using Kickoff.Aws;
using Kickoff.Core.Scaling;

namespace Kickoff.OnInstanceRunning;

/// <summary>The function's environment (docs/configuration.md). Events of other accounts and regions are refused.</summary>
internal sealed record Settings(string StackName, string LedgerTable, string AccountId, string Region, DryRun DryRun)
{
    /// <summary>Throws ConfigurationException with every fault.</summary>
    public static Settings FromEnvironment()
    {
        var environment = new EnvironmentSettings(Environment.GetEnvironmentVariable);
        var settings = new Settings(
            environment.Text("STACK_NAME"), environment.Text("LEDGER_TABLE"), environment.Text("ACCOUNT_ID"),
            environment.Text("AWS_REGION"), environment.Read("KICKOFF_DRY_RUN", DryRunText.Parse, DryRun.Off));
        environment.ThrowIfFaulty();
        return settings;
    }
}
