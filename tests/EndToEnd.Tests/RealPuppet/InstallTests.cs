namespace Kickoff.EndToEnd.Tests.RealPuppet;

/// <summary>puppet/install made this Puppet server what it is.</summary>
[Collection(OnePuppetServer.Name)]
public sealed class InstallTests(PuppetWorld puppet)
{
    [Fact]
    public void Puppet_conf_is_changed_only_when_asked_to_and_kept_as_it_was()
    {
        var kept = Assert.Single(Directory.GetFiles(Path.GetDirectoryName(puppet.Server.Configuration)!, "puppet.conf.before-kickoff-*"));
        var (before, after) = (File.ReadAllText(kept), File.ReadAllText(puppet.Server.Configuration));

        Assert.Equal(1, puppet.Installed[0].ExitCode);
        Assert.Contains("TO DO ", puppet.Installed[0].Output, StringComparison.Ordinal);
        // The first did not change it: the second kept the file as it was, without any of ours.
        Assert.DoesNotContain("kickoff/puppet", before, StringComparison.Ordinal);
        Assert.StartsWith(before.TrimEnd(), after, StringComparison.Ordinal);
        Assert.Contains("node_terminus = exec\n", after, StringComparison.Ordinal);
        Assert.Contains($"external_nodes = {puppet.Root}/opt/kickoff/puppet/enc\n", after, StringComparison.Ordinal);
        Assert.Contains($"autosign = {puppet.Root}/opt/kickoff/puppet/autosign\n", after, StringComparison.Ordinal);
        Assert.Contains("allow_duplicate_certs = true\n", after, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_right_already_is_left_alone()
    {
        Assert.Equal(0, puppet.Installed[2].ExitCode);
        Assert.Contains("were right already", puppet.Installed[2].Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_runs_puppetserver_may_read_what_it_reads_and_write_where_it_writes()
    {
        const UnixFileMode everybodys = UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        UnixFileMode Mode(string path) => File.GetUnixFileMode(Path.Combine(puppet.Root, path));

        Assert.Equal(everybodys, Mode("opt/kickoff/puppet/enc") & everybodys);
        Assert.Equal(everybodys, Mode("opt/kickoff/puppet/kickoff-api.sh") & everybodys);
        Assert.Equal(everybodys, Mode("code/modules") & everybodys);
        Assert.Equal(everybodys, Mode("code/modules/kickoff/manifests") & everybodys);
        Assert.Equal(everybodys, Mode("code/modules/kickoff/manifests/agent.pp") & everybodys);
        // It may hold keys.
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, Mode("etc/kickoff/enc.conf"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, Mode("var/cache/kickoff"));
    }

    [Fact]
    public async Task Check_finds_nothing_to_do_and_says_what_the_servers_need()
    {
        var ran = await puppet.InstallAsync("--check");

        Assert.True(ran.ExitCode == 0, ran.Output + ran.Error);
        Assert.DoesNotContain("FAULT", ran.Output, StringComparison.Ordinal);
        Assert.Contains("this role may ask for enrolments and terminated servers", ran.Output, StringComparison.Ordinal);
        Assert.Matches("puppet_server=localhost ca_fingerprint=[0-9a-f]{64}\n", ran.Output);
    }

    [Fact]
    public async Task What_somebody_changed_is_found_and_put_right()
    {
        var enc = PuppetServer.Script(puppet.Root, "enc");
        var (cache, open) = (Path.GetDirectoryName(puppet.Cached("i-0"))!, (UnixFileMode)0b111_111_111);
        var was = File.GetUnixFileMode(cache);
        await File.AppendAllTextAsync(enc, "# mine\n");
        File.SetUnixFileMode(cache, open);
        var found = await puppet.InstallAsync("--check");

        Assert.Equal(1, found.ExitCode);
        Assert.Contains("run puppet/install", found.Output, StringComparison.Ordinal);
        Assert.Contains("# mine", await File.ReadAllTextAsync(enc), StringComparison.Ordinal);
        Assert.Equal(0, (await puppet.InstallAsync()).ExitCode);
        Assert.DoesNotContain("# mine", await File.ReadAllTextAsync(enc), StringComparison.Ordinal);
        Assert.Equal(was, File.GetUnixFileMode(cache));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, was);
    }

    [Fact]
    public async Task An_API_that_is_elsewhere_is_not_written_over_the_one_that_is_there()
    {
        var ran = await puppet.InstallAsync("--api", "https://elsewhere.execute-api.eu-west-1.amazonaws.com", "--write");

        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("change it there", ran.Error, StringComparison.Ordinal);
    }

    /// <summary>As systemd reads them; nothing of the machine's is loaded for it, and none of it has to run.</summary>
    [Fact]
    public async Task Systemd_takes_the_timer_and_what_it_starts()
    {
        var units = Path.Combine(puppet.Root, "etc", "systemd", "system");
        string[] ours = ["kickoff-clean-terminated.timer", "kickoff-clean-terminated.service"];

        Assert.Equal(new Ran(0, "", ""), await Run.Async(
            "systemd-analyze", ["verify", "--man=no", "--generators=no", .. ours.Select(unit => Path.Combine(units, unit))]));
        // What it does not know it says, and goes on.
        var timer = await File.ReadAllTextAsync(Path.Combine(units, ours[0]));
        var spoiled = Path.Combine(puppet.Root, ours[0]);
        await File.WriteAllTextAsync(spoiled, timer.Replace("OnUnitActiveSec=", "OnUnitActivSec=", StringComparison.Ordinal));
        File.Copy(Path.Combine(units, ours[1]), Path.Combine(puppet.Root, ours[1]), overwrite: true);
        Assert.Contains(
            "OnUnitActivSec", (await Run.Async("systemd-analyze", ["verify", "--man=no", spoiled])).Error, StringComparison.Ordinal);
    }
}
