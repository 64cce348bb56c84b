using System.Collections.Immutable;
using Kickoff.Aws;
using Kickoff.Core.Enrolment;
using NodaTime;

namespace Kickoff.EncApi;

/// <summary>The function's environment (docs/configuration.md).</summary>
internal sealed record Settings(
    string StackName,
    string LedgerTable,
    string AccountId,
    string Region,
    string PuppetServerRoleArns,
    Duration InventoryMaxAge,
    Duration StaleMaxAge,
    Duration EnrolWindow,
    ImmutableArray<ListedExtension> EnrolExtensions,
    bool IdentityDocumentRequired)
{
    /// <summary>Throws ConfigurationException with every fault.</summary>
    public static Settings FromEnvironment()
    {
        var environment = new EnvironmentSettings(Environment.GetEnvironmentVariable);
        var settings = new Settings(
            environment.Text("STACK_NAME"),
            environment.Text("LEDGER_TABLE"),
            environment.Text("ACCOUNT_ID"),
            environment.Text("AWS_REGION"),
            environment.Text("PUPPET_SERVER_ROLE_ARN", otherwise: ""),
            environment.Time("INVENTORY_MAX_AGE", Duration.FromMinutes(15)),
            environment.Time("STALE_MAX_AGE", Duration.FromHours(1)),
            environment.Time("ENROL_WINDOW", Duration.FromMinutes(30)),
            environment.Read("ENROL_EXTENSIONS", ListedExtension.ReadList, otherwise: []),
            environment.Choice("IDENTITY_DOCUMENT", "required", "optional", otherwise: true));
        environment.ThrowIfFaulty();
        return settings;
    }
}
