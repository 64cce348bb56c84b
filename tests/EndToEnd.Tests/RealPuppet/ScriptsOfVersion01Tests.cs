using System.Security.Cryptography;
using Kickoff.Core.Servers;
using Kickoff.Core.Tests.Enrolment;
using Kickoff.Local.Api;

namespace Kickoff.EndToEnd.Tests.RealPuppet;

/// <summary>
/// A stack that was upgraded before its Puppet server: the classifier and the signing policy of 0.1 (scripts-of-0.1, as they were) ask
/// today's API. They say what today's say, but for the fault of their own that docs/puppet.md tells of: an answer of 100 to 199, 1,000 to
/// 1,999 or 10,000 to 19,999 bytes is none to them.
/// </summary>
[Collection(OnePuppetServer.Name)]
public sealed class ScriptsOfVersion01Tests(PuppetWorld puppet)
{
    [Fact]
    public async Task Its_classifier_prints_what_todays_prints()
    {
        var node = await LaunchAsync(longTags: 5);
        var todays = await puppet.ScriptAsync("enc", node);
        var its = await puppet.ScriptOf01Async("enc", node);

        Assert.True(todays.ExitCode == 0 && its.ExitCode == 0, $"{todays}\n{its}");
        Assert.InRange(todays.Output.Length, 2_000, 9_999);
        Assert.Equal(WithoutAge(todays.Output), WithoutAge(its.Output));
    }

    [Fact]
    public async Task Its_classifier_takes_an_answer_of_1_432_bytes_for_none()
    {
        var node = await LaunchAsync(longTags: 1);
        var todays = await puppet.ScriptAsync("enc", node);
        var its = await puppet.ScriptOf01Async("enc", node);

        Assert.True(todays.ExitCode == 0, todays.ToString());
        Assert.InRange(todays.Output.Length, 1_000, 1_999);
        Assert.Equal(1, its.ExitCode);
        // What it then takes for a status is no status.
        Assert.Contains("no answer of Kickoff's own (status ", its.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("i-0fedcba9876543210")]
    [InlineData("ip-10-255-255-254.eu-west-1.compute.internal")]
    [InlineData("Not.A.Certname")]
    public async Task Its_classifier_refuses_with_todays_reason(string certname)
    {
        var todays = await puppet.ScriptAsync("enc", certname);

        Assert.Equal(1, todays.ExitCode);
        Assert.Equal(todays, await puppet.ScriptOf01Async("enc", certname));
    }

    [Fact]
    public async Task While_the_API_is_down_its_classifier_has_what_it_was_told_last()
    {
        var node = await LaunchAsync(longTags: 5);
        var told = await puppet.ScriptOf01Async("enc", node);
        puppet.World.Api.Outage = ApiOutage.Unavailable;
        try
        {
            var its = await puppet.ScriptOf01Async("enc", node);

            Assert.Equal((0, told.Output), (its.ExitCode, its.Output));
            Assert.Contains($"the answer for {node} is the last good one", its.Error, StringComparison.Ordinal);
        }
        finally
        {
            puppet.World.Api.Outage = null;
        }
    }

    [Fact]
    public async Task Its_policy_signs_what_todays_would_and_nothing_else()
    {
        var nodes = await puppet.LaunchByHandAsync(2, "backend-production");
        var (id, dotted) = (InstanceId.Parse(nodes[0]), $"{nodes[1]}.games.internal");
        using var key = RSA.Create(2048);
        using var other = RSA.Create(2048);
        var document = puppet.DocumentOf(nodes[0]);

        await RefusedAsync(nodes[0], Papers.Request(key, nodes[0], id, null));
        await RefusedAsync(nodes[0], Papers.Request(key, nodes[0], id, puppet.DocumentOf(nodes[1])));
        await RefusedAsync(nodes[0], Papers.Request(key, nodes[0], id, document, ("1.3.6.1.4.1.34380.1.1.13", "web")));
        await RefusedAsync(nodes[0], Papers.Request(key, nodes[0], id, document, ("1.3.6.1.4.1.34380.1.3.39", "true")));
        await SignedAsync(nodes[0], Papers.Request(key, nodes[0], id, document));
        await SignedAsync(nodes[0], Papers.Request(key, nodes[0], id, document));
        await RefusedAsync(nodes[0], Papers.Request(other, nodes[0], id, document));
        await SignedAsync(dotted, Papers.Request(other, dotted, InstanceId.Parse(nodes[1]), puppet.DocumentOf(nodes[1])));
    }

    private async Task SignedAsync(string certname, string request) =>
        Assert.Equal(new Ran(0, "", ""), await puppet.ScriptOf01Async("autosign", certname, request));

    private async Task RefusedAsync(string certname, string request)
    {
        var its = await puppet.ScriptOf01Async("autosign", certname, request);

        Assert.Equal(1, its.ExitCode);
        Assert.StartsWith("kickoff: not signed, ", its.Error, StringComparison.Ordinal);
    }

    /// <summary>A long tag is 200 characters, and stands twice in an answer.</summary>
    private async Task<string> LaunchAsync(int longTags)
    {
        var node = (await puppet.LaunchByHandAsync(1, "backend-production"))[0];
        for (var tag = 0; tag < longTags; tag++)
        {
            await puppet.TagAsync(node, $"Long{tag}", new string('x', 200));
        }

        await Task.Delay(PuppetWorld.InventoryMaxAge + TimeSpan.FromSeconds(1));
        // A function that starts on a busy machine may take longer than a classifier waits: that is not what is asked here.
        for (var attempt = 0; attempt < 10 && (await puppet.ScriptAsync("enc", node)).ExitCode != 0; attempt++)
        {
        }

        return node;
    }

    private static string WithoutAge(string answer) => answer[answer.IndexOf('\n', StringComparison.Ordinal)..];
}
