using System.Globalization;
using System.Text.Json;

namespace Kickoff.EndToEnd.Tests;

/// <summary>
/// puppet node deactivate (PuppetDB's terminus 7.12, Debian 12) as clean-terminated calls it, with PuppetDB's own pages in its place:
/// https://puppet.com/docs/puppetdb/7/api/command/v1/commands.html and
/// https://www.puppet.com/docs/puppetdb/7/api/wire_format/deactivate_node_format_v3.html.
/// </summary>
public sealed class PuppetDbTests : IDisposable
{
    private const string Accepted = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 47\r\nConnection: close\r\n\r\n"
        + "{\"uuid\":\"5a3c2a5e-0000-4000-8000-000000000000\"}";

    private readonly ApiStub _api = new();
    private readonly ApiStub _puppetDb = new();
    private readonly PuppetScripts _puppet;
    private readonly TlsDoor _door;

    public PuppetDbTests()
    {
        _puppet = new PuppetScripts(_api);
        _door = new TlsDoor(_puppetDb, _puppet.Of("ssl"));
        Directory.CreateDirectory(_puppet.Of("conf"));
        File.WriteAllText(
            _puppet.Of("conf/puppet.conf"),
            $"[main]\ncertname = localhost\nssldir = {_puppet.Of("ssl")}\nvardir = {_puppet.Of("var")}\ncertificate_revocation = false\n");
        Has($"server_urls = {_door.Url}");
        _puppet.Configured($"KICKOFF_DEACTIVATE='puppet node deactivate --confdir {_puppet.Of("conf")}'\n");
        _api.Answer = _ => ApiStub.Of(200, "# kickoff terminated 1781204400000\ni-00000001\ni-00000002.games.internal\n");
    }

    public void Dispose()
    {
        _door.Dispose();
        _puppet.Dispose();
        _puppetDb.Dispose();
        _api.Dispose();
    }

    [Fact]
    public async Task Each_server_is_deactivated_by_a_command_that_PuppetDB_takes()
    {
        _puppetDb.Answer = _ => Accepted;
        var ran = await _puppet.RunAsync("clean-terminated");

        Assert.True(ran.ExitCode == 0, ran.Output + ran.Error);
        Assert.Equal(["i-00000001", "i-00000002.games.internal"], _puppetDb.Requests.Select(Certname));
        Assert.All(_puppetDb.Requests, asked =>
        {
            Assert.Equal("POST", asked.Method);
            Assert.StartsWith("application/json", asked.Headers["content-type"], StringComparison.Ordinal);
            var payload = JsonDocument.Parse(asked.Body).RootElement;
            Assert.Equal(Certname(asked), payload.GetProperty("certname").GetString());
            Assert.True(DateTimeOffset.TryParse(
                payload.GetProperty("producer_timestamp").GetString(), CultureInfo.InvariantCulture, out _), asked.Body);
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("soft_write_failure = true")]
    public async Task What_PuppetDB_refused_is_tried_again_by_the_next_run(string more)
    {
        Has($"server_urls = {_door.Url}\n{more}");
        _puppetDb.Answer = _ => ApiStub.Of(503, "no", ours: false);
        var refused = await _puppet.RunAsync("clean-terminated");

        Assert.True(refused.ExitCode == 1, refused.Output + refused.Error);
        Assert.Equal("1781204400000\ni-00000001\ni-00000002.games.internal\n", _puppet.Text("cursor"));
        _puppetDb.Answer = _ => Accepted;
        _api.Answer = _ => ApiStub.Of(200, "# kickoff terminated 1781204500000\n");
        Assert.Equal(0, (await _puppet.RunAsync("clean-terminated")).ExitCode);
        Assert.Equal("1781204500000\n", _puppet.Text("cursor"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("soft_write_failure = true")]
    public async Task So_is_what_was_to_go_to_a_PuppetDB_that_is_not_there(string more)
    {
        Has($"server_urls = https://localhost:1\n{more}");
        var ran = await _puppet.RunAsync("clean-terminated");

        Assert.True(ran.ExitCode == 1, ran.Output + ran.Error);
        Assert.Equal("1781204400000\ni-00000001\ni-00000002.games.internal\n", _puppet.Text("cursor"));
    }

    private void Has(string settings) => File.WriteAllText(_puppet.Of("conf/puppetdb.conf"), $"[main]\n{settings}\n");

    /// <summary>The query as the page has it: command=…, version=…, certname=…, in any order and with more beside.</summary>
    private static string Certname(Asked asked)
    {
        var parts = asked.Path.Split('?', 2);
        var query = parts[1].Split('&').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.Equal(("/pdb/cmd/v1", "deactivate_node", "3"), (parts[0], query["command"], query["version"]));
        return query["certname"];
    }
}
