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
        Program("getent", "exit 0");
        // The metadata service is asked; the internet is not.
        Program("curl", "case \"$*\" in *127.0.0.1*) PATH=${PATH#*:}; exec curl \"$@\" ;; esac; exit 0");
        _metadata.Answer = asked => (asked.Method, asked.Path) switch
        {
            ("PUT", "/latest/api/token") => ApiStub.Of(200, "session", ours: false),
            ("GET", "/latest/meta-data/instance-id") when IsAuthorized(asked) => ApiStub.Of(200, Instance, ours: false),
            ("GET", "/latest/dynamic/instance-identity/rsa2048") when IsAuthorized(asked) =>
                ApiStub.Of(200, "MIIB\nAAAA\n+/8=", ours: false),
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
        Assert.Equal($"[main]\ncertname = {Instance}\nserver = puppet\n", Text("conf/puppet.conf"));
        Assert.Equal(
            $"extension_requests:\n  pp_instance_id: \"{Instance}\"\ncustom_attributes:\n  1.3.6.1.4.1.34380.1.3.101: \"MIIBAAAA+/8=\"\n",
            Text("conf/csr_attributes.yaml"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Of("conf/csr_attributes.yaml")));
        Assert.Contains($"https://apt.voxpupuli.org/openvox8-release-{system}{version}.deb", Text("called"), StringComparison.Ordinal);
        var steps = Text("called").Split('\n').Select(
            line =>
                string.Join(
                    ' ',
                    line.Split(' ').Where(
                        word => !word.StartsWith('-')
                            && !word.Contains('/', StringComparison.Ordinal)
                            && !word.Contains('=', StringComparison.Ordinal)))).ToArray();
        Assert.Equal(
            ["apt-get update", "apt-get install openvox-agent", "puppet agent 15 2m", "puppet resource service puppet"],
            steps.Where(step => step.Split(' ')[0] is "apt-get" or "puppet"));
        Assert.Equal(
            [
                "stack kickoff, pool games, region eu-west-1", $"instance {Instance}", "installing Puppet (openvox)",
                $"configuring {Of("conf")}", "first run", "starting the agent", "done"],
            ran.Output.Split('\n').Where(line => line.StartsWith("kickoff user-data: ", StringComparison.Ordinal)).Select(
                line => line["kickoff user-data: ".Length..]));
    }

    [Theory]
    [InlineData("debian")]
    [InlineData("puppetcore")]
    public async Task One_variable_takes_the_agent_from_elsewhere(string distribution)
    {
        var ran = await RunAsync(
            "debian", "12", script => script.Replace("distribution=openvox", $"distribution={distribution}", StringComparison.Ordinal));

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
        Assert.Contains("s: openvox-agent cannot be installed", ran.Output.Split('\n')[^2], StringComparison.Ordinal);
        Assert.DoesNotContain("puppet agent", Text("called"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_never_signed_stops_asking_and_says_so()
    {
        Program("puppet", "case $1 in agent) exit 1 ;; config) echo /nowhere/cert.pem ;; esac");
        var ran = await RunAsync("debian", "12");

        Assert.Equal(1, ran.ExitCode);
        Assert.StartsWith("kickoff user-data: gave up after ", ran.Output.Split('\n')[^2], StringComparison.Ordinal);
        Assert.Contains($"s: there is no certificate for {Instance}: the Puppet server's log", ran.Output, StringComparison.Ordinal);
        Assert.Equal(30, Called("puppet agent --test --waitforcert 15 --maxwaitforcert 2m"));
    }

    [Theory]
    [InlineData("getent", "exit 2", "the name of the Puppet server, puppet, does not resolve")]
    [InlineData(
        "curl", "case \"$*\" in *127.*) PATH=${PATH#*:}; exec curl \"$@\" ;; *:8140*) exit 7 ;; esac", "does not answer on port 8140")]
    public async Task What_is_between_a_server_and_Puppet_is_named(string program, string does, string said)
    {
        Program("puppet", "exit 1");
        Program(program, does);
        var ran = await RunAsync("debian", "12");

        Assert.Equal(1, ran.ExitCode);
        Assert.Contains(said, ran.Output.Split('\n')[^2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signed_server_whose_run_fails_goes_on_trying_after_user_data_has_given_up()
    {
        await File.WriteAllTextAsync(Of("cert.pem"), "x");
        Program("puppet", $"case $1 in agent) exit 4 ;; config) echo {Of("cert.pem")} ;; esac");
        var ran = await RunAsync("debian", "12");

        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("s: the run fails; its lines above say why", ran.Output.Split('\n')[^2], StringComparison.Ordinal);
        Assert.Equal(1, Called("puppet resource service puppet ensure=running enable=true"));
    }

    [Fact]
    public async Task When_patience_is_at_its_end_nothing_is_tried_again()
    {
        Program("apt-get", "exit 100");

        var ran = await RunAsync("debian", "12", script => script
            .Replace("patience=900", "patience=0", StringComparison.Ordinal)
            .Replace("distribution=openvox", "distribution=debian", StringComparison.Ordinal));

        Assert.Equal(1, ran.ExitCode);
        Assert.Equal(1, Called("apt-get"));
    }

    [Fact]
    public async Task The_fingerprint_of_the_CA_is_the_agents_to_check()
    {
        var fingerprint = new string('a', 64);
        var ran = await RunAsync("debian", "12", script =>
            script.Replace("ca_fingerprint= ", $"ca_fingerprint={fingerprint} ", StringComparison.Ordinal));

        Assert.Equal(0, ran.ExitCode);
        Assert.EndsWith($"server = puppet\nca_fingerprint = {fingerprint}\n", Text("conf/puppet.conf"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_metadata_service_is_not_asked_through_a_proxy()
    {
        await RunAsync("debian", "12");
        var asked = Text("called").Split('\n').Where(line => line.Contains(_metadata.Url, StringComparison.Ordinal)).ToArray();

        Assert.True(asked.Length >= 3, Text("called"));
        Assert.All(asked, line => Assert.Contains("--noproxy *", line, StringComparison.Ordinal));
    }

    private static bool IsAuthorized(Asked asked) => asked.Headers.GetValueOrDefault("x-aws-ec2-metadata-token") == "session";

    private int Called(string begin) => Text("called").Split('\n').Count(line => line.StartsWith(begin, StringComparison.Ordinal));

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
            .Replace("@STACK@", "kickoff", StringComparison.Ordinal).Replace("@POOL@", "games", StringComparison.Ordinal).Replace(
                "@REGION@", "eu-west-1", StringComparison.Ordinal);
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
