using System.Globalization;
using System.Text.RegularExpressions;

namespace Kickoff.EndToEnd.Tests.RealPuppet;

/// <summary>One run of an agent. Output is what an operator would see of it.</summary>
internal sealed record AgentRun(int ExitCode, string Output, IReadOnlyList<string> Classes)
{
    /// <summary>With --detailed-exitcodes: 0 nothing to do, 2 done; of a run that would only look, always 0.</summary>
    public bool Compiled => ExitCode is 0 or 2;
}

/// <summary>
/// A Puppet agent on a server of its own, as far as Puppet can tell: its own folder with key, certificate and csr_attributes.yaml. It
/// only looks (--noop): this machine is not to become a backend.
/// </summary>
internal sealed partial class Agent
{
    private readonly PuppetServer _server;
    private readonly string _folder;

    public Agent(PuppetServer server, string folder, string certname)
    {
        (_server, _folder, Certname) = (server, folder, certname);
        Directory.CreateDirectory(Path.Combine(folder, "conf"));
    }

    public string Certname { get; }

    /// <summary>Writes csr_attributes.yaml as config/user-data.sh does.</summary>
    public Agent With(string instanceId, byte[]? identityDocument)
    {
        var document = identityDocument is null ? "" : $"""
            custom_attributes:
              1.3.6.1.4.1.34380.1.3.101: "{Convert.ToBase64String(identityDocument)}"

            """;
        File.WriteAllText(
            Path.Combine(_folder, "conf", "csr_attributes.yaml"), $"extension_requests:\n  pp_instance_id: \"{instanceId}\"\n{document}");
        return this;
    }

    public async Task<AgentRun> RunAsync(params string[] options)
    {
        string Of(string name) => Path.Combine(_folder, name);
        var ran = await Run.Async("puppet",
        [
            "agent", "--test", "--noop", "--color", "false", "--confdir", Of("conf"), "--vardir", Of("var"), "--ssldir", Of("ssl"),
            "--rundir", Of("run"),
            "--logdir", Of("log"), "--publicdir", Of("public"), "--statedir", Of("state"), "--certname", Certname, "--server", "localhost",
            "--serverport", _server.Port.ToString(CultureInfo.InvariantCulture), "--waitforcert", "0", "--no-report",
            "--http_keepalive_timeout", "0", .. options,
        ]);
        var classes = File.Exists(Of("state/classes.txt")) ? await File.ReadAllLinesAsync(Of("state/classes.txt")) : [];
        return new AgentRun(
            ran.ExitCode, Escapes().Replace(ran.Output + ran.Error, ""),
            [.. classes.Where(name => name is not ("settings" or "default")).Distinct().Order(StringComparer.Ordinal)]);
    }

    [GeneratedRegex(@"\e\[[0-9;]*m")]
    private static partial Regex Escapes();
}
