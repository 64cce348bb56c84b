using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using Kickoff.Core.Classification;
using Kickoff.Core.Configuration;
using Kickoff.Core.Scaling;

namespace Kickoff.Aws;

/// <summary>The folder config/: the one place where an operator's files are read from disk.</summary>
public sealed class ConfigurationFolder(string path)
{
    /// <summary>Where a function finds it: packaged beside the executable.</summary>
    public static ConfigurationFolder BesideExecutable { get; } = new(Path.Combine(AppContext.BaseDirectory, "config"));

    /// <summary>Throws ConfigurationException with every fault.</summary>
    public NodeGroups NodeGroups() => NodeGroupsFile.Read(NameOf("node_groups.yml"), Text("node_groups.yml"));

    /// <summary>Throws ConfigurationException with every fault.</summary>
    public ImmutableArray<Pool> Pools() => FleetFile.Read(NameOf("fleet.yml"), Text("fleet.yml"), TextOrNull);

    /// <summary>AWS's certificates of this region (identity/REGION.pem), against which identity documents are verified; none when there is no file.</summary>
    public X509Certificate2Collection IdentityCertificates(string region)
    {
        var certificates = new X509Certificate2Collection();
        if (TextOrNull(Path.Combine("identity", region + ".pem")) is { } pem)
        {
            certificates.ImportFromPem(pem);
        }

        return certificates;
    }

    /// <summary>A file of the folder, null when there is none. Names that lead out of the folder are none.</summary>
    public string? TextOrNull(string name)
    {
        if (path.Length == 0 || name.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        var file = Path.GetFullPath(name, Path.GetFullPath(path));
        return file.StartsWith(Path.GetFullPath(path) + Path.DirectorySeparatorChar, StringComparison.Ordinal) && File.Exists(file) ? File.ReadAllText(file) : null;
    }

    private string Text(string name) =>
        TextOrNull(name) ?? throw new ConfigurationException([new Fault(NameOf(name), 1, "there is no such file")]);

    private string NameOf(string name) => Path.Combine(path, name);
}
