using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using Kickoff.Core.Classification;
using Kickoff.Core.Configuration;
using Kickoff.Core.Fixtures.Sources;
using Kickoff.Core.Scaling;
using NodaTime;

namespace Kickoff.Aws;

/// <summary>The folder config/: the one place where an operator's files are read from disk.</summary>
public sealed class ConfigurationFolder(string path)
{
    private const string Identity = "identity";

    /// <summary>Where a function finds it: packaged beside the executable.</summary>
    public static ConfigurationFolder BesideExecutable { get; } = new(Path.Combine(AppContext.BaseDirectory, "config"));

    /// <summary>As it was given, without a slash at its end.</summary>
    public string Location { get; } = Path.TrimEndingDirectorySeparator(path);

    /// <summary>Throws ConfigurationException with every fault; <see cref="NodeGroupsFile"/> has the place.</summary>
    public NodeGroups NodeGroups(AwsPlace? place = null) => NodeGroupsFile.Read(NameOf("node_groups.yml"), Text("node_groups.yml"), place);

    /// <summary>Throws ConfigurationException with every fault, also of fixtures.yml: its names are those of the rules.</summary>
    public ImmutableArray<Pool> Pools() => Named(FleetFile.Read(NameOf("fleet.yml"), Text("fleet.yml"), TextOrNull), Fixtures());

    /// <summary>What a stack plans by that has this folder. Throws ConfigurationException where a file is none.</summary>
    public DeployedPlan Plan(string stack) => new(
        stack, PlannedText.OfFleet(Text("fleet.yml")),
        TextOrNull("fixtures.yml") is { } fixtures ? PlannedText.OfFixtures(fixtures) : null, Instant.MinValue);

    /// <summary>The same of a stack's own word. Throws ConfigurationException where this version cannot read it.</summary>
    public static (ImmutableArray<Pool> Pools, FixtureSettings Fixtures) Of(DeployedPlan plan)
    {
        var fixtures = plan.Fixtures is { } text ? FixturesFile.Read("the deployed fixtures.yml", text) : FixtureSettings.None;
        return (Named(FleetFile.Read("the deployed fleet.yml", plan.Fleet, _ => null), fixtures), fixtures);
    }

    private static ImmutableArray<Pool> Named(ImmutableArray<Pool> pools, FixtureSettings fixtures) =>
    [
        .. pools.Select(pool => pool with
        {
            Capacity = pool.Capacity with { Names = fixtures.Names, UnknownKickoff = fixtures.UnknownKickoff },
        }),
    ];

    /// <summary>What fixtures.yml says; nothing where there is no such file. Throws ConfigurationException with every fault.</summary>
    public FixtureSettings Fixtures() => TextOrNull("fixtures.yml") is { } text ? FixturesFile.Read(NameOf("fixtures.yml"), text)
        : File.Exists(NameOf("fixtures.yaml")) ? throw Missing("fixtures.yml", "there is no such file; rename fixtures.yaml")
        : FixtureSettings.None;

    /// <summary>The regions of whose identity documents there is a certificate, as the files are named.</summary>
    public IEnumerable<string> IdentityRegions()
    {
        var folder = Path.Combine(Location, Identity);
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.pem").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)
            : [];
    }

    /// <summary>
    /// AWS's certificates of this region (identity/REGION.pem), against which identity documents are verified. Throws
    /// ConfigurationException when there is no such file, or nothing in it that verifies one.
    /// </summary>
    public X509Certificate2Collection IdentityCertificates(string region, Instant now)
    {
        var name = Path.Combine(Identity, region + ".pem");
        return IdentityFile.Read(NameOf(name), TextOrNull(name) ?? throw Missing(name,
            $"there is no such file: AWS's certificate of {region}, without which no identity document is verified and no server enrols"
            + $" ({Identity}/README.md says where it is to be had; the stack's parameter IdentityDocument=optional does without)"), now);
    }

    /// <summary>
    /// A file of the folder, null when there is none. Names that lead out of the folder are none. Throws ConfigurationException when it is
    /// no text.
    /// </summary>
    public string? TextOrNull(string name)
    {
        if (Location.Length == 0 || name.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        var folder = Path.GetFullPath(Location);
        var file = Path.GetFullPath(name, folder);
        var inside = Path.GetRelativePath(folder, file);
        if (inside == ".." || inside.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(inside) || !File.Exists(file))
        {
            return null;
        }

        try
        {
            return FileText.Read(NameOf(name), File.ReadAllBytes(file));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Missing(name, "cannot be read: " + (error is UnauthorizedAccessException ? "permission denied" : error.Message));
        }
    }

    private string Text(string name)
    {
        if (TextOrNull(name) is { } text)
        {
            return text;
        }

        var other = Path.ChangeExtension(name, "yaml");
        throw Missing(name, "there is no such file"
            + (File.Exists(Location) ? $"; {Location} is a file, and the folder that has {name} and its neighbours is expected"
                : !Directory.Exists(Location) ? $", nor a folder {Location}"
                : File.Exists(NameOf(other)) ? $"; rename {other}" : ""));
    }

    private ConfigurationException Missing(string name, string message) => new([new Fault(NameOf(name), 1, message)]);

    private string NameOf(string name) => Path.Combine(Location, name);
}
