using System.Diagnostics;

namespace Kickoff.Cli.Tests;

/// <summary>
/// eng/setup in a folder of its own, with a <c>dotnet</c> that answers a restore as NuGet does: its words and numbers are those of
/// https://learn.microsoft.com/nuget/reference/errors-and-warnings/nu1101 and nu1301.
/// </summary>
public sealed class SetupTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kickoff-setup-").FullName;

    public SetupTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "eng"));
        Directory.CreateDirectory(Path.Combine(_folder, "bin"));
        File.Copy(Path.Combine(KickoffCommand.Root, "eng", "setup"), Path.Combine(_folder, "eng", "setup"));
        File.WriteAllText(Path.Combine(_folder, "Directory.Packages.props"), """
            <Project>
              <ItemGroup Label="AWS">
                <PackageVersion Include="AWSSDK.EC2" Version="4.0.1" />
              </ItemGroup>
              <ItemGroup Label="AWS with stand-ins">
                <PackageVersion Include="Amazon.Lambda.Core" Version="3.0.0" />
                <PackageVersion Include="Amazon.Lambda.SQSEvents" Version="3.0.0" />
                <PackageVersion Include="AWSSDK.ElasticLoadBalancing" Version="4.0.2" />
                <PackageVersion Include="AWSSDK.ElasticLoadBalancingV2" Version="4.0.3" />
              </ItemGroup>
            </Project>
            """);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task One_absent_package_makes_a_stand_in_of_itself_alone_and_the_reason_is_told()
    {
        Feed("AWSSDK.ElasticLoadBalancing");

        var (code, said) = await SetUpAsync();

        Assert.Equal(0, code);
        Assert.Contains("<AwsStandIns>AWSSDK.ElasticLoadBalancing</AwsStandIns>", Answer, StringComparison.Ordinal);
        Assert.Contains("AWSSDK.ElasticLoadBalancing 4.0.2: No packages exist with this id", said, StringComparison.Ordinal);
        Assert.Contains("NU1101", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_reason_is_kept_and_told_again_when_asked_again()
    {
        Feed("Amazon.Lambda.Core", "AWSSDK.ElasticLoadBalancingV2");
        await SetUpAsync();

        var (_, said) = await SetUpAsync();

        Assert.Contains("<AwsStandIns>Amazon.Lambda.Core;AWSSDK.ElasticLoadBalancingV2</AwsStandIns>", Answer, StringComparison.Ordinal);
        Assert.Contains("Amazon.Lambda.Core 3.0.0:", said, StringComparison.Ordinal);
        Assert.Contains("AWSSDK.ElasticLoadBalancingV2 4.0.3:", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_feed_with_everything_needs_no_stand_in()
    {
        Feed();

        Assert.Equal(0, (await SetUpAsync("STANDINS=no")).Code);
        Assert.Contains("<AwsStandIns></AwsStandIns>", Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_wants_no_stand_ins_gets_none()
    {
        Feed("Amazon.Lambda.SQSEvents");

        var (code, said) = await SetUpAsync("STANDINS=no");

        Assert.Equal(1, code);
        Assert.Contains("STANDINS=no", said, StringComparison.Ordinal);
        Assert.Contains("Amazon.Lambda.SQSEvents", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_feed_that_does_not_answer_lacks_nothing_and_is_asked_again()
    {
        Dotnet("echo 'probe.csproj : error NU1301: Unable to load the service index for source https://feed.example/index.json.'; exit 1");

        var (code, said) = await SetUpAsync();

        Assert.Equal(1, code);
        Assert.Contains("does not answer", said, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder, "eng", "feed.props")));
    }

    [Fact]
    public async Task What_another_feed_left_in_this_machines_cache_is_no_answer_of_this_one()
    {
        Dotnet("""
            case "$*" in *--packages*) ;; *) exit 0 ;; esac
            if grep -q 'Amazon.Lambda.Core' .work/probe/probe.csproj; then
                echo 'p : error NU1101: Unable to find package Amazon.Lambda.Core. No packages exist with this id in source(s): feed'
                exit 1
            fi
            """);

        await SetUpAsync();

        Assert.Contains("<AwsStandIns>Amazon.Lambda.Core</AwsStandIns>", Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_package_that_has_no_stand_in_must_be_there()
    {
        Feed("AWSSDK.EC2");

        var (code, said) = await SetUpAsync();

        Assert.Equal(1, code);
        Assert.Contains("AWSSDK.EC2, which has no stand-in", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_package_whose_own_needs_are_not_met_is_a_stand_in_too()
    {
        Dotnet("""
            if grep -q 'Amazon.Lambda.SQSEvents' .work/probe/probe.csproj; then
                echo 'p : error NU1101: Unable to find package Amazon.Lambda.Events. No packages exist with this id in source(s): feed'
                exit 1
            fi
            """);

        Assert.Equal(0, (await SetUpAsync()).Code);
        Assert.Contains("<AwsStandIns>Amazon.Lambda.SQSEvents</AwsStandIns>", Answer, StringComparison.Ordinal);
    }

    private string Answer => File.ReadAllText(Path.Combine(_folder, "eng", "feed.props"));

    /// <summary>A feed that lacks these.</summary>
    private void Feed(params string[] lacks) => Dotnet($$"""
        failed=0
        for lacking in {{string.Join(' ', lacks)}}; do
            if grep -q "\"$lacking\"" .work/probe/probe.csproj; then
                echo "probe.csproj : error NU1101: Unable to find package $lacking. No packages exist with this id in source(s): feed"
                failed=1
            fi
        done
        exit $failed
        """);

    private void Dotnet(string restore)
    {
        var program = Path.Combine(_folder, "bin", "dotnet");
        File.WriteAllText(program, $"#!/bin/sh\ncase $1 in --version) echo 10.0.100; exit 0 ;; esac\n{restore}\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private async Task<(int Code, string Said)> SetUpAsync(string? variable = null)
    {
        var start = new ProcessStartInfo("env") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder };
        foreach (var argument in (string[])[
            "-i", $"PATH={Path.Combine(_folder, "bin")}:/usr/bin:/bin", variable ?? "NO=THING", "sh", "eng/setup", "--managed"])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var (said, complained) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await said + await complained);
    }
}
