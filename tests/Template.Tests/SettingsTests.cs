using System.Text.RegularExpressions;

namespace Kickoff.Template.Tests;

public sealed partial class SettingsTests
{
    /// <summary>Variables that Lambda sets, and those that are the .NET runtime's and the SDK's own.</summary>
    private static readonly string[] NotOurs = [
        "LAMBDA_TASK_ROOT", "AWS_REGION", "SSL_CERT_FILE", "SSL_CERT_DIR", "AWS_EC2_METADATA_DISABLED"];

    public static TheoryData<string> Functions => [.. SamTemplate.Functions];

    [Theory]
    [MemberData(nameof(Functions))]
    public void The_template_sets_exactly_what_the_function_reads(string function)
    {
        var source = File.ReadAllText(Repository.Path("functions", function, "Settings.cs"));
        var read = Name().Matches(source).Select(match => match.Groups[1].Value).Except(NotOurs).ToHashSet(StringComparer.Ordinal);

        Assert.NotEmpty(read);
        Assert.Equal(read.Order(StringComparer.Ordinal), SamTemplate.Environment(function).Except(NotOurs).Order(StringComparer.Ordinal));
    }

    /// <summary>https://docs.aws.amazon.com/sdkref/latest/guide/feature-imds-credentials.html.</summary>
    [Theory]
    [MemberData(nameof(Functions))]
    public void No_function_asks_the_metadata_service_for_anything(string function) =>
        Assert.Equal("true", SamTemplate.EnvironmentValue(function, "AWS_EC2_METADATA_DISABLED"));

    [Theory]
    [MemberData(nameof(Functions))]
    public void Every_setting_is_documented(string function)
    {
        var documentation = File.ReadAllText(Repository.Path("docs", "configuration.md"));

        Assert.All(
            SamTemplate.Environment(function).Except(NotOurs),
            name => Assert.Contains($"`{name}`", documentation, StringComparison.Ordinal));
    }

    [GeneratedRegex("\"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\"")]
    private static partial Regex Name();
}
