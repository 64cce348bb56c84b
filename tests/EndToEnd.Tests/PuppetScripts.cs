using Kickoff.Local;
using Kickoff.Local.Processes;

namespace Kickoff.EndToEnd.Tests;

/// <summary>The scripts of puppet/ as a Puppet server runs them, in dash, with a configuration, a cache and a state of their own.</summary>
internal sealed class PuppetScripts : IDisposable
{
    public const string Secret = "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kickoff-puppet-");
    private string? _path;

    public PuppetScripts(ApiStub api)
    {
        File.WriteAllText(
            Of("enc.conf"),
            $"KICKOFF_API={api.Url}\nKICKOFF_REGION=eu-west-1\nKICKOFF_CACHE={Of("cache")}\nKICKOFF_STATE={Of("cursor")}\n"
                + $"KICKOFF_CLEAN={Of("clean")}\n");
        Program("clean", "#!/bin/sh\necho \"$1\" >>\"$(dirname \"$0\")/cleaned\"\n");
        // Between the script and the real curl: what every user of the machine could read.
        Program("bin/curl", "#!/bin/sh\necho \"$*\" >>\"$(dirname \"$0\")/../arguments\"\nPATH=${PATH#*:}\nexec curl \"$@\"\n");
    }

    public string Of(string name) => Path.Combine(_folder.FullName, name);

    public string Cached(string certname) => Of($"cache/{certname}.yaml");

    /// <summary>Takes the last good answer away, if there is one.</summary>
    public void Forget(string certname)
    {
        if (File.Exists(Cached(certname)))
        {
            File.Delete(Cached(certname));
        }
    }

    public string Text(string name) => File.Exists(Of(name)) ? File.ReadAllText(Of(name)) : "";

    /// <summary>A Puppet server on EC2: no keys in the environment, an instance's role at the stub.</summary>
    public void HasRole(string metadata) => Configured($"KICKOFF_IMDS={metadata}\nunset AWS_ACCESS_KEY_ID\n");

    /// <summary>More lines of enc.conf.</summary>
    public void Configured(string lines) => File.AppendAllText(Of("enc.conf"), lines);

    /// <summary>From now on these programs are all that a script can start.</summary>
    public void HasOnly(params string[] programs)
    {
        Directory.CreateDirectory(Of("only"));
        foreach (var program in programs)
        {
            File.CreateSymbolicLink(Of($"only/{program}"), Programs.Find(program)!);
        }

        _path = Of("only");
    }

    public Task<Ran> RunAsync(string script, string? argument = null, string? input = null) => Run.Async(
        "dash",
        argument is null ? [Path.Combine(Checkout.Root, "puppet", script)] : [Path.Combine(Checkout.Root, "puppet", script), argument],
        input,
        new Dictionary<string, string>
        {
            ["KICKOFF_CONF"] = Of("enc.conf"),
            ["PATH"] = _path ?? Of("bin") + ":" + string.Join(':', Settings.SearchPath),
            ["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE",
            ["AWS_SECRET_ACCESS_KEY"] = Secret,
            ["AWS_SESSION_TOKEN"] = "a-token-nobody-may-see",
        },
        TimeSpan.FromMinutes(1));

    public void Program(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Of(name))!);
        File.WriteAllText(Of(name), text);
        File.SetUnixFileMode(Of(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
