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

    /// <summary>By the lines that puppetserver ca clean (puppetserver-ca 2.4, Debian 12) prints of each.</summary>
    [Fact]
    public async Task Each_name_is_judged_by_what_is_said_of_it()
    {
        _puppet.Program("clean", Says("""
            case $name in
                *1) echo "Certificate for $name has been revoked"; echo "Cleaned files related to $name" ;;
                *2) echo "Error:" >&2; echo "    Could not find files to clean for $name" >&2 ;;
                *3) printf "Error:\n    When attempting to revoke certificate '%s', received:\n" $name >&2
                    printf "      code: 500\n      body: 404 Could not find Cleaned files related to %s\n" $name >&2 ;;
            esac
            """));
        _api.Answer = _ => ApiStub.Of(200, "# kickoff terminated 1781204400000\ni-00000001\ni-00000002\ni-00000003\n");
        var ran = await _puppet.RunAsync("clean-terminated");

        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("2 terminated servers are clean: 1 cleaned now, 1 had no certificate", ran.Output, StringComparison.Ordinal);
        Assert.Contains("to be tried again: i-00000003\n", ran.Error, StringComparison.Ordinal);
        Assert.Equal("1781204400000\ni-00000003\n", _puppet.Text("cursor"));
        Assert.Equal("i-00000001,i-00000002,i-00000003\n", _puppet.Text("cleaned"));
    }

    /// <summary>
    /// Puppet server 8 of a certificate that was cleaned and has expired since, within the hour of overlap
    /// (https://github.com/puppetlabs/puppetserver/issues/2901): tried again, it would fail every run from then on.
    /// </summary>
    [Fact]
    public async Task An_expired_certificate_that_was_cleaned_before_is_clean()
    {
        _puppet.Program("clean", Says("""
            signed="Internal Server Error: java.io.FileNotFoundException: /etc/puppetlabs/puppetserver/ca/signed"
            absent="(No such file or directory)"
            case $name in
                *1) code=500 body="$signed/$name.pem $absent" ;;
                *2) code=500 body="$signed/i-00000001.pem $absent" ;;
                *3) code=500 body="$signed/$name.pem (Permission denied)" ;;
                *4) code=403 body="$signed/$name.pem $absent" ;;
            esac
            printf "Error:\n    When attempting to revoke certificate '%s', received:\n" $name >&2
            printf "      code: %s\n      body: %s\n" "$code" "$body" >&2
            """));
        _api.Answer = _ => ApiStub.Of(200, "# kickoff terminated 1781204400000\ni-00000001\ni-00000002\ni-00000003\ni-00000004\n");
        var ran = await _puppet.RunAsync("clean-terminated");

        Assert.Contains("1 terminated servers are clean: 0 cleaned now, 1 had no certificate", ran.Output, StringComparison.Ordinal);
        Assert.Equal("1781204400000\ni-00000002\ni-00000003\ni-00000004\n", _puppet.Text("cursor"));
    }

    [Fact]
    public async Task A_name_that_cannot_be_cleaned_is_tried_again_and_holds_up_no_other()
    {
        await Each_name_is_judged_by_what_is_said_of_it();
        _api.Answer = _ => ApiStub.Of(200, "# kickoff terminated 1781204500000\ni-00000011\n");
        Assert.Equal(1, (await _puppet.RunAsync("clean-terminated")).ExitCode);
        Assert.Equal("1781204500000\ni-00000003\n", _puppet.Text("cursor"));
        Assert.EndsWith("\ni-00000003\ni-00000011\n", _puppet.Text("cleaned"), StringComparison.Ordinal);

        _puppet.Program("clean", "#!/bin/sh\nexit 0\n");
        Assert.Equal(0, (await _puppet.RunAsync("clean-terminated")).ExitCode);
        Assert.Equal("1781204500000\n", _puppet.Text("cursor"));
    }

    [Fact]
    public async Task Names_that_have_no_certificate_any_more_are_not_asked_for_one_by_one()
    {
        _puppet.Program("clean", Says("echo \"    Could not find files to clean for $name\" >&2"));
        var names = string.Concat(Enumerable.Range(1, 2000).Select(number => $"i-{number:x17}\n"));
        _api.Answer = _ => ApiStub.Of(200, "# kickoff terminated 1781204400000\n" + names);
        var ran = await _puppet.RunAsync("clean-terminated");

        Assert.Equal(0, ran.ExitCode);
        Assert.Equal("kickoff: 2000 terminated servers are clean: 0 cleaned now, 2000 had no certificate\n", ran.Output);
        Assert.Single(_puppet.Text("cleaned").Trim().Split('\n'));
    }

    [Fact]
    public async Task A_certname_is_cleaned_as_it_was_enrolled()
    {
        _api.Answer = _ => ApiStub.Of(200, "# kickoff terminated 1781204400000\ni-0123456789abcdef0.games.internal\n");

        Assert.Equal(0, (await _puppet.RunAsync("clean-terminated")).ExitCode);
        Assert.Equal("i-0123456789abcdef0.games.internal\n", _puppet.Text("cleaned"));
    }

    [Fact]
    public async Task Names_longer_than_one_argument_may_be_come_in_several()
    {
        var tail = string.Join('.', Enumerable.Repeat(new string('a', 59), 3));
        var names = Enumerable.Range(1, 1200).Select(number => $"i-{number:x17}.{tail}").ToArray();
        _api.Answer = _ => ApiStub.Of(200, "# kickoff terminated 1781204400000\n" + string.Join('\n', names));
        var ran = await _puppet.RunAsync("clean-terminated");

        Assert.True(ran.ExitCode == 0, ran.Error);
        Assert.Equal(names, _puppet.Text("cleaned").Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.All(_puppet.Text("cleaned").Split('\n'), line => Assert.True(line.Length < 128 * 1024));
    }

    [Fact]
    public async Task What_is_clean_is_deactivated_in_PuppetDB_if_that_is_wanted()
    {
        _puppet.Configured($"KICKOFF_DEACTIVATE='{_puppet.Of("deactivate")} --now'\n");
        _puppet.Program("deactivate", "#!/bin/sh\necho \"$*\" >>\"$(dirname \"$0\")/deactivated\"\n");
        await Each_name_is_judged_by_what_is_said_of_it();
        Assert.Equal("--now i-00000001 i-00000002\n", _puppet.Text("deactivated"));
    }

    [Fact]
    public async Task What_PuppetDB_did_not_take_is_tried_again()
    {
        _puppet.Configured("KICKOFF_DEACTIVATE=false\n");
        _api.Answer = _ => ApiStub.Of(200, "# kickoff terminated 1781204400000\ni-00000001\n");

        Assert.Equal(1, (await _puppet.RunAsync("clean-terminated")).ExitCode);
        Assert.Equal("1781204400000\ni-00000001\n", _puppet.Text("cursor"));
    }

    [Theory]
    [InlineData("i-00000001,--all")]
    [InlineData("--config")]
    [InlineData("puppet.games.internal")]
    [InlineData("i-00000001 i-00000002")]
    [InlineData("I-00000001")]
    [InlineData("$(id)")]
    public async Task What_is_no_name_of_a_server_never_becomes_an_argument(string name)
    {
        _api.Answer = _ => ApiStub.Of(200, $"# kickoff terminated 1781204400000\ni-00000009\n{name}\n");

        Assert.Equal(1, (await _puppet.RunAsync("clean-terminated")).ExitCode);
        Assert.Equal("", _puppet.Text("cleaned"));
    }

    [Fact]
    public async Task A_cursor_that_an_older_version_left_goes_on()
    {
        await File.WriteAllTextAsync(_puppet.Of("cursor"), "1781204400000\n");
        _api.Answer = _ => ApiStub.Of(200, "# kickoff terminated 1781204500000\n");

        Assert.Equal(0, (await _puppet.RunAsync("clean-terminated")).ExitCode);
        Assert.Equal("/terminated?since=1781200800000", Assert.Single(_api.Requests).Path);
    }

    /// <summary>A cleaning command that says this of each name, and fails.</summary>
    private static string Says(string ofEach) =>
        $"#!/bin/sh\necho \"$1\" >>\"$(dirname \"$0\")/cleaned\"\nIFS=,\nfor name in $1; do\n{ofEach}\ndone\nexit 1\n";
}
