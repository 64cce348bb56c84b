using System.Text.Json;

namespace Kickoff.EndToEnd.Tests;

public sealed class AutosignScriptTests : IDisposable
{
    private const string Node = "i-0123456789abcdef0";

    private const string Csr = "-----BEGIN CERTIFICATE REQUEST-----\nMIIB+/8=\nAAAA\n-----END CERTIFICATE REQUEST-----\n";

    private readonly ApiStub _api = new();
    private readonly PuppetScripts _puppet;

    public AutosignScriptTests() => _puppet = new PuppetScripts(_api);

    public void Dispose()
    {
        _puppet.Dispose();
        _api.Dispose();
    }

    [Fact]
    public async Task A_yes_signs_and_the_request_was_sent_as_it_is()
    {
        _api.Answer = _ => ApiStub.Of(200, $"# kickoff enrolment yes {Node}\n");

        Assert.Equal(0, (await _puppet.RunAsync("autosign", Node, Csr)).ExitCode);
        var asked = Assert.Single(_api.Requests);
        using var body = JsonDocument.Parse(asked.Body);
        Assert.Equal(("POST", "/enrolments"), (asked.Method, asked.Path));
        Assert.Equal(Node, body.RootElement.GetProperty("certname").GetString());
        Assert.Equal(Csr, body.RootElement.GetProperty("csr").GetString());
    }

    [Theory]
    [InlineData(403, true, "the server was launched too long ago to enrol")]
    [InlineData(200, true, "# kickoff enrolment yes i-0123456789abcdef1")]
    [InlineData(200, true, "yes")]
    [InlineData(200, false, "# kickoff enrolment yes i-0123456789abcdef0")]
    [InlineData(500, false, "{}")]
    [InlineData(503, true, "EC2 is unavailable")]
    public async Task Any_doubt_is_a_no(int status, bool ours, string body)
    {
        _api.Answer = _ => ApiStub.Of(status, body + "\n", ours);
        var ran = await _puppet.RunAsync("autosign", Node, Csr);

        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("not signed", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ip-10-0-0-1.ec2.internal", Csr)]
    [InlineData("i-xyz", Csr)]
    [InlineData(Node, "{\"not\": \"pem\"}")]
    public async Task What_cannot_be_one_is_not_even_asked_for(string certname, string csr)
    {
        Assert.Equal(1, (await _puppet.RunAsync("autosign", certname, csr)).ExitCode);
        Assert.Empty(_api.Requests);
    }
}
