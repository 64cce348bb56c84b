using System.Net.Http.Headers;
using System.Security.Cryptography;
using Kickoff.Core.Servers;
using Kickoff.Core.Tests.Enrolment;
using Kickoff.Local.Api;
using Kickoff.Local.Stage;

namespace Kickoff.EndToEnd.Tests.RealPuppet;

/// <summary>Certificates of a real certificate authority, in numbers, and with an API that was not there at the first request.</summary>
[Collection(OnePuppetServer.Name)]
public sealed class CertificatesTests(PuppetWorld puppet)
{
    [Fact]
    public async Task A_no_because_the_API_was_down_is_not_the_last_word()
    {
        var node = (await puppet.LaunchByHandAsync(1, "backend-production"))[0];
        var agent = puppet.AgentOf(node);
        puppet.World.Api.Outage = ApiOutage.Unavailable;
        AgentRun refused;
        try
        {
            refused = await agent.RunAsync();
        }
        finally
        {
            puppet.World.Api.Outage = null;
        }

        Assert.Contains("has not been signed yet", refused.Output, StringComparison.Ordinal);
        Assert.False(puppet.Server.HasSigned(node));
        var ran = await agent.RunAsync();
        Assert.True(ran.Compiled, ran.Output);
        Assert.True(puppet.Server.HasSigned(node));
    }

    [Fact]
    public async Task A_server_in_two_groups_with_a_balancer_each_is_told_both()
    {
        var node = (await puppet.LaunchByHandAsync(1, "backend-production", "admin"))[0];
        var told = await puppet.ScriptAsync("enc", node);

        Assert.True(told.ExitCode == 0, told.Output + told.Error);
        Assert.Contains("\n  \"loadbalancer_name\":\n", told.Output, StringComparison.Ordinal);
        var ran = await puppet.AgentOf(node).RunAsync();
        Assert.True(ran.Compiled, ran.Output);
    }

    [Fact]
    public async Task Forty_servers_that_end_at_once_are_clean_and_their_neighbours_are_not()
    {
        var ids = await puppet.LaunchByHandAsync(45, "backend-production");
        // Some are enrolled under a name that only begins with the id.
        string[] nodes = [.. ids.Select((id, index) => index % 4 == 0 ? $"{id}.games.internal" : id)];
        using var key = RSA.Create(2048);
        using var http = puppet.Server.NewClient();
        foreach (var node in nodes)
        {
            var id = node.Split('.')[0];
            var request = Papers.Request(key, node, InstanceId.Parse(id), puppet.DocumentOf(id));
            using var content = new StringContent(request, new MediaTypeHeaderValue("text/plain"));
            using var answer = await http.PutAsync(new Uri($"puppet-ca/v1/certificate_request/{node}", UriKind.Relative), content);
            Assert.True(answer.IsSuccessStatusCode && puppet.Server.HasSigned(node), $"{node}: {answer.StatusCode}\n{puppet.Server.Log}");
        }

        var (ended, left) = (nodes.Take(40).ToArray(), nodes.Skip(40).ToArray());
        await puppet.World.Stage.Ec2Async("TerminateInstances", [.. ids.Take(40).Select((id, index) => ($"InstanceId.{index + 1}", id))]);
        Ran ran;
        var attempts = 0;
        do
        {
            // OnInstanceRunning notes a termination when its event comes.
            await Task.Delay(500);
            ran = await puppet.ScriptAsync("clean-terminated");
            Assert.True(ran.ExitCode == 0, ran.Output + ran.Error);
        }
        while (ended.Any(puppet.Server.HasSigned) && ++attempts < 20);

        Assert.DoesNotContain(ended, puppet.Server.HasSigned);
        Assert.All(left, node => Assert.True(puppet.Server.HasSigned(node)));
        // Cleaned a second time, within the hour of overlap, there is nothing left to clean, and that is no failure.
        ran = await puppet.ScriptAsync("clean-terminated");
        Assert.True(ran.ExitCode == 0, ran.Output + ran.Error);
        Assert.Contains("0 cleaned now", ran.Output, StringComparison.Ordinal);
    }
}
