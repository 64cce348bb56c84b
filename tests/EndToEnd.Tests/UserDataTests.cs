using Kickoff.Local;

namespace Kickoff.EndToEnd.Tests;

/// <summary>
/// config/user-data.sh as EC2 would run it at a first boot, in dash: the metadata service is real HTTP, what would change this machine
/// (apt-get, dpkg, puppet) is written down instead, and waiting takes no time.
/// </summary>
public sealed class UserDataTests : IDisposable
{
    private const string Instance = "i-0123456789abcdef0";

    private readonly ApiStub _metadata = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kickoff-user-data-");

    public UserDataTests()
    {
        Directory.CreateDirectory(Of("bin"));
        Program("apt-get", "exit 0");
        Program("dpkg", "exit 0");
        Program("sleep", "exit 0");
        Program("puppet", "[ \"$1\" = agent ] && exit 2; exit 0");
        // The metadata service is asked; the internet is not.
        Program("curl", "case \"$*\" in *127.0.0.1*) PATH=${PATH#*:}; exec curl \"$@\" ;; esac; exit 0");
        _metadata.Answer = asked => (asked.Method, asked.Path) switch
        {
            ("PUT", "/latest/api/token") => ApiStub.Of(200, "session", ours: false),
            ("GET", "/latest/meta-data/instance-id") when IsAuthorized(asked) => ApiStub.Of(200, Instance, ours: false),
            ("GET", "/latest/dynamic/instance-identity/rsa2048") when IsAuthorized(asked) => ApiStub.Of(200, "MIIB\nAAAA\n+/8=", ours: false),
            _ => ApiStub.Of(401, "", ours: false),
        };
    }

    public void Dispose()
    {
        _metadata.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("ubuntu", "22.04")]
    [InlineData("ubuntu", "24.04")]
    [InlineData("debian", "12")]
    public async Task Puppet_is_installed_from_OpenVox_configured_and_run(string system, string version)
    {
        var ran = await RunAsync(system, version);

        Assert.True(ran.ExitCode == 0, ran.Output + ran.Error);
        Assert.Equal($"[main]\ncertname = {Instance}\nserver = puppet.example.internal\n", Text("conf/puppet.conf"));
        Assert.Equal(
            $"extension_requests:\n  pp_instance_id: \"{Instance}\"\ncustom_attributes:\n  1.3.6.1.4.1.34380.1.3.101: \"MIIBAAAA+/8=\"\n", Text("conf/csr_attributes.yaml"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Of("conf/csr_attributes.yaml")));
        Assert.Contains($"https://apt.voxpupuli.org/openvox8-release-{system}{version}.deb", Text("called"), StringComparison.Ordinal);
        var steps = Text("called").Split('\n').Select(line => string.Join(' ', line.Split(' ').Where(word => !word.StartsWith('-') && !word.Contains('/', StringComparison.Ordinal) && !word.Contains('=', StringComparison.Ordinal)))).ToArray();
        Assert.Equal(["apt-get update", "apt-get install openvox-agent", "puppet agent 15", "puppet resource service puppet"], steps.Where(step => step.StartsWith("apt-get", StringComparison.Ordinal) || step.StartsWith("puppet", StringComparison.Ordinal)));
        Assert.Equal(
            ["stack kickoff, pool games, region eu-west-1", $"instance {Instance}", "installing Puppet (openvox)", $"configuring {Of("conf")}", "first run", "starting the agent", "done"],
            ran.Output.Split('\n').Where(line => line.StartsWith("kickoff user-data: ", StringComparison.Ordinal)).Select(line => line["kickoff user-data: ".Length..]));
    }

    [Theory]
    [InlineData("debian")]
    [InlineData("puppetcore")]
    public async Task One_variable_takes_the_agent_from_elsewhere(string distribution)
    {
        var ran = await RunAsync("debian", "12", script => script.Replace("distribution=openvox", $"distribution={distribution}", StringComparison.Ordinal));

        Assert.True(ran.ExitCode == 0, ran.Output + ran.Error);
        Assert.Contains("install puppet-agent", Text("called"), StringComparison.Ordinal);
        Assert.DoesNotContain("voxpupuli", Text("called"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_fails_at_first_is_tried_again()
    {
        Program("apt-get", "[ -e \"$0.tried\" ] && exit 0; touch \"$0.tried\"; exit 100");
        Program("puppet", "[ \"$1\" = agent ] || exit 0; [ -e \"$0.tried\" ] && exit 2; touch \"$0.tried\"; exit 1");

        Assert.Equal(0, (await RunAsync("debian", "12")).ExitCode);
    }

    [Fact]
    public async Task What_never_works_is_given_up_with_a_line_that_says_what()
    {
        Program("dpkg", "exit 1");
        var ran = await RunAsync("debian", "12");

        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("kickoff user-data: gave up: install_openvox", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("puppet agent", Text("called"), StringComparison.Ordinal);
    }

    private static bool IsAuthorized(Asked asked) => asked.Headers.GetValueOrDefault("x-aws-ec2-metadata-token") == "session";

    private string Of(string name) => Path.Combine(_folder.FullName, name);

    private string Text(string name) => File.Exists(Of(name)) ? File.ReadAllText(Of(name)) : "";

    private void Program(string name, string does)
    {
        File.WriteAllText(Of($"bin/{name}"), $"#!/bin/sh\necho \"{name} $*\" >>\"{Of("called")}\"\n{does}\n");
        File.SetUnixFileMode(Of($"bin/{name}"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private async Task<Ran> RunAsync(string system, string version, Func<string, string>? change = null)
    {
        await File.WriteAllTextAsync(Of("os-release"), $"ID={system}\nVERSION_ID=\"{version}\"\n");
        var script = (await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "config", "user-data.sh")))
            .Replace("@STACK@", "kickoff", StringComparison.Ordinal).Replace("@POOL@", "games", StringComparison.Ordinal).Replace("@REGION@", "eu-west-1", StringComparison.Ordinal);
        await File.WriteAllTextAsync(Of("user-data.sh"), change?.Invoke(script) ?? script);
        return await Run.Async("dash", [Of("user-data.sh")], environment: new Dictionary<string, string>
        {
            ["PATH"] = Of("bin") + ":" + string.Join(':', Settings.SearchPath),
            ["KICKOFF_IMDS"] = _metadata.Url,
            ["KICKOFF_CONFDIR"] = Of("conf"),
            ["KICKOFF_OS_RELEASE"] = Of("os-release"),
        });
    }
}
