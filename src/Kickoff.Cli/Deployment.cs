using Kickoff.Aws;
using Kickoff.Core.Configuration;
using NodaTime;

namespace Kickoff.Cli;

/// <summary>
/// What lint can know of where config/ will be deployed: --region, what samconfig.toml beside it says, AWS_REGION; and the account of the
/// roles that samconfig.toml names.
/// </summary>
internal sealed class Deployment(ConfigurationFolder folder, string? region)
{
    private static readonly string[] Roles = ["PuppetServerRoleArn", "InstanceRoleArn"];

    private readonly SamConfig? _sam = SamConfig.Beside(folder.Location);

    /// <summary>Of samconfig.toml.</summary>
    public IEnumerable<Fault> Faults => _sam?.Faults() ?? [];

    public AwsPlace Place => new(Region, Account);

    private string? Region => region ?? _sam?.Region ?? Settings.Region;

    private string? Account => Roles
        .Select(role => _sam?.Parameter(role)?.Split(':'))
        .FirstOrDefault(arn => arn is [_, _, _, _, { Length: 12 }, ..])?[4];

    /// <summary>
    /// Whether servers will enrol by identity documents: the Puppet server's role is given and the document is not optional; or somebody
    /// put a certificate there.
    /// </summary>
    private bool Verifies => folder.IdentityRegions().Any()
        || (!string.IsNullOrEmpty(_sam?.Parameter("PuppetServerRoleArn")) && _sam.Parameter("IdentityDocument") != "optional");

    /// <summary>The regions whose certificates there are, or must be. REGION stands for the one that is not known.</summary>
    public IEnumerable<string> IdentityRegions()
    {
        string[] there = [.. folder.IdentityRegions()];
        return Verifies && (Region ?? (there.Length == 0 ? "REGION" : null)) is { } needed ? there.Union([needed]) : there;
    }
}
