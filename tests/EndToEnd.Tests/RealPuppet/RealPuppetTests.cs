using System.Globalization;
using Kickoff.Local.Api;
using Kickoff.Local.Stage;

namespace Kickoff.EndToEnd.Tests.RealPuppet;

/// <summary>A real Puppet server believes Kickoff: from a server's first request for a certificate to that certificate's end.</summary>
[Collection(OnePuppetServer.Name)]
public sealed class RealPuppetTests(PuppetWorld puppet)
{
    private static readonly string[] BackendClasses = ["backend", "collectd"];
    private static readonly string[] BackendAndOfficeClasses = ["backend", "collectd", "kickoff::agent"];

    [Fact]
    public async Task A_launched_server_is_signed_and_gets_the_classes_of_all_its_groups()
    {
        var node = puppet.Fleet[0];
        var ran = await puppet.AgentOf(node).RunAsync();

        Assert.True(ran.Compiled, $"{ran.Output}\n{puppet.Server.Log}");
        Assert.True(puppet.Server.HasSigned(node));
        Assert.Equal(BackendAndOfficeClasses, ran.Classes);
        Assert.Contains($"told: team games, type m7i.large, instance {node}", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_started_by_hand_gets_the_classes_of_its_one_group()
    {
        var node = (await puppet.LaunchByHandAsync(1, "backend-production"))[0];
        var ran = await puppet.AgentOf(node).RunAsync();

        Assert.True(ran.Compiled, ran.Output);
        Assert.Equal(BackendClasses, ran.Classes);
        Assert.Contains("told: team by hand,", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_tag_is_seen_once_the_inventory_is_too_old()
    {
        var node = (await puppet.LaunchByHandAsync(1, "backend-production"))[0];
        var agent = puppet.AgentOf(node);
        Assert.Contains("told: team by hand,", (await agent.RunAsync()).Output, StringComparison.Ordinal);

        await puppet.TagAsync(node, "Team", "quality");
        await Task.Delay(PuppetWorld.InventoryMaxAge + TimeSpan.FromSeconds(1));

        Assert.Contains("told: team quality,", (await agent.RunAsync()).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_certname_of_no_instance_is_not_signed()
    {
        const string nobody = "i-0fedcba9876543210";
        var ran = await puppet.NewAgent(nobody).With(nobody, null).RunAsync();

        Refused(ran, nobody);
    }

    [Fact]
    public async Task A_private_dns_name_is_classified_and_not_signed()
    {
        var answer = await puppet.World.Stage.Ec2Async("DescribeInstances", ("InstanceId.1", puppet.Fleet[0]));
        var name = answer.Descendants("privateDnsName").First().Value;
        var ran = await puppet.NewAgent(name).With(puppet.Fleet[0], puppet.DocumentOf(puppet.Fleet[0])).RunAsync();

        Refused(ran, name);
        var classified = await puppet.ScriptAsync("enc", name);
        Assert.StartsWith($"# kickoff {name} {puppet.Fleet[0]} live 0s\n---\n", classified.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_key_for_an_enrolled_server_is_not_signed()
    {
        var node = (await puppet.LaunchByHandAsync(1, "backend-production"))[0];
        Assert.True((await puppet.AgentOf(node).RunAsync()).Compiled);
        var signed = await File.ReadAllTextAsync(puppet.Server.Signed(node));

        var second = await puppet.AgentOf(node).RunAsync();

        Assert.False(second.Compiled, second.Output);
        Assert.Equal(signed, await File.ReadAllTextAsync(puppet.Server.Signed(node)));
    }

    [Fact]
    public async Task The_identity_document_of_another_server_is_not_enough()
    {
        var nodes = await puppet.LaunchByHandAsync(2, "backend-production");
        var ran = await puppet.NewAgent(nodes[0]).With(nodes[0], puppet.DocumentOf(nodes[1])).RunAsync();

        Refused(ran, nodes[0]);
        // The refusal burnt nothing.
        Assert.True((await puppet.AgentOf(nodes[0]).RunAsync()).Compiled);
    }

    [Fact]
    public async Task A_request_without_an_identity_document_is_not_enough()
    {
        var node = (await puppet.LaunchByHandAsync(1, "backend-production"))[0];

        Refused(await puppet.NewAgent(node).With(node, null).RunAsync(), node);
    }

    [Fact]
    public async Task A_terminated_server_loses_its_certificate_and_gets_no_other()
    {
        var nodes = await puppet.LaunchByHandAsync(2, "backend-production");
        var document = puppet.DocumentOf(nodes[0]);
        foreach (var node in nodes)
        {
            Assert.True((await puppet.AgentOf(node).RunAsync()).Compiled);
        }

        await puppet.World.Stage.Ec2Async("TerminateInstances", ("InstanceId.1", nodes[0]));
        var cleaned = await UntilAsync(() => puppet.ScriptAsync("clean-terminated"), _ => !puppet.Server.HasSigned(nodes[0]));

        Assert.Equal(0, cleaned.ExitCode);
        Assert.False(puppet.Server.HasSigned(nodes[0]), cleaned.Output + cleaned.Error);
        Assert.True(puppet.Server.HasSigned(nodes[1]));
        Refused(await puppet.NewAgent(nodes[0]).With(nodes[0], document).RunAsync(), nodes[0]);
    }

    /// <summary>There is a request then and no certificate to revoke (https://github.com/puppetlabs/puppet/pull/6570).</summary>
    [Fact]
    public async Task What_a_server_left_that_was_never_signed_is_cleaned_too()
    {
        var node = (await puppet.LaunchByHandAsync(1, "backend-production"))[0];
        Refused(await puppet.NewAgent(node).With(node, null).RunAsync(), node);
        Assert.True(puppet.Server.HasRequest(node));

        await puppet.World.Stage.Ec2Async("TerminateInstances", ("InstanceId.1", node));
        var cleaned = await UntilAsync(() => puppet.ScriptAsync("clean-terminated"), _ => !puppet.Server.HasRequest(node));

        Assert.False(puppet.Server.HasRequest(node), cleaned.Output + cleaned.Error);
        Assert.True(cleaned.ExitCode == 0, cleaned.Output + cleaned.Error);
    }

    [Fact]
    public async Task While_the_API_is_down_a_node_keeps_its_classification_until_that_is_too_old()
    {
        var node = (await puppet.LaunchByHandAsync(1, "backend-production"))[0];
        var agent = puppet.AgentOf(node);
        Assert.True((await agent.RunAsync()).Compiled);

        await DuringAsync(ApiOutage.Unavailable, async () =>
        {
            var cached = await agent.RunAsync("--no-usecacheonfailure");
            Assert.True(cached.Compiled, cached.Output);
            Assert.Equal(BackendClasses, cached.Classes);
            Assert.Contains($"the answer for {node} is the last good one", puppet.Server.Log, StringComparison.Ordinal);

            File.SetLastWriteTimeUtc(puppet.Cached(node), TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-25));
            var failed = await agent.RunAsync("--no-usecacheonfailure");
            Assert.False(failed.Compiled);
            Assert.Contains("no last good answer", failed.Output, StringComparison.Ordinal);
        });
        Assert.True((await agent.RunAsync("--no-usecacheonfailure")).Compiled);
    }

    [Fact]
    public async Task A_200_that_is_not_Kickoffs_compiles_nothing()
    {
        var node = (await puppet.LaunchByHandAsync(1, "backend-production"))[0];
        var agent = puppet.AgentOf(node);
        Assert.True((await agent.RunAsync()).Compiled);
        File.Delete(puppet.Cached(node));

        await DuringAsync(ApiOutage.Rubbish, async () =>
        {
            var ran = await agent.RunAsync("--no-usecacheonfailure");
            Assert.False(ran.Compiled, ran.Output);
            Assert.DoesNotContain("told:", ran.Output, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Fifty_nodes_that_ask_at_once_are_all_told_right()
    {
        var nodes = await puppet.LaunchByHandAsync(50, "backend-production", "office");
        foreach (var (index, node) in nodes.Index())
        {
            await puppet.TagAsync(node, "Number", index.ToString(CultureInfo.InvariantCulture));
        }

        await Task.Delay(PuppetWorld.InventoryMaxAge + TimeSpan.FromSeconds(1));
        var answers = await Task.WhenAll(nodes.Select(node => puppet.ScriptAsync("enc", node)));

        foreach (var (index, answer) in answers.Index())
        {
            Assert.True(answer.ExitCode == 0, answer.Output + answer.Error);
            Assert.StartsWith($"# kickoff {nodes[index]} {nodes[index]} live ", answer.Output, StringComparison.Ordinal);
            Assert.Contains($"\n  \"ec2_tag_Number\": \"{index}\"\n", answer.Output, StringComparison.Ordinal);
            Assert.Contains("\n  \"kickoff::agent\": {}\n", answer.Output, StringComparison.Ordinal);
        }
    }

    private void Refused(AgentRun ran, string certname)
    {
        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("has not been signed yet", ran.Output, StringComparison.Ordinal);
        Assert.False(puppet.Server.HasSigned(certname));
    }

    private async Task DuringAsync(ApiOutage outage, Func<Task> act)
    {
        puppet.World.Api.Outage = outage;
        try
        {
            await act();
        }
        finally
        {
            puppet.World.Api.Outage = null;
        }
    }

    // OnInstanceRunning notes a termination when its event comes.
    private static async Task<Ran> UntilAsync(Func<Task<Ran>> ask, Func<Ran, bool> enough)
    {
        for (var attempt = 1; ; attempt++)
        {
            var ran = await ask();
            if (attempt == 20 || enough(ran))
            {
                return ran;
            }

            await Task.Delay(500);
        }
    }
}
