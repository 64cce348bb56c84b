namespace Kickoff.EndToEnd.Tests;

public sealed class EncScriptTests : IDisposable
{
    private const string Node = "i-0123456789abcdef0";

    private const string Yaml = $"# kickoff {Node} {Node} live 0s\n---\n\"classes\":\n  \"backend\": {{}}\n";

    private readonly ApiStub _api = new();
    private readonly PuppetScripts _puppet;

    public EncScriptTests() => _puppet = new PuppetScripts(_api);

    public void Dispose()
    {
        _puppet.Dispose();
        _api.Dispose();
    }

    [Fact]
    public async Task A_classification_is_printed_and_kept_for_its_owner_alone()
    {
        _api.Answer = _ => ApiStub.Of(200, Yaml);

        Assert.Equal(new Ran(0, Yaml, ""), await _puppet.RunAsync("enc", Node));
        Assert.Equal(Yaml, await File.ReadAllTextAsync(_puppet.Cached(Node)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_puppet.Cached(Node)));
        Assert.Equal($"/nodes/{Node}", Assert.Single(_api.Requests).Path);
    }

    [Fact]
    public async Task The_question_is_signed_and_no_secret_is_in_an_argument()
    {
        _api.Answer = _ => ApiStub.Of(200, Yaml);
        await _puppet.RunAsync("enc", Node);

        Assert.StartsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/", _api.Requests[0].Headers["authorization"], StringComparison.Ordinal);
        Assert.Equal("a-token-nobody-may-see", _api.Requests[0].Headers["x-amz-security-token"]);
        Assert.Contains("--max-time", _puppet.Text("arguments"), StringComparison.Ordinal);
        Assert.DoesNotContain(PuppetScripts.Secret, _puppet.Text("arguments"), StringComparison.Ordinal);
        Assert.DoesNotContain("a-token-nobody-may-see", _puppet.Text("arguments"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_EC2_the_question_is_signed_by_the_instances_role()
    {
        using var metadata = new ApiStub { Answer = Metadata.OfRole("puppet") };
        _puppet.HasRole(metadata.Url);
        _api.Answer = _ => ApiStub.Of(200, Yaml);

        Assert.Equal(new Ran(0, Yaml, ""), await _puppet.RunAsync("enc", Node));
        var asked = Assert.Single(_api.Requests);
        Assert.StartsWith("AWS4-HMAC-SHA256 Credential=ASIAROLE/", asked.Headers["authorization"], StringComparison.Ordinal);
        Assert.Equal("role-token==", asked.Headers["x-amz-security-token"]);
        Assert.DoesNotContain("role/secret+", _puppet.Text("arguments"), StringComparison.Ordinal);
        Assert.DoesNotContain("session==", _puppet.Text("arguments"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_credentials_the_last_good_answer_holds()
    {
        await KeepAsync();
        using var metadata = new ApiStub { Answer = _ => null };
        _puppet.HasRole(metadata.Url);
        var ran = await _puppet.RunAsync("enc", Node);

        Assert.Equal((0, Yaml), (ran.ExitCode, ran.Output));
        Assert.Contains("no AWS credentials", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_starts_two_programs()
    {
        await KeepAsync();
        _puppet.HasOnly("curl", "mv");

        Assert.Equal(new Ran(0, Yaml, ""), await _puppet.RunAsync("enc", Node));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(409)]
    public async Task A_refusal_of_Kickoffs_own_is_a_verdict_whatever_is_in_the_cache(int status)
    {
        await KeepAsync();
        _api.Answer = _ => ApiStub.Of(status, "the reason in one line\n");

        Assert.Equal(new Ran(1, "the reason in one line\n", ""), await _puppet.RunAsync("enc", Node));
    }

    [Theory]
    [InlineData(403, false, "{\"message\":\"Forbidden\"}")]
    [InlineData(404, false, "{\"message\":\"Not Found\"}")]
    [InlineData(429, false, "{\"message\":\"Too Many Requests\"}")]
    [InlineData(500, false, "{\"message\":\"Internal Server Error\"}")]
    [InlineData(503, true, "EC2 is unavailable")]
    [InlineData(200, false, Yaml)]
    [InlineData(200, true, "{\"message\":\"hello\"}")]
    [InlineData(200, true, "# kickoff i-00000000 i-00000000 live 0s\n---\n")]
    [InlineData(200, true, "")]
    public async Task Anything_else_is_unavailability_and_the_last_good_answer_holds(int status, bool ours, string body)
    {
        _api.Answer = _ => ApiStub.Of(status, body, ours);
        var without = await _puppet.RunAsync("enc", Node);
        await KeepAsync();
        _api.Answer = _ => ApiStub.Of(status, body, ours);
        var with = await _puppet.RunAsync("enc", Node);

        Assert.Equal(1, without.ExitCode);
        Assert.Contains("there is no last good answer", without.Output, StringComparison.Ordinal);
        Assert.Equal((0, Yaml), (with.ExitCode, with.Output));
        Assert.Contains("the last good one", with.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_never_ends_is_no_answer()
    {
        _api.Answer = _ => null;

        Assert.Equal(1, (await _puppet.RunAsync("enc", Node)).ExitCode);
    }

    [Fact]
    public async Task A_last_good_answer_of_the_day_before_yesterday_is_too_old()
    {
        await KeepAsync();
        File.SetLastWriteTimeUtc(_puppet.Cached(Node), TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-25));
        _api.Answer = _ => ApiStub.Of(500, "", ours: false);

        Assert.Equal(1, (await _puppet.RunAsync("enc", Node)).ExitCode);
    }

    [Fact]
    public async Task An_answer_that_cannot_be_kept_is_given_all_the_same_and_leaves_nothing_half()
    {
        await KeepAsync();
        // A disk that is full: no byte can be written into a file, the answer's pipe is none.
        _puppet.Program("bin/curl", "#!/bin/sh\nPATH=${PATH#*:}\nexec curl \"$@\"\n");
        _puppet.Configured("ulimit -f 0\ntrap '' XFSZ\n");
        _api.Answer = _ => ApiStub.Of(200, Yaml + "  \"collectd\": {}\n");

        Assert.Equal(new Ran(0, Yaml + "  \"collectd\": {}\n", ""), await _puppet.RunAsync("enc", Node));
        Assert.Equal([_puppet.Cached(Node)], Directory.GetFileSystemEntries(_puppet.Of("cache")));
        Assert.Equal(Yaml, await File.ReadAllTextAsync(_puppet.Cached(Node)));
    }

    [Fact]
    public async Task A_DNS_name_is_never_answered_from_memory()
    {
        const string Name = "ip-10-0-0-1.eu-west-1.compute.internal";
        _api.Answer = _ => ApiStub.Of(200, $"# kickoff {Name} {Node} live 0s\n---\n");
        Assert.Equal(0, (await _puppet.RunAsync("enc", Name)).ExitCode);
        _api.Answer = _ => ApiStub.Of(500, "", ours: false);

        Assert.Equal(1, (await _puppet.RunAsync("enc", Name)).ExitCode);
        Assert.False(File.Exists(_puppet.Cached(Name)));
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("a/b")]
    [InlineData("$(id)")]
    [InlineData("a b")]
    [InlineData("UPPER")]
    [InlineData("-x")]
    [InlineData("a\nb")]
    public async Task A_certname_that_could_escape_is_refused_before_it_is_used(string certname)
    {
        var ran = await _puppet.RunAsync("enc", certname);

        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("that is no certname", ran.Output, StringComparison.Ordinal);
        Assert.Empty(_api.Requests);
    }

    private async Task KeepAsync()
    {
        _api.Answer = _ => ApiStub.Of(200, Yaml);
        Assert.Equal(0, (await _puppet.RunAsync("enc", Node)).ExitCode);
    }
}
