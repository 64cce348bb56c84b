using Kickoff.Local;

namespace Kickoff.EndToEnd.Tests;

/// <summary>Puppet itself asking puppet/enc, without a server: what a node is told arrives in its catalogue.</summary>
public sealed class PuppetApplyTests : IDisposable
{
    private const string Node = "i-0123456789abcdef0";

    private readonly ApiStub _api = new();
    private readonly PuppetScripts _puppet;

    public PuppetApplyTests() => _puppet = new PuppetScripts(_api);

    public void Dispose()
    {
        _puppet.Dispose();
        _api.Dispose();
    }

    [Fact]
    public async Task The_example_roles_compile_with_the_parameters_their_group_gives()
    {
        _api.Answer = _ =>
            ApiStub.Of(
                200,
                Yaml(
                    $"  \"backend\": {{}}\n  \"collectd\":\n    \"varnish\": true\n  \"kickoff::agent\":\n    \"server\": \"puppet\"\n"
                        + $"    \"confdir\": \"{_puppet.Of("agent")}\"\n"));
        var ran = await ApplyAsync(Path.Combine(Checkout.Root, "puppet", "environments"), "--noop");

        Assert.Contains("/Stage[main]/Backend/Service[backend]", ran.Output, StringComparison.Ordinal);
        Assert.Contains("/Stage[main]/Collectd/File[/etc/collectd/collectd.conf]", ran.Output, StringComparison.Ordinal);
        Assert.Contains("Applied catalog", ran.Output, StringComparison.Ordinal);
        Assert.Equal(0, ran.ExitCode);
    }

    [Fact]
    public async Task Puppet_manages_its_own_configuration()
    {
        Directory.CreateDirectory(_puppet.Of("agent"));
        _api.Answer = _ =>
            ApiStub.Of(
                200, Yaml($"  \"kickoff::agent\":\n    \"server\": \"puppet.example.com\"\n    \"confdir\": \"{_puppet.Of("agent")}\"\n"));
        // Its file alone: this machine's agent is not to be started.
        var ran = await ApplyAsync(Path.Combine(Checkout.Root, "puppet", "environments"), "--tags", "file");

        Assert.Equal(0, ran.ExitCode);
        Assert.Contains($"certname = {Node}\nserver = puppet.example.com\n", _puppet.Text("agent/puppet.conf"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tags_are_within_reach_of_a_manifest()
    {
        Directory.CreateDirectory(_puppet.Of("environments/production/manifests"));
        await File.WriteAllTextAsync(
            _puppet.Of("environments/production/manifests/site.pp"),
            "class hello { notify { \"team ${ec2_tags['Team name']} ${ec2_tag_Team_name} ${ec2['instance_type']}\": } }\n");
        _api.Answer = _ => ApiStub.Of(200, Yaml("  \"hello\": {}\n"));
        var ran = await ApplyAsync(_puppet.Of("environments"));

        Assert.Contains("team games & more games & more m7i.large", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_fails_the_run_with_its_reason()
    {
        _api.Answer = _ => ApiStub.Of(404, "i-0123456789abcdef0 is in no security group that node_groups.yml maps\n");
        var ran = await ApplyAsync(Path.Combine(Checkout.Root, "puppet", "environments"), "--noop");

        Assert.NotEqual(0, ran.ExitCode);
        Assert.Contains("is in no security group that node_groups.yml maps", ran.Output + ran.Error, StringComparison.Ordinal);
    }

    private static string Yaml(string classes) =>
        $"# kickoff {Node} {Node} live 0s\n---\n\"classes\":\n{classes}\"environment\": \"production\"\n\"parameters\":\n  \"ec2\":\n"
            + $"    \"instance_type\": \"m7i.large\"\n  \"ec2_tag_Team_name\": \"games & more\"\n  \"ec2_tags\":\n"
            + $"    \"Team name\": \"games & more\"\n";

    private Task<Ran> ApplyAsync(string environments, params string[] options) => Run.Async(
        "puppet",
        [
            "apply", .. options, "--color", "false", "--node_terminus", "exec", "--external_nodes",
            Path.Combine(Checkout.Root, "puppet", "enc"), "--certname", Node,
            "--basemodulepath", Path.Combine(Checkout.Root, "puppet", "modules"),
            "--environmentpath", environments, "--environment", "production", "--confdir", _puppet.Of("conf"), "--vardir",
            _puppet.Of("var"),
            Path.Combine(environments, "production", "manifests", "site.pp"),
        ],
        environment: new Dictionary<string, string>
        {
            ["KICKOFF_CONF"] = _puppet.Of("enc.conf"),
            ["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE",
            ["AWS_SECRET_ACCESS_KEY"] = PuppetScripts.Secret,
        });
}
