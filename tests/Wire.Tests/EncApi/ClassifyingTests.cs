using Kickoff.Local.Emulator.Faults;
using Kickoff.Wire.Tests.Local;

namespace Kickoff.Wire.Tests.EncApi;

[CollectionDefinition(Name)]
public sealed class UsesEmulator : ICollectionFixture<EmulatorFixture>
{
    public const string Name = "EncApi";
}

/// <summary>Which server a name means, what it is, and what an answer costs: the function itself against the emulator.</summary>
[Collection(UsesEmulator.Name)]
public sealed class ClassifyingTests(EmulatorFixture emulator)
{
    [Fact]
    public async Task A_server_is_all_that_its_groups_say_and_types_are_kept()
    {
        await using var stage = await Stage.SetAsync(emulator.Proxy);
        var (id, _) = await stage.LaunchAsync("one", "two");
        var reply = await stage.AskAsync(id);

        Assert.Equal((200, true, $"# kickoff {id} {id} live 0s"), (reply.Status, reply.Ours, reply.Line));
        Assert.StartsWith(
            $"{reply.Line}\n---\n\"classes\":\n  \"backend\": {{}}\n  \"collectd\": {{}}\n\"environment\": \"production\"\n", reply.Body,
            StringComparison.Ordinal);
        Assert.Contains("\n  \"hidden\": \"not for logs\"\n  \"number\": 12\n  \"text\": \"012\"", reply.Body, StringComparison.Ordinal);
        Assert.Contains("\n  \"ec2_tag_Secret_Team\": \"nobody's business\"\n", reply.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_question_costs_no_call_of_EC2()
    {
        await using var stage = await Stage.SetAsync(emulator.Proxy);
        var (id, _) = await stage.LaunchAsync("one");
        await stage.AskAsync(id);
        await stage.AskAsync(id);
        await stage.AskAsync($"{id}.eu-west-1.compute.internal");

        Assert.Equal(1, stage.Describes);
    }

    [Fact]
    public async Task A_DNS_name_is_looked_up_every_time_and_an_ended_servers_is_nobodys()
    {
        await using var stage = await Stage.SetAsync(emulator.Proxy);
        var (id, dns) = await stage.LaunchAsync("one");
        Assert.Equal($"# kickoff {dns} {id} live 0s", (await stage.AskAsync(dns)).Line);
        await stage.TerminateAsync(id);

        Assert.Equal(404, (await stage.AskAsync(dns)).Status);
        Assert.Equal(2, stage.Describes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task While_EC2_is_down_an_id_is_answered_from_memory_and_said_to_be_stale(bool answers)
    {
        await using var stage = await Stage.SetAsync(emulator.Proxy, inventoryMaxAge: "1s");
        var (id, dns) = await stage.LaunchAsync("one");
        await stage.AskAsync(id);
        await Task.Delay(1100);
        using var _ = stage.Fail("DescribeInstances", Down(answers));

        Assert.Matches($"^# kickoff {id} {id} stale [1-9][0-9]*s$", (await stage.AskAsync(id)).Line);
        Assert.Equal((503, true), ((await stage.AskAsync(dns)).Status, (await stage.AskAsync(dns)).Ours));
        Assert.Equal(503, (await stage.AskAsync("i-0fedcba9876543210")).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task While_the_ledger_is_down_EC2_is_asked(bool answers)
    {
        await using var stage = await Stage.SetAsync(emulator.Proxy);
        var (id, _) = await stage.LaunchAsync("one");
        using var down = emulator.Proxy.Faults.Add(new FaultRule(
            call => call.Service == "dynamodb" && call.Caller == stage.Function.Options.AccessKey, Down(answers)));

        Assert.Equal(200, (await stage.AskAsync(id)).Status);
    }

    [Fact]
    public async Task Refusals_name_their_reason_and_nothing_is_declassified_in_silence()
    {
        await using var stage = await Stage.SetAsync(emulator.Proxy);
        var (contradicting, _) = await stage.LaunchAsync("one", "three");
        var (unmapped, _) = await stage.LaunchAsync("unmapped");

        var conflict = await stage.AskAsync(contradicting);
        Assert.Equal(409, conflict.Status);
        Assert.Matches($"^{contradicting}: groups .*-one and .*-three.*environment", conflict.Line);
        var nothing = await stage.AskAsync(unmapped);
        Assert.Equal((404, true), (nothing.Status, nothing.Ours));
        Assert.Contains("is in no security group that node_groups.yml maps", nothing.Line, StringComparison.Ordinal);
        Assert.Equal(404, (await stage.AskAsync("i-0fedcba9876543210")).Status);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("UPPER")]
    [InlineData("")]
    [InlineData("a\nb")]
    public async Task What_is_no_certname_is_400(string certname)
    {
        await using var stage = await Stage.SetAsync(emulator.Proxy);
        var reply = await stage.AskAsync(certname);

        Assert.Equal((400, true), (reply.Status, reply.Ours));
        Assert.Equal(0, stage.Describes);
    }

    [Fact]
    public async Task An_explanation_says_where_each_value_is_from()
    {
        await using var stage = await Stage.SetAsync(emulator.Proxy);
        var (id, _) = await stage.LaunchAsync("one");
        var reply = await stage.AskAsync(id, "GET /nodes/{certname}/explanation");

        Assert.Matches("\n  \"backend\": \\{\\} # [a-z0-9]+-one\n", reply.Body);
        Assert.Contains("\n  \"ec2_tag_Secret_Team\": \"nobody's business\" # tag Secret Team\n", reply.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_tag_and_no_parameter_reaches_the_log()
    {
        await using var stage = await Stage.SetAsync(emulator.Proxy);
        var (id, _) = await stage.LaunchAsync("one");
        var reply = await stage.AskAsync(id);

        Assert.DoesNotContain("nobody's", reply.Log.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("not for logs", reply.Log.ToString(), StringComparison.Ordinal);
    }

    /// <summary>A service that answers every call with a refusal, or none at all.</summary>
    private static Fault Down(bool answers) => answers ? CommonFaults.Throttle : CommonFaults.Hang;
}
