using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
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
        var reply = await stage.SendAsync(
            "POST /enrolments", new JsonObject { ["body"] = body, ["isBase64Encoded"] = encoded }, PuppetServer);

        Assert.Equal((400, true), (reply.Status, reply.Ours));
        Assert.DoesNotContain(" at Kickoff", reply.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_400()
    {
        await using var stage = await Stage.SetAsync(emulator.Proxy);

        Assert.Equal(
            400, (await stage.SendAsync("POST /enrolments", new JsonObject { ["body"] = new string('x', 70_000) }, PuppetServer)).Status);
    }

    [Fact]
    public async Task A_request_that_is_no_CSR_is_a_no_with_its_reason()
    {
        await using var stage = await Stage.SetAsync(emulator.Proxy);
        var reply = await stage.SendAsync(
            "POST /enrolments", new JsonObject { ["body"] = """{"certname": "i-0123456789abcdef0", "csr": "hello"}""" }, PuppetServer);

        Assert.Equal(
            (403, "the certificate signing request cannot be read, or its own signature does not hold"), (reply.Status, reply.Line));
    }

    [Fact]
    public async Task Before_the_regions_certificate_is_deployed_the_answer_says_so()
    {
        await using var stage = await Stage.SetAsync(emulator.Proxy);
        var (id, _) = await stage.LaunchAsync("one");
        var reply = await EnrolAsync(stage, id, id, PuppetServer);

        Assert.Equal(403, reply.Status);
        Assert.Contains("deployed without AWS's certificate of eu-west-1", reply.Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_of_the_star_enrols_by_a_compiler_with_what_its_classification_says_and_nothing_else()
    {
        await using var stage = await Stage.SetAsync(
            emulator.Proxy, "15m", "\"*\": {classes: [base], parameters: {role: spare}}",
            ("IdentityDocument", "optional"), ("EnrolExtensions", "pp_role=role"),
            ("PuppetServerRoleArn", "arn:aws:iam::123456789012:role/puppet,arn:aws:iam::123456789012:role/compiler"));
        var (id, _) = await stage.LaunchAsync("unmapped");
        var certname = $"{id}.games.internal";
        const string Compiler = "arn:aws:sts::123456789012:assumed-role/compiler/i-0fedcba9876543210";

        Assert.Equal(
            (403, "the request's pp_role is not what the server's classification says (role)"),
            Told(await EnrolAsync(stage, id, certname, Compiler, "admin")));
        Assert.Equal((200, $"# kickoff enrolment yes {certname}"), Told(await EnrolAsync(stage, id, certname, Compiler, "spare")));
        var describes = stage.Describes;
        Assert.Equal($"# kickoff {certname} {id} live", (await stage.AskAsync(certname)).Line[..^3]);
        // Its enrolment is remembered, and the first question costs EC2 nothing.
        Assert.Equal(describes, stage.Describes);

        static (int, string) Told(Reply reply) => (reply.Status, reply.Line);
    }

    [Theory]
    [InlineData("2026-11-26T00:00:00Z")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    public async Task A_cursor_that_is_none_is_400(string since)
    {
        await using var stage = await Stage.SetAsync(emulator.Proxy);

        Assert.Equal(
            400,
            (
                await stage.SendAsync(
                    "GET /terminated", new JsonObject { ["queryStringParameters"] = new JsonObject { ["since"] = since } },
                    PuppetServer)).Status);
    }

    /// <summary>As a Puppet server does on an agent's behalf: again, when there was no answer in time.</summary>
    private static async Task<Reply> EnrolAsync(Stage stage, string id, string certname, string caller, string? role = null)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={certname}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(Extension("1.3.6.1.4.1.34380.1.1.2", id));
        if (role is not null)
        {
            request.CertificateExtensions.Add(Extension("1.3.6.1.4.1.34380.1.1.13", role));
        }

        var body = new JsonObject { ["certname"] = certname, ["csr"] = request.CreateSigningRequestPem() };
        for (var attempt = 1; ; attempt++)
        {
            var reply = await stage.SendAsync("POST /enrolments", new JsonObject { ["body"] = body.ToJsonString() }, caller);
            if (reply.Status != 503 || attempt == 5)
            {
                return reply;
            }
        }
    }

    private static X509Extension Extension(string oid, string text)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteCharacterString(UniversalTagNumber.UTF8String, text);
        return new X509Extension(oid, writer.Encode(), critical: false);
    }
}
