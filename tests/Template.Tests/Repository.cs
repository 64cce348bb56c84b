namespace Kickoff.Template.Tests;

/// <summary>Where things are in the checkout these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    /// <summary>The function's compiled assembly, of the configuration these tests were built with.</summary>
    public static string Assembly(string function) => Assembly($"functions/{function}", "bootstrap");

    /// <summary>A compiled assembly of another project, of the same configuration.</summary>
    public static string Assembly(string project, string name)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        return Path(project, "bin", output.Parent!.Name, output.Name, name + ".dll");
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Kickoff.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No Kickoff.slnx above {AppContext.BaseDirectory}: run the tests inside the checkout.");
    }
}
