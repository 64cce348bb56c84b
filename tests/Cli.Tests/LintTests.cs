using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kickoff.Cli.Tests;

/// <summary>What lint says of a folder, and of the deployment that samconfig.toml beside it describes.</summary>
public sealed class LintTests : IDisposable
{
    private readonly DirectoryInfo _site = Directory.CreateTempSubdirectory("kickoff-site-");

    public LintTests()
    {
        Directory.CreateDirectory(Path.Combine(_site.FullName, "config", "identity"));
        foreach (var name in new[] { "fleet.yml", "user-data.sh", "node_groups.yml" })
        {
            File.Copy(Path.Combine(KickoffCommand.Root, "config", name), Path.Combine(_site.FullName, "config", name));
        }
    }

    public void Dispose() => _site.Delete(recursive: true);

    [Fact]
    public async Task A_slash_behind_the_folder_changes_nothing() =>
        Assert.Equal(new Said(0, $"{Path.Combine(_site.FullName, "config")}: no fault\n", ""), await LintAsync("config/"));

    [Fact]
    public async Task Rules_that_nobody_can_have_meant_are_warnings_with_their_line()
    {
        var fleet = Path.Combine(_site.FullName, "config", "fleet.yml");
        await File.WriteAllTextAsync(fleet, (await File.ReadAllTextAsync(fleet)).Replace(
            "        - {competition: Euro 2012, servers: 6}", "        - {team: Germany, competition: Euro 2012, servers: 41}",
            StringComparison.Ordinal));
        var line = 1 + (await File.ReadAllLinesAsync(fleet)).ToList().FindIndex(one => one.Contains("41}", StringComparison.Ordinal));
        var said = await LintAsync(
            "config", "--fixtures", Path.Combine(KickoffCommand.Root, "data", "fixtures", "euro-2012.json"));

        Assert.Equal(0, said.ExitCode);
        Assert.Contains(
            $"fleet.yml:{line}: warning: backend-production: rule 3 {{team: Germany, competition: Euro 2012, servers: 41}} asks for more",
            said.Error, StringComparison.Ordinal);
        Assert.Contains($"fleet.yml:{line}: warning: backend-production: rule 3 ", said.Error, StringComparison.Ordinal);
        Assert.Contains("is taken by rule 2,", said.Error, StringComparison.Ordinal);
        Assert.Contains("rule 1 {team: Germany, round: Final, servers: 40} speaks of none of 31 fixtures", said.Error,
            StringComparison.Ordinal);
        Assert.Contains("no rule of any pool speaks of 26 fixtures of Euro 2012: ", said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF_8_are_a_fault_of_their_file_and_the_others_are_read_all_the_same()
    {
        await File.WriteAllBytesAsync(
            Path.Combine(_site.FullName, "config", "node_groups.yml"), [.. "web:\n  classes: [caf"u8, 0xE9, .. "]\n"u8]);
        await File.WriteAllBytesAsync(Path.Combine(_site.FullName, "config", "user-data.sh"), [.. "#!/bin/sh\n# f"u8, 0xFC, .. "r\n"u8]);
        var said = await LintAsync("config");

        Assert.Equal(2, said.ExitCode);
        Assert.Contains("node_groups.yml:2: the byte 0xe9 is not UTF-8", said.Error, StringComparison.Ordinal);
        Assert.Contains("user-data.sh:2: the byte 0xfc is not UTF-8", said.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_none_says_what_is_there_instead()
    {
        File.Move(Path.Combine(_site.FullName, "config", "node_groups.yml"), Path.Combine(_site.FullName, "config", "node_groups.yaml"));

        Assert.Contains("node_groups.yml:1: there is no such file; rename ", (await LintAsync("config")).Error, StringComparison.Ordinal);
        Assert.Contains("nor a folder ", (await LintAsync("confg")).Error, StringComparison.Ordinal);
        Assert.Contains("is a file, and the folder", (await LintAsync("config/fleet.yml")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_certificate_that_an_enrolment_will_need_is_missed_before_the_deploy()
    {
        await SamConfigAsync("""parameter_overrides = "DryRun=\"false\" PuppetServerRoleArn=\"arn:aws:iam::123456789012:role/puppet\"" """);
        var said = await LintAsync("config");

        Assert.Equal(2, said.ExitCode);
        Assert.Contains(
            Path.Combine("identity", "eu-west-1.pem") + ":1: there is no such file: AWS's certificate of eu-west-1", said.Error,
            StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(_site.FullName, "config", "identity", "eu-west-1.pem"), Certificate());
        Assert.Equal(0, (await LintAsync("config")).ExitCode);
        Assert.Contains(
            "eu-central-1.pem:1: there is no such file", (await LintAsync("config", "--region", "eu-central-1")).Error,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""parameter_overrides = "DryRun=\"false\"" """)]
    [InlineData("""parameter_overrides = ["PuppetServerRoleArn=arn:aws:iam::123456789012:role/puppet", 'IdentityDocument=optional']""")]
    [InlineData("""parameter_overrides = "ParameterKey=PuppetServerRoleArn,ParameterValue= " """)]
    public async Task It_is_not_missed_where_none_is_needed(string overrides)
    {
        await SamConfigAsync(overrides);

        Assert.Equal(0, (await LintAsync("config")).ExitCode);
    }

    /// <summary>As `sam deploy --guided` writes it, in each of the forms that SAM CLI takes (samcli/cli/types.py).</summary>
    [Theory]
    [InlineData("""parameter_overrides = "DryRun=\"true\" MaxTickAge=\"5m\"" """)]
    [InlineData("""parameter_overrides = ["MaxTickAge=5m", "DryRun=all"]""")]
    [InlineData("""parameter_overrides = "ParameterKey=DryRun,ParameterValue=true" """)]
    public async Task A_dry_run_that_every_deploy_would_set_again_is_a_fault(string overrides)
    {
        await SamConfigAsync(overrides);
        var said = await LintAsync("config");

        Assert.Equal(2, said.ExitCode);
        Assert.Matches(@"samconfig\.toml:\d+: every deploy without parameters of its own would set this DryRun again", said.Error);
    }

    [Fact]
    public async Task A_certificate_that_verifies_nothing_is_a_fault()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_site.FullName, "config", "identity", "us-east-1.pem"), "MIIC7TCCAq0CCQCWukjZ5V4aZzAJBgcqhkjOOAQD\n");

        Assert.Contains("us-east-1.pem:1: there is no certificate in it", (await LintAsync("config")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_group_of_another_region_or_account_than_the_deployments_is_a_fault()
    {
        await SamConfigAsync("parameter_overrides = [\n  \"InstanceRoleArn=arn:aws:iam::123456789012:role/backend\", # a comment\n]");
        await File.WriteAllTextAsync(Path.Combine(_site.FullName, "config", "node_groups.yml"), """
            web:
              parameters:
                target_group_arn:
                - arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/x/0a
                - arn:aws:elasticloadbalancing:us-west-2:999999999999:targetgroup/x/0a
            """);
        var said = await LintAsync("config");

        Assert.Contains(
            "node_groups.yml:5: arn:aws:elasticloadbalancing:us-west-2:999999999999:targetgroup/x/0a is of region us-west-2, and the stack "
                + "is of eu-west-1",
            said.Error, StringComparison.Ordinal);
        Assert.Contains("is of account 999999999999, and the stack is of 123456789012", said.Error, StringComparison.Ordinal);
    }

    private Task SamConfigAsync(string overrides) => File.WriteAllTextAsync(
        Path.Combine(_site.FullName, "samconfig.toml"),
        $"version = 0.1\n[default.global.parameters]\nstack_name = \"kickoff\"\nregion = 'eu-west-1'\n\n[default.deploy.parameters]\n"
            + $"confirm_changeset = true\n{overrides}\n[prod.global.parameters]\nregion = \"us-east-1\"\n");

    private Task<Said> LintAsync(string folder, params string[] options) =>
        KickoffCommand.RunAsync(["lint", Path.Combine(_site.FullName, folder), .. options]);

    private static string Certificate()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=ec2.amazonaws.com", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(
                new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2199, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return certificate.ExportCertificatePem();
    }
}
