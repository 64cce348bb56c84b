using Kickoff.Local;

namespace Kickoff.EndToEnd.Tests;

/// <summary>
/// What fails is named, with what to do about it, where the operator reads it: enc on standard output, as Puppet logs that of a failed
/// classifier.
/// </summary>
public sealed class FailuresTests : IDisposable
{
    private const string Node = "i-0123456789abcdef0";

    private readonly ApiStub _api = new();
    private readonly PuppetScripts _puppet;

    public FailuresTests() => _puppet = new PuppetScripts(_api);

    public void Dispose()
    {
        _puppet.Dispose();
        _api.Dispose();
    }

    [Theory]
    [InlineData("KICKOFF_API=https://kickoff.invalid", "the name kickoff.invalid does not resolve")]
    [InlineData("KICKOFF_API=http://127.0.0.1:1", "127.0.0.1:1 does not take a connection")]
    [InlineData("KICKOFF_API=", "KICKOFF_API is not set")]
    [InlineData("KICKOFF_API=kickoff.example.com", "does not begin with https://")]
    [InlineData("KICKOFF_API='https://kickoff.example.com\r'", "has a character that is in no ApiUrl")]
    [InlineData("KICKOFF_REGION='eu west 1'", "KICKOFF_REGION is not a region")]
    [InlineData("KICKOFF_CACHE_HOURS=1d", "KICKOFF_CACHE_HOURS in ")]
    [InlineData("KICKOFF_CACHE_HOURS=08", "KICKOFF_CACHE_HOURS in ")]
    [InlineData("AWS_SECRET_ACCESS_KEY='x\r'", "have a character that no key has")]
    [InlineData("AWS_SESSION_TOKEN='a\"\noutput = /tmp/x'", "have a character that no key has")]
    public async Task A_setting_that_cannot_work_is_named(string line, string said)
    {
        _puppet.Configured(line + "\n");
        var ran = await _puppet.RunAsync("enc", Node);

        Assert.Equal(1, ran.ExitCode);
        Assert.Contains(said, ran.Output, StringComparison.Ordinal);
        Assert.Empty(_api.Requests);
    }

    [Theory]
    [InlineData(200, "something else answers at KICKOFF_API")]
    [InlineData(301, "KICKOFF_API leads elsewhere")]
    [InlineData(403, "API Gateway refuses the signature or the role: is the stack's policy PuppetServerPolicyArn on the role, ")]
    [InlineData(404, "KICKOFF_API is not the stack's output ApiUrl")]
    [InlineData(429, "API Gateway throttles")]
    [InlineData(502, "API Gateway or something before it failed")]
    public async Task An_answer_that_is_not_Kickoffs_says_what_may_be_wrong(int status, string said)
    {
        _api.Answer = _ => ApiStub.Of(status, "{\"message\":\"no\"}", ours: false);
        var ran = await _puppet.RunAsync("enc", Node);

        Assert.Equal(1, ran.ExitCode);
        Assert.Contains($"(status {status}: {said}", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_curl_that_cannot_sign_is_named_with_its_version()
    {
        // Ubuntu 20.04's, which does not know --aws-sigv4.
        _puppet.Program("bin/curl", """
            #!/bin/sh
            case "$*" in *--version*) echo 'curl 7.68.0 (x86_64-pc-linux-gnu) libcurl/7.68.0'; exit ;; esac
            echo 'curl: option --aws-sigv4: is unknown' >&2
            exit 2
            """);

        Assert.Contains("it must be 7.86 or newer: curl 7.68.0", (await _puppet.RunAsync("enc", Node)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_curl_that_does_not_know_what_it_is_asked_for_does_not_make_an_answer_Kickoffs()
    {
        // Ubuntu 22.04's, which signs, and writes a variable it does not know as it stands.
        _puppet.Program("bin/curl", """
            #!/bin/sh
            case "$*" in *--version*) echo 'curl 7.81.0 (x86_64-pc-linux-gnu) libcurl/7.81.0'; exit ;; esac
            printf '{"message":"Forbidden"}\n403|%%header{x-kickoff}|'
            printf '%%header{content-length}%%header{transfer-encoding}|1.1|%%header{date}|'
            """);

        Assert.Contains("(status 403: API Gateway refuses", (await _puppet.RunAsync("enc", Node)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_curl_at_all_is_named()
    {
        _puppet.HasOnly("mv", "find");

        Assert.Contains("there is no curl on PATH", (await _puppet.RunAsync("enc", Node)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configuration_this_user_may_not_read_is_not_called_unset()
    {
        // Root reads everything: then somebody else asks.
        var root = (await Run.Async("id", ["-u"])).Output.Trim() == "0";
        using var theirs = new TemporaryCopy("enc", "kickoff-api.sh");
        await File.WriteAllTextAsync(theirs.Of("enc.conf"), "KICKOFF_API=https://kickoff.example.com\nKICKOFF_REGION=eu-west-1\n");
        File.SetUnixFileMode(theirs.Of("enc.conf"), UnixFileMode.None);
        string[] command = ["env", $"KICKOFF_CONF={theirs.Of("enc.conf")}", "dash", theirs.Of("enc"), Node];
        var ran = root
            ? await Run.Async("setpriv", ["--reuid", "65534", "--regid", "65534", "--clear-groups", .. command])
            : await Run.Async("env", command[1..]);

        Assert.Equal(1, ran.ExitCode);
        Assert.Contains($"{theirs.Of("enc.conf")} cannot be read by ", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("is not set", ran.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"Code\":\"AssumeRoleUnauthorizedAccess\",\"Message\":\"EC2 cannot assume the role. \\\"AccessKeyId\\\" : \\\"A\\\"\"}")]
    [InlineData("{\"AccessKeyId\":\"A\",\"SecretAccessKey\":\"B\",\"Token\":\"C")]
    [InlineData("<html>\"AccessKeyId\":\"A\",\"SecretAccessKey\":\"B\",\"Token\":\"C\"</html>")]
    [InlineData("{\"AccessKeyId\":\"A\\\"\\noutput\",\"SecretAccessKey\":\"B\",\"Token\":\"C\"}")]
    public async Task What_the_metadata_service_says_instead_of_keys_is_not_read_as_keys(string keys)
    {
        using var metadata = new ApiStub { Answer = Metadata.OfRole("puppet", keys) };
        _puppet.HasRole(metadata.Url);
        var ran = await _puppet.RunAsync("enc", Node);

        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("the metadata service gives none for the role puppet", ran.Output, StringComparison.Ordinal);
        Assert.Empty(_api.Requests);
    }

    [Fact]
    public async Task Keys_are_found_by_their_names_and_not_by_words_in_other_members()
    {
        const string keys = """
            {"Type":"AccessKeyId","Message":"SecretAccessKey : , }","SecretAccessKey":"a\/b+c","Token":"t==","AccessKeyId":"ASIAONE"}
            """;
        using var metadata = new ApiStub { Answer = Metadata.OfRole("puppet", keys) };
        _puppet.HasRole(metadata.Url);
        _api.Answer = _ => ApiStub.Of(200, $"# kickoff {Node} {Node} live 0s\n---\n");

        Assert.Equal(0, (await _puppet.RunAsync("enc", Node)).ExitCode);
        Assert.Contains("Credential=ASIAONE/", _api.Requests[0].Headers["authorization"], StringComparison.Ordinal);
        Assert.Equal("t==", _api.Requests[0].Headers["x-amz-security-token"]);
    }

    [Fact]
    public async Task What_stands_in_a_users_curlrc_does_not_change_an_answer()
    {
        await File.WriteAllTextAsync(_puppet.Of(".curlrc"), "include\nproxy = http://127.0.0.1:1\n");
        _puppet.Configured($"export HOME={_puppet.Of("")} CURL_HOME={_puppet.Of("")}\n");
        _api.Answer = _ => ApiStub.Of(200, $"# kickoff {Node} {Node} live 0s\n---\n");

        Assert.Equal(0, (await _puppet.RunAsync("enc", Node)).ExitCode);
    }

    /// <summary>Scripts where every user can read them.</summary>
    private sealed class TemporaryCopy : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kickoff-scripts-");

        public TemporaryCopy(params string[] scripts)
        {
            File.SetUnixFileMode(_folder.FullName, (UnixFileMode)0b111_101_101);
            foreach (var script in scripts)
            {
                File.Copy(Path.Combine(Checkout.Root, "puppet", script), Of(script));
            }
        }

        public string Of(string name) => Path.Combine(_folder.FullName, name);

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
