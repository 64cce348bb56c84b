using System.Text.Json.Nodes;
using Kickoff.Wire.Tests.Local;

namespace Kickoff.Wire.Tests.EncApi;

/// <summary>Enrolments and terminated servers: the Puppet server's alone, and no body, however odd, is more than a 400.</summary>
[Collection(UsesEmulator.Name)]
public sealed class PuppetServersQuestionsTests(EmulatorFixture emulator)
{
    private const string PuppetServer = "arn:aws:sts::123456789012:assumed-role/puppet/i-0123456789abcdef0";

    [Theory]
    [InlineData("arn:aws:iam::123456789012:user/somebody")]
    [InlineData("arn:aws:sts::123456789012:assumed-role/puppeteer/session")]
    [InlineData("arn:aws:sts::999999999999:assumed-role/puppet/session")]
    public async Task Nobody_else_is_answered(string caller)
    {
        await using var stage = await Stage.SetAsync(emulator.Proxy);

        Assert.Equal(403, (await stage.SendAsync("GET /terminated", [], caller)).Status);
        Assert.Equal(403, (await stage.SendAsync("POST /enrolments", new JsonObject { ["body"] = "{}" }, caller)).Status);
    }

    [Theory]
    [InlineData("not JSON", false)]
    [InlineData("[]", false)]
    [InlineData("{}", false)]
    [InlineData("{\"certname\": 1}", false)]
    [InlineData("%%% not base64", true)]
    [InlineData(null, false)]
    public async Task A_body_that_is_no_question_is_400(string? body, bool encoded)
    {
        await using var stage = await Stage.SetAsync(emulator.Proxy);
        var reply = await stage.SendAsync("POST /enrolments", new JsonObject { ["body"] = body, ["isBase64Encoded"] = encoded }, PuppetServer);

        Assert.Equal((400, true), (reply.Status, reply.Ours));
        Assert.DoesNotContain(" at Kickoff", reply.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_400()
    {
        await using var stage = await Stage.SetAsync(emulator.Proxy);

        Assert.Equal(400, (await stage.SendAsync("POST /enrolments", new JsonObject { ["body"] = new string('x', 70_000) }, PuppetServer)).Status);
    }

    [Fact]
    public async Task A_request_that_is_no_CSR_is_a_no_with_its_reason()
    {
        await using var stage = await Stage.SetAsync(emulator.Proxy);
        var reply = await stage.SendAsync("POST /enrolments", new JsonObject { ["body"] = """{"certname": "i-0123456789abcdef0", "csr": "hello"}""" }, PuppetServer);

        Assert.Equal((403, "the certificate signing request cannot be read, or its own signature does not hold"), (reply.Status, reply.Line));
    }

    [Theory]
    [InlineData("2026-11-26T00:00:00Z")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    public async Task A_cursor_that_is_none_is_400(string since)
    {
        await using var stage = await Stage.SetAsync(emulator.Proxy);

        Assert.Equal(400, (await stage.SendAsync("GET /terminated", new JsonObject { ["queryStringParameters"] = new JsonObject { ["since"] = since } }, PuppetServer)).Status);
    }
}
