namespace Kickoff.EndToEnd.Tests;

public sealed class CleanTerminatedScriptTests : IDisposable
{
    private readonly ApiStub _api = new();
    private readonly PuppetScripts _puppet;

    public CleanTerminatedScriptTests() => _puppet = new PuppetScripts(_api);

    public void Dispose()
    {
        _puppet.Dispose();
        _api.Dispose();
    }

    [Fact]
    public async Task The_certificates_of_terminated_servers_are_cleaned_and_the_next_run_asks_from_an_hour_before()
    {
        _api.Answer = _ => ApiStub.Of(200, "# kickoff terminated 1781204400000\ni-0123456789abcdef0\ni-0123456789abcdef1\n");
        Assert.Equal(0, (await _puppet.RunAsync("clean-terminated")).ExitCode);
        Assert.Equal(0, (await _puppet.RunAsync("clean-terminated")).ExitCode);

        Assert.StartsWith("i-0123456789abcdef0,i-0123456789abcdef1\n", _puppet.Text("cleaned"), StringComparison.Ordinal);
        Assert.Equal(["/terminated", "/terminated?since=1781200800000"], _api.Requests.Select(asked => asked.Path));
    }

    [Theory]
    [InlineData(500, false, "{}")]
    [InlineData(200, false, "# kickoff terminated 1781204400000\ni-0123456789abcdef0\n")]
    [InlineData(200, true, "i-0123456789abcdef0\n")]
    [InlineData(200, true, "# kickoff terminated 1781204400000\ni-0123456789abcdef0\n../x\n")]
    [InlineData(503, true, "DynamoDB is unavailable\n")]
    public async Task An_error_of_any_kind_cleans_nothing_and_remembers_nothing(int status, bool ours, string body)
    {
        _api.Answer = _ => ApiStub.Of(status, body, ours);

        Assert.Equal(1, (await _puppet.RunAsync("clean-terminated")).ExitCode);
        Assert.Equal("", _puppet.Text("cleaned"));
        Assert.Equal("", _puppet.Text("cursor"));
    }

    [Fact]
    public async Task When_cleaning_fails_the_next_run_begins_at_the_same_place()
    {
        _puppet.Program("clean", "#!/bin/sh\necho 'the CA is down' >&2\nexit 1\n");
        _api.Answer = _ => ApiStub.Of(200, "# kickoff terminated 1781204400000\ni-0123456789abcdef0\n");

        Assert.Equal(1, (await _puppet.RunAsync("clean-terminated")).ExitCode);
        Assert.Equal("", _puppet.Text("cursor"));
    }
}
